package io.windlass.persistence.postgres;

import io.windlass.state.FlowState;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A flow in a few words, for people.
 *
 * @param id of the flow
 * @param name of the flow, not unique
 * @param state as it is stored
 * @param created by the database's clock
 * @param modified when its own row was last written, by the database's clock
 * @param owner null when nobody has it
 */
public record FlowSummary(
        UUID id,
        String name,
        FlowState state,
        Instant created,
        Instant modified,
        @Nullable Owner owner) {
    /**
     * The process that has the flow, or had it to its end.
     *
     * @param id of the process
     * @param name of the process; null when it has left and let go of everything
     * @param leaseUntil when its lease runs out unless it is renewed; null where the name is
     * @param leaseHolds whether nobody else may take its flows over now, by the database's clock
     */
    public record Owner(
            UUID id, @Nullable String name, @Nullable Instant leaseUntil, boolean leaseHolds) {}
}
