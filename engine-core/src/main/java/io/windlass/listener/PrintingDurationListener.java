package io.windlass.listener;

import io.windlass.notify.MetadataWriter;
import java.io.PrintStream;
import java.time.Duration;
import java.util.Locale;
import java.util.function.LongSupplier;

/** Prints when the flow and each task start, and how long they took; notes that as well. Thread-safe. */
public final class PrintingDurationListener extends DurationListener {
    private static final double NANOS = 1e9;

    private final PrintStream out;

    /** Prints to standard output. */
    public PrintingDurationListener(MetadataWriter metadata) {
        this(metadata, System::nanoTime, System.out);
    }

    /**
     * Prints to a stream, which is not closed.
     *
     * @param nanoTime monotonic nanoseconds
     */
    public PrintingDurationListener(MetadataWriter metadata, LongSupplier nanoTime, PrintStream out) {
        super(metadata, nanoTime);
        this.out = out;
    }

    @Override
    protected void started(String kind, String name) {
        out.println("'" + name + "' " + kind + " started.");
    }

    @Override
    protected void ended(String kind, String name, Duration duration) {
        out.println(String.format(
                Locale.ROOT, "It took %s '%s' %.2f seconds to finish.", kind, name, duration.toNanos() / NANOS));
    }
}
