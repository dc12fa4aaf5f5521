package io.windlass.retry;

import io.windlass.atom.Inputs;
import org.jspecify.annotations.Nullable;

/** Undoes everything at the first failure in its flow. Provides null. */
public final class AlwaysRevertAll extends Retry {
    @Override
    public @Nullable Object execute(History history, Inputs given) {
        return null;
    }

    @Override
    public Decision onFailure(History history, Inputs given) {
        return Decision.REVERT_ALL;
    }
}
