package io.windlass.retry;

import io.windlass.atom.Inputs;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Tries values, one in each round, and provides it. A value that is in the collection twice is tried twice. With no
 * values its execute fails.
 */
public final class ForEach extends Retry {
    private final List<@Nullable Object> values = new ArrayList<>();
    private final Decision giveUp;

    /** Gives up with {@link Decision#REVERT} when all are tried. */
    public ForEach(Collection<?> values) {
        this(values, Decision.REVERT);
    }

    /**
     * Gives up as told when all are tried.
     *
     * @throws io.windlass.failure.DefinitionException when {@code giveUp} is RETRY
     * @throws io.windlass.failure.InvalidFormatException when a value cannot be written as JSON
     */
    public ForEach(Collection<?> values, Decision giveUp) {
        for (Object value : values) {
            this.values.add(Remaining.natural(value));
        }
        this.giveUp = GiveUp.checked(giveUp);
    }

    @Override
    public @Nullable Object execute(History history, Inputs given) {
        return new Remaining(values, history).first();
    }

    @Override
    public Decision onFailure(History history, Inputs given) {
        return new Remaining(values, history).isEmpty() ? giveUp : Decision.RETRY;
    }
}
