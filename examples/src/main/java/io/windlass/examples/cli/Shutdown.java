package io.windlass.examples.cli;

import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What a process does when it is told to stop. */
final class Shutdown {
    private static final Logger LOG = LoggerFactory.getLogger(Shutdown.class);
    private static final long PATIENCE_SECONDS = 15;

    private Shutdown() {}

    /**
     * Runs a command. On SIGTERM or Ctrl-C hurries things up, interrupts it, and lets it close what it opened, in order.
     *
     * @throws Exception whatever the command throws
     */
    static <T> T unwinding(Runnable hurry, Callable<T> work) throws Exception {
        Thread command = Thread.currentThread();
        CountDownLatch closed = new CountDownLatch(1);
        Thread hook = new Thread(
                () -> {
                    hurry.run();
                    command.interrupt();
                    awaitQuietly(closed);
                },
                "windlass-unwinding");
        Runtime.getRuntime().addShutdownHook(hook);
        try {
            return work.call();
        } finally {
            closed.countDown();
        }
    }

    /** Closes one after the other, whatever becomes of each. */
    static void closeAll(List<? extends AutoCloseable> resources) {
        for (AutoCloseable resource : resources) {
            try {
                resource.close();
            } catch (Exception e) {
                LOG.warn("{} was not closed cleanly; goes on with the rest", resource, e);
            }
        }
    }

    private static void awaitQuietly(CountDownLatch closed) {
        try {
            if (!closed.await(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                System.err.println(
                        "windlass: what was opened is not closed after " + PATIENCE_SECONDS + " s; ends now");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Something that runs until it is stopped. */
    interface Service<X extends Exception> {
        void run() throws X;
    }

    /**
     * Runs a service. On SIGTERM or Ctrl-C stops it in an orderly way and exits with 0, which a plain shutdown hook would
     * not. When it ends by itself the exit status is its command's.
     *
     * @throws X whatever the service throws
     */
    static <X extends Exception> void onSignal(Runnable stop, Service<X> service) throws X {
        AtomicBoolean ended = new AtomicBoolean();
        Runtime.getRuntime()
                .addShutdownHook(new Thread(
                        () -> {
                            if (!ended.get()) {
                                stop.run();
                                Runtime.getRuntime().halt(0);
                            }
                        },
                        "windlass-shutdown"));
        try {
            service.run();
        } finally {
            ended.set(true);
        }
    }
}
