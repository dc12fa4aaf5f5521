package io.windlass.notify;

import io.windlass.failure.Failure;
import io.windlass.state.AtomState;
import io.windlass.state.FlowState;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Is told of each change of state, after it is durable. Called in order, one change at a time, never on the engine's
 * own threads: a listener that blocks delays its own run alone. What it throws is logged and changes nothing.
 */
public interface FlowListener {
    /** A change of the flow. */
    record FlowChanged(UUID flow, String name, FlowState from, FlowState to) {}

    /**
     * A change of an atom.
     *
     * @param failure why execute or revert failed, when this change is to FAILURE or REVERT_FAILURE
     * @param worker who ran it; null when it ran in the engine's process or has not run
     */
    record AtomChanged(
            UUID flow,
            String atom,
            AtomState from,
            AtomState to,
            @Nullable Failure failure,
            @Nullable String worker) {}

    /**
     * How far an execute or revert has come. Not recorded; some of it may be left out.
     *
     * @param fraction from 0 to 1
     */
    record Progressed(UUID flow, String atom, double fraction) {}

    /** The flow changed. */
    default void flowChanged(FlowChanged change) {}

    /** An atom changed. */
    default void atomChanged(AtomChanged change) {}

    /** A body has come further; between its RUNNING or REVERTING and what follows. */
    default void progressed(Progressed progress) {}
}
