package io.windlass.retry;

import io.windlass.atom.Input;
import io.windlass.atom.Inputs;
import io.windlass.failure.InvalidFormatException;
import java.util.Collection;
import org.jspecify.annotations.Nullable;

/** As {@link ForEach}, with a collection that is its input {@code values}: from the store, or what a task provides. */
public final class ParameterizedForEach extends Retry {
    private static final String VALUES = "values";

    private final Decision giveUp;

    /** Gives up with {@link Decision#REVERT} when all are tried. */
    public ParameterizedForEach() {
        this(Decision.REVERT);
    }

    /**
     * Gives up as told when all are tried.
     *
     * @throws io.windlass.failure.DefinitionException when {@code giveUp} is RETRY
     */
    public ParameterizedForEach(Decision giveUp) {
        super(Input.in(VALUES, Object.class));
        this.giveUp = GiveUp.checked(giveUp);
    }

    @Override
    public @Nullable Object execute(History history, Inputs given) {
        return remaining(history, given).first();
    }

    @Override
    public Decision onFailure(History history, Inputs given) {
        return remaining(history, given).isEmpty() ? giveUp : Decision.RETRY;
    }

    private static Remaining remaining(History history, Inputs given) {
        if (given.get(VALUES) instanceof Collection<?> values) {
            return new Remaining(values, history);
        }
        throw new InvalidFormatException("the input '" + VALUES + "' of a retry must be a list");
    }
}
