package io.windlass.retry;

import io.windlass.atom.Inputs;
import org.jspecify.annotations.Nullable;

/** Gives up at the first failure: undoes its flow, unless the controller of an enclosing flow decides otherwise. Provides null. */
public final class AlwaysRevert extends Retry {
    @Override
    public @Nullable Object execute(History history, Inputs given) {
        return null;
    }

    @Override
    public Decision onFailure(History history, Inputs given) {
        return Decision.REVERT;
    }
}
