package io.windlass.storage;

import io.windlass.failure.Failure;
import io.windlass.state.AtomState;
import io.windlass.state.FlowState;
import io.windlass.state.Intention;
import io.windlass.value.Value;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What a flow was before a step started atoms, so that it can be taken back while nobody knows. */
final class Starts {
    private final FlowState flow;
    private final long moment;
    private final Map<AtomCell, Before> before = new LinkedHashMap<>();

    /** Taken at a moment, which is the newest entry of the history. */
    Starts(FlowState flow, long moment) {
        this.flow = flow;
        this.moment = moment;
    }

    private record Before(
            AtomState state,
            Intention intention,
            int round,
            int attempt,
            @Nullable Value result,
            @Nullable Failure failure,
            @Nullable Failure revertFailure,
            @Nullable Instant due) {
        static Before of(AtomCell cell) {
            return new Before(
                    cell.state,
                    cell.intention,
                    cell.round,
                    cell.attempt,
                    cell.result,
                    cell.failure,
                    cell.revertFailure,
                    cell.due);
        }

        /** Restores all but the state; {@return whether the outcome was another} */
        boolean restore(AtomCell cell) {
            boolean other = !Objects.equals(cell.result, result) || !Objects.equals(cell.failure, failure);
            cell.intention = intention;
            cell.round = round;
            cell.attempt = attempt;
            cell.result = result;
            cell.failure = failure;
            cell.revertFailure = revertFailure;
            cell.due = due;
            return other;
        }
    }

    /** Remembers an atom that is about to be changed. */
    void remember(AtomCell cell) {
        before.computeIfAbsent(cell, Before::of);
    }

    /** {@return the atoms that were changed} */
    Set<AtomCell> changed() {
        return before.keySet();
    }

    /**
     * Makes the atoms what they were. Where the store has the changes the history tells of the way back, else of
     * nothing.
     *
     * @param now the flow's state
     * @return the state that the flow has then
     */
    FlowState takeBack(Journal journal, FlowState now) {
        boolean unstored = journal.forgetSince(moment);
        before.forEach((cell, was) -> {
            if (unstored) {
                cell.state = was.state();
            } else if (cell.state != was.state()) {
                journal.move(cell, was.state());
            }
            journal.touch(cell, was.restore(cell));
        });
        return unstored ? flow : now;
    }
}
