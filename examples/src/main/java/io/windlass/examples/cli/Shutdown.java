package io.windlass.examples.cli;

import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
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

    /** Ends a process that lost its lease: others have its flows, and there is nothing left that it may do. */
    static void endFenced() {
        LOG.error("This process lost its lease, and others take its flows over; it ends. Start another one.");
        Runtime.getRuntime().halt(Errors.FAILED);
    }

    /** Closes one after the other, whatever becomes of each; {@return whether all were closed cleanly} */
    static boolean closeAll(List<? extends AutoCloseable> resources) {
        boolean clean = true;
        for (AutoCloseable resource : resources) {
            try {
                resource.close();
            } catch (Exception e) {
                LOG.warn("{} was not closed cleanly; goes on with the rest", resource, e);
                clean = false;
            }
        }
        return clean;
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
     * Runs a service. The first SIGTERM or Ctrl-C stops it in an orderly way and ends this process, with 0 if the stop
     * says that nothing was left undone, else with 1. A second one ends it at once. When the service ends by itself the
     * exit status is its command's.
     *
     * @param stop stops the service; tells whether nothing was left undone
     * @throws X whatever the service throws
     */
    static <X extends Exception> void onSignal(BooleanSupplier stop, Service<X> service) throws X {
        Ending ending = new Ending(stop);
        Signals.handle("TERM", ending::signalled);
        Signals.handle("INT", ending::signalled);
        // For signals that are not handled so, and other ends of the JVM.
        Runtime.getRuntime().addShutdownHook(new Thread(ending::stop, "windlass-shutdown"));
        try {
            service.run();
        } finally {
            ending.byItself();
        }
    }

    /** How a process ends: by itself, or by the first signal, or by the second one. */
    private static final class Ending {
        /** What a shell says of a process that a signal ended. */
        private static final int BY_SIGNAL = 128;

        private final BooleanSupplier stop;
        private final AtomicBoolean begun = new AtomicBoolean();
        private final AtomicInteger signals = new AtomicInteger();

        Ending(BooleanSupplier stop) {
            this.stop = stop;
        }

        void signalled(int number) {
            if (signals.incrementAndGet() > 1) {
                System.err.println("windlass: told to end once more; ends at once");
                Runtime.getRuntime().halt(BY_SIGNAL + number);
            }
            stop();
        }

        /** Stops the service, unless it has ended, and then the process. */
        void stop() {
            if (begun.compareAndSet(false, true)) {
                Runtime.getRuntime().halt(stop.getAsBoolean() ? 0 : Errors.FAILED);
            }
        }

        /** The service has ended; if that is because it was stopped, whoever did ends the process. */
        void byItself() {
            if (!begun.compareAndSet(false, true)) {
                awaitEnd();
            }
        }

        private static void awaitEnd() {
            try {
                new CountDownLatch(1).await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
