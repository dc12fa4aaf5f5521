package io.windlass.examples.cli;

import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Ends a child process when the process that started it is gone, however that ended. Soon, whatever it is at: what it ran
 * on may be gone too, and what it leaves is taken over as after a crash.
 */
final class Parent {
    private static final Logger LOG = LoggerFactory.getLogger(Parent.class);
    private static final long PATIENCE_SECONDS = 3;

    private Parent() {}

    /** Watches standard input, which the parent holds open while it lives; then stops what this process is for. */
    static void endWith(Runnable stop) {
        start("windlass-parent-watch", () -> {
            drain(System.in);
            LOG.info("The parent process is gone; this one ends");
            CountDownLatch stopped = new CountDownLatch(1);
            start("windlass-parent-stop", () -> {
                stop.run();
                stopped.countDown();
            });
            Runtime.getRuntime().halt(isInTime(stopped) ? 0 : Errors.FAILED);
        });
    }

    private static void start(String name, Runnable action) {
        Thread thread = new Thread(action, name);
        thread.setDaemon(true);
        thread.start();
    }

    private static boolean isInTime(CountDownLatch stopped) {
        try {
            return stopped.await(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private static void drain(InputStream pipe) {
        try {
            while (pipe.read() >= 0) {
                // Nothing is expected; only the end matters.
            }
        } catch (IOException e) {
            LOG.debug("The pipe broke, which is an end too", e);
        }
    }
}
