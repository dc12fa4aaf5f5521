package io.windlass.persistence;

import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * What one process took over from one dead owner.
 *
 * @param from the dead owner, with the epoch that it was raised to
 * @param replyQueue its reply queue, when it announced one
 * @param flows the ids of the flows that are this process's now, unfinished all of them
 */
public record Takeover(Owner from, Optional<String> replyQueue, List<UUID> flows) {
    public Takeover {
        flows = List.copyOf(flows);
    }
}
