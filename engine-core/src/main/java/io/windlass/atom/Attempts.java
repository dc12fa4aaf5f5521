package io.windlass.atom;

import io.windlass.failure.DefinitionException;
import io.windlass.failure.Failure;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * How often a task is tried before it has failed. Nothing is undone between attempts, and nobody is asked: a body must
 * bear to be run again where it failed. Immutable.
 *
 * @param most how many attempts there are in all, at least 1
 * @param backoff how long each attempt but the first waits
 * @param hopeless failures after which it is not tried again: names of exception types, subtypes included
 */
public record Attempts(int most, Backoff backoff, List<String> hopeless) {
    /** One attempt. */
    public static final Attempts ONE = of(1);

    /** Checks the number. */
    public Attempts {
        if (most < 1) {
            throw new DefinitionException("a task needs at least 1 attempt, not " + most);
        }
        hopeless = List.copyOf(hopeless);
    }

    /** So many attempts, without waiting between them. */
    public static Attempts of(int most) {
        return new Attempts(most, Backoff.NONE, List.of());
    }

    /** The same attempts with waits between them. */
    public Attempts waiting(Backoff wait) {
        return new Attempts(most, wait, hopeless);
    }

    /** The same attempts, but none after a failure of one of these types, or of their subtypes. */
    @SafeVarargs
    public final Attempts unless(Class<? extends Throwable>... types) {
        List<String> names = new ArrayList<>(hopeless);
        for (Class<? extends Throwable> type : types) {
            names.add(type.getName());
        }
        return new Attempts(most, backoff, names);
    }

    /**
     * {@return how long to wait before the next attempt; empty when there is none}
     *
     * @param made how many attempts were made, at least 1
     * @param failure why the newest failed
     */
    public Optional<Duration> next(int made, Failure failure) {
        boolean over = made >= most || failure.typeNames().stream().anyMatch(hopeless::contains);
        return over ? Optional.empty() : Optional.of(backoff.after(made));
    }
}
