package io.windlass.examples.crash;

import io.windlass.examples.cluster.ChildProcess;
import java.io.IOException;
import java.io.UncheckedIOException;

/** Signals that Java does not send. */
enum Signal {
    STOP,
    CONT,
    INT,
    TERM;

    /** Sends it, unless the process is gone. */
    void to(ChildProcess process) {
        try {
            int status = new ProcessBuilder("kill", "-s", name(), String.valueOf(process.pid()))
                    .start()
                    .waitFor();
            if (status != 0 && process.isAlive()) {
                throw new IllegalStateException("SIG" + name() + " to " + process.name() + " failed: " + status);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while a signal was sent", e);
        }
    }
}
