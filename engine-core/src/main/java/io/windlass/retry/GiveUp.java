package io.windlass.retry;

import io.windlass.failure.DefinitionException;

/** What a controller may decide when it has no rounds left. */
final class GiveUp {
    private GiveUp() {}

    static Decision checked(Decision decision) {
        if (decision == Decision.RETRY) {
            throw new DefinitionException("a retry without rounds left must decide REVERT or REVERT_ALL, not RETRY");
        }
        return decision;
    }
}
