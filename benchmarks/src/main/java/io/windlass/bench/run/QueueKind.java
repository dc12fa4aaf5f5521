package io.windlass.bench.run;

import java.util.Locale;

/** What kind of queues a stage has. */
public enum QueueKind {
    /** Durable classic queues. */
    CLASSIC,
    /** Quorum queues. */
    QUORUM,
    /** Those of the embedded broker, which keeps messages in memory. */
    MEMORY,
    /** No broker is used. */
    NONE;

    /** {@return its name in reports} */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
