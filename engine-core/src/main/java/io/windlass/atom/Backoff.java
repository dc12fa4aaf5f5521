package io.windlass.atom;

import io.windlass.failure.DefinitionException;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/**
 * How long to wait before something is tried again: the first time so long, each time after that so many times longer,
 * but never longer than a limit; then more or less by a random share, so that many do not come back together.
 * Immutable.
 *
 * @param first before the second attempt; zero for no wait
 * @param factor by which each wait is longer than the one before, at least 1
 * @param most no wait is longer, jitter aside
 * @param jitter from 0 to 1: a wait of 10 s with jitter 0.2 takes 8 to 12 s
 */
public record Backoff(Duration first, double factor, Duration most, double jitter) {
    private static final Duration LONGEST = Duration.ofDays(365);

    /** No wait. */
    public static final Backoff NONE = fixed(Duration.ZERO);

    /** Checks that nothing is negative. */
    public Backoff {
        if (first.isNegative() || most.compareTo(first) < 0 || most.compareTo(LONGEST) > 0) {
            throw new DefinitionException("a wait must be from zero to its limit of at most " + LONGEST + ", not "
                    + first + " with a limit of " + most);
        }
        if (!(factor >= 1 && factor < Double.POSITIVE_INFINITY)) {
            throw new DefinitionException("waits must grow by a factor of at least 1, not " + factor);
        }
        if (!(jitter >= 0 && jitter <= 1)) {
            throw new DefinitionException("the jitter of a wait must be a share from 0 to 1, not " + jitter);
        }
    }

    /** The same wait each time. */
    public static Backoff fixed(Duration wait) {
        return new Backoff(wait, 1, wait, 0);
    }

    /** Waits that double, up to a limit. */
    public static Backoff exponential(Duration first, Duration most) {
        return new Backoff(first, 2, most, 0);
    }

    /** The same waits, each shorter or longer by a random share of up to {@code share}. */
    public Backoff withJitter(double share) {
        return new Backoff(first, factor, most, share);
    }

    /**
     * {@return how long to wait after so many attempts; with jitter another time at each call}
     *
     * @param attempts at least 1
     */
    public Duration after(int attempts) {
        double nanos = Math.min(nanos(first) * Math.pow(factor, attempts - 1.0), nanos(most));
        double share = jitter == 0 ? 0 : jitter * ThreadLocalRandom.current().nextDouble(-1, 1);
        return Duration.ofNanos((long) (nanos * (1 + share)));
    }

    private static double nanos(Duration wait) {
        return wait.toNanos();
    }
}
