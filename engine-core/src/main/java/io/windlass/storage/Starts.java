package io.windlass.storage;

import io.windlass.failure.Failure;
import io.windlass.state.AtomState;
import io.windlass.state.FlowState;
import io.windlass.state.Intention;
import io.windlass.value.Value;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What a flow was before a step started atoms, so that it can be taken back while nobody knows. */
final class Starts {
    private final FlowState flow;
    private final long moment;
    private final @Nullable Instant deadline;
    private final List<Before> before = new ArrayList<>(0);

    /** Taken at a moment, which is the newest entry of the history. */
    Starts(FlowState flow, Journal journal) {
        this.flow = flow;
        this.moment = journal.sequence();
        this.deadline = journal.deadline();
    }

    private record Before(
            AtomCell cell,
            AtomState state,
            Intention intention,
            int round,
            int attempt,
            @Nullable Value result,
            @Nullable Failure failure,
            @Nullable Failure revertFailure,
            @Nullable Instant due,
            @Nullable Instant startBy,
            @Nullable Instant deadline) {
        static Before of(AtomCell cell) {
            return new Before(
                    cell,
                    cell.state,
                    cell.intention,
                    cell.round,
                    cell.attempt,
                    cell.result,
                    cell.failure,
                    cell.revertFailure,
                    cell.due,
                    cell.startBy,
                    cell.deadline);
        }

        /** Restores all but the state; {@return whether the outcome was another} */
        boolean restore() {
            boolean other = !Objects.equals(cell.result, result) || !Objects.equals(cell.failure, failure);
            cell.intention = intention;
            cell.round = round;
            cell.attempt = attempt;
            cell.result = result;
            cell.failure = failure;
            cell.revertFailure = revertFailure;
            cell.due = due;
            cell.startBy = startBy;
            cell.deadline = deadline;
            return other;
        }
    }

    /** Remembers an atom that is about to be changed. */
    void remember(AtomCell cell) {
        if (cell.remembered != this) {
            cell.remembered = this;
            before.add(Before.of(cell));
        }
    }

    /** {@return the atoms that were changed} */
    List<AtomCell> changed() {
        return before.stream().map(Before::cell).toList();
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
        for (Before was : before) {
            AtomCell cell = was.cell();
            if (unstored) {
                cell.state = was.state();
            } else if (cell.state != was.state()) {
                journal.move(cell, was.state());
            }
            journal.touch(cell, was.restore());
        }
        journal.deadline(deadline);
        return unstored ? flow : now;
    }
}
