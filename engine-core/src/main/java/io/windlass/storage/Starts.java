package io.windlass.storage;

import io.windlass.failure.Failure;
import io.windlass.state.AtomState;
import io.windlass.state.FlowState;
import io.windlass.state.Intention;
import io.windlass.value.Value;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What atoms were before a step started them, so that it can be taken back while nobody knows. */
final class Starts {
    private final FlowState flow;
    private final long sequence;
    private final Map<Integer, Before> before = new LinkedHashMap<>();

    Starts(FlowState flow, long sequence) {
        this.flow = flow;
        this.sequence = sequence;
    }

    /** An atom as it was; its outcome is changed by a start only in that it is forgotten. */
    record Before(
            AtomState state,
            Intention intention,
            int round,
            int attempt,
            @Nullable Value result,
            @Nullable Failure failure,
            @Nullable Failure revertFailure) {
        /** {@return whether the outcome was another} */
        boolean restore(AtomCell cell) {
            boolean forgot = !Objects.equals(cell.result, result) || !Objects.equals(cell.failure, failure);
            cell.intention = intention;
            cell.round = round;
            cell.attempt = attempt;
            cell.result = result;
            cell.failure = failure;
            cell.revertFailure = revertFailure;
            return forgot;
        }
    }

    void remember(int node, AtomCell cell) {
        before.computeIfAbsent(
                node,
                number -> new Before(
                        cell.state,
                        cell.intention,
                        cell.round,
                        cell.attempt,
                        cell.result,
                        cell.failure,
                        cell.revertFailure));
    }

    /** {@return the flow's state} */
    FlowState flow() {
        return flow;
    }

    /** {@return the newest entry of the history} */
    long sequence() {
        return sequence;
    }

    Map<Integer, Before> before() {
        return before;
    }
}
