package io.windlass.engine;

import io.windlass.persistence.AtomKind;
import io.windlass.persistence.StoredAtom;
import io.windlass.state.AtomState;
import io.windlass.state.Intention;
import io.windlass.value.Value;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A stored atom as an operator would have it; what is not said stays. Not thread-safe. */
final class AtomDraft {
    private final StoredAtom before;
    private AtomState state;
    private Intention intention;
    private int round;
    private int attempt;
    private @Nullable Value result;
    private @Nullable Value failure;
    private @Nullable Value revertFailure;
    private @Nullable Instant due;

    AtomDraft(StoredAtom before) {
        this.before = before;
        this.state = before.state();
        this.intention = before.intention();
        this.round = before.round();
        this.attempt = before.attempt();
        this.result = before.result();
        this.failure = before.failure();
        this.revertFailure = before.revertFailure();
    }

    StoredAtom before() {
        return before;
    }

    AtomState state() {
        return state;
    }

    AtomDraft to(AtomState next) {
        state = next;
        return this;
    }

    AtomDraft intend(Intention next) {
        intention = next;
        return this;
    }

    AtomDraft attempt(int newRound, int newAttempt) {
        round = newRound;
        attempt = newAttempt;
        return this;
    }

    /** It has this outcome, or none, and did not fail. */
    AtomDraft outcome(@Nullable Value newResult) {
        result = newResult;
        failure = null;
        return this;
    }

    /** Its revert did not fail, if it had; a controller that is undone knows of no rounds. */
    AtomDraft without(boolean reverted) {
        if (reverted) {
            revertFailure = null;
            result = before.kind() == AtomKind.RETRY && state != AtomState.REVERTING ? null : result;
        }
        return this;
    }

    AtomDraft due(Instant time) {
        due = time;
        return this;
    }

    /**
     * {@return the record}
     *
     * @param by who said that it is done, where somebody did
     * @param operation under which that is known
     */
    StoredAtom atom(String by, String operation) {
        boolean byOperator = state == AtomState.SUCCESS;
        return new StoredAtom(
                before.name(),
                before.kind(),
                before.version(),
                state,
                intention,
                round,
                attempt,
                result,
                failure,
                revertFailure,
                byOperator ? by : before.worker(),
                byOperator ? operation : before.runId(),
                Map.of(),
                due,
                null,
                null);
    }
}
