package io.windlass.state;

import java.util.UUID;

/**
 * Ids of new flows: they begin with the time, so that what is stored of the flows of one time lies together, and keys are
 * added at the end of an index rather than all over it. Whoever sees one can tell when it was made.
 */
public final class FlowIds {
    private static final int TIME_SHIFT = 16;
    private static final long VERSION = 0x7000;
    private static final long RANDOM = 0x0fff;

    private FlowIds() {}

    /** {@return an id that nobody else has: a UUID of version 7, by this machine's clock} */
    public static UUID next() {
        return at(System.currentTimeMillis());
    }

    static UUID at(long millis) {
        UUID random = UUID.randomUUID();
        long high = (millis << TIME_SHIFT) | VERSION | (random.getMostSignificantBits() & RANDOM);
        return new UUID(high, random.getLeastSignificantBits());
    }
}
