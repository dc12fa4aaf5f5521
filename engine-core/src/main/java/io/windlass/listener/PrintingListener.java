package io.windlass.listener;

import io.windlass.failure.Failure;
import java.io.PrintStream;
import org.jspecify.annotations.Nullable;

/** Prints each change of the flow and of its tasks, results included; after a failure its stack trace. Thread-safe. */
public final class PrintingListener extends DumpingListener {
    private final PrintStream out;

    /** Prints to standard output. */
    public PrintingListener() {
        this(System.out);
    }

    /** Prints to a stream, for instance {@code System.err}; does not close it. */
    public PrintingListener(PrintStream out) {
        this.out = out;
    }

    @Override
    protected void dump(String line, @Nullable Failure failure) {
        // In one piece, so that the lines of several runs do not mix.
        out.println(failure == null ? line : line + System.lineSeparator() + failure.stackTrace());
        out.flush();
    }
}
