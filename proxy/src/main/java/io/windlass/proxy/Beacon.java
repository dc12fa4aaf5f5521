package io.windlass.proxy;

import java.time.Duration;
import java.util.UUID;

/**
 * An engine process lives.
 *
 * @param owner the process, as flows name their owner
 * @param epoch of its ownership, from 0
 * @param replyQueue the whole name of the queue it reads
 * @param validFor how long to believe it from its arrival; the next beacon comes well before
 */
public record Beacon(UUID owner, long epoch, String replyQueue, Duration validFor) implements Message {
    public Beacon {
        Checks.present(owner, "the owner");
        Checks.notNegative(epoch, "the epoch");
        Checks.shortText(replyQueue, "the reply queue");
        Checks.notNegative(validFor, "the validity");
    }
}
