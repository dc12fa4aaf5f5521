package io.windlass.persistence.tables;

import io.windlass.persistence.Owner;
import io.windlass.state.FlowState;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What of a flow its ownership depends on.
 *
 * @param book null for none
 * @param owner null when it was let go of; may be one that is gone
 */
public record FlowHead(
        UUID id,
        String name,
        @Nullable UUID book,
        FlowState state,
        @Nullable Owner owner) {
    /** {@return whether it is to be run on by somebody; a suspended one waits for being resumed} */
    boolean isUnderWay() {
        return !state.isTerminal() && state != FlowState.SUSPENDED;
    }

    /** {@return whether a process reads the replies kept for it: its owner, and anybody once it has ended} */
    public boolean isReadBy(Owner process) {
        return state.isTerminal() || process.equals(owner);
    }

    /** {@return whether its name is among these, or none are given} */
    boolean isNamed(Set<String> names) {
        return names.isEmpty() || names.contains(name);
    }
}
