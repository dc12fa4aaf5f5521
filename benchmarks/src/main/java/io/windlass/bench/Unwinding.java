package io.windlass.bench;

import io.windlass.bench.child.Child;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** What happens on SIGTERM or Ctrl-C: the children stop, and what was opened is closed. */
final class Unwinding {
    private static final long PATIENCE_SECONDS = 30;

    private Unwinding() {}

    /** Does something that may be told to stop; {@return what comes of it} */
    static <T> T of(Callable<T> work) throws Exception {
        CountDownLatch closed = new CountDownLatch(1);
        Thread hook = new Thread(
                () -> {
                    Child.stopAll();
                    await(closed);
                },
                "bench-unwinding");
        Runtime.getRuntime().addShutdownHook(hook);
        try {
            return work.call();
        } finally {
            closed.countDown();
        }
    }

    private static void await(CountDownLatch closed) {
        try {
            if (!closed.await(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                System.err.println(
                        "windlass bench: not everything could be closed; databases named windlass_bench_* and"
                                + " queues named windlass.bench-* may be left");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
