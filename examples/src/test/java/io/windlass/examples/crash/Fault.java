package io.windlass.examples.crash;

import java.time.Duration;

/**
 * Something that goes wrong while flows are under way.
 *
 * @param name in the table, and for {@code -Dfault=}
 * @param injected how it is brought about, for the table
 * @param lasts at most so long until it is put right; zero where it is over at once
 * @param repeats whose runs may be repeated
 * @param injection brings it about
 */
record Fault(String name, String injected, Duration lasts, Repeats repeats, Injection injection) {
    /** Whose runs may be repeated: the requests of others must run once. */
    enum Repeats {
        /** Of those processes that were killed, stopped or cut off. */
        OF_VICTIMS,
        /** Of anybody: they are counted. */
        OF_ANYBODY
    }

    /** Brings the fault about, and says how it is put right. */
    interface Injection {
        Remedy on(Site site) throws Exception;
    }

    /** Puts it right. */
    interface Remedy {
        void heal() throws Exception;
    }

    /** One that is over at once. */
    static Fault sudden(String name, String injected, Repeats repeats, Injection injection) {
        return new Fault(name, injected, Duration.ZERO, repeats, injection);
    }

    boolean isSudden() {
        return lasts.isZero();
    }

    @Override
    public String toString() {
        return name;
    }
}
