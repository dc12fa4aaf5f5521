package io.windlass.examples.cli;

import java.io.IOException;
import java.io.InputStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Ends a child process when the process that started it is gone, however that ended. At once: what it ran on may be gone
 * too, and what it leaves is taken over as after a crash.
 */
final class Parent {
    private static final Logger LOG = LoggerFactory.getLogger(Parent.class);

    private Parent() {}

    /** Watches standard input, which the parent holds open while it lives. */
    static void endWith() {
        Thread watcher = new Thread(
                () -> {
                    drain(System.in);
                    LOG.info("The parent process is gone; this one ends");
                    Runtime.getRuntime().halt(Errors.FAILED);
                },
                "windlass-parent-watch");
        watcher.setDaemon(true);
        watcher.start();
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
