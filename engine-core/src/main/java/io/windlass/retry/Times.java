package io.windlass.retry;

import io.windlass.atom.Inputs;
import io.windlass.failure.DefinitionException;

/** Tries a number of times in all. Provides the number of the round, from 1. */
public final class Times extends Retry {
    private final int attempts;
    private final Decision giveUp;

    /** Gives up with {@link Decision#REVERT} after so many rounds, at least 1; 1 never retries. */
    public Times(int attempts) {
        this(attempts, Decision.REVERT);
    }

    /**
     * Gives up as told after so many rounds.
     *
     * @throws DefinitionException when {@code attempts} is below 1 or {@code giveUp} is RETRY
     */
    public Times(int attempts, Decision giveUp) {
        if (attempts < 1) {
            throw new DefinitionException("a retry needs at least 1 attempt, not " + attempts);
        }
        this.attempts = attempts;
        this.giveUp = GiveUp.checked(giveUp);
    }

    @Override
    public Object execute(History history, Inputs given) {
        return history.size() + 1;
    }

    @Override
    public Decision onFailure(History history, Inputs given) {
        return history.size() < attempts ? Decision.RETRY : giveUp;
    }
}
