package io.windlass.proxy;

import java.util.UUID;

/**
 * An engine took over the flows of another: responses that would go to the one queue go to the other now, and
 * questions about those flows to the new owner.
 *
 * @param fromReplyQueue the whole name of the former owner's queue
 * @param toReplyQueue the whole name of the new owner's queue
 * @param owner the new owner
 * @param epoch of its ownership, from 0
 */
public record Moved(String fromReplyQueue, String toReplyQueue, UUID owner, long epoch) implements Message {
    public Moved {
        Checks.shortText(fromReplyQueue, "the former reply queue");
        Checks.shortText(toReplyQueue, "the new reply queue");
        Checks.present(owner, "the owner");
        Checks.notNegative(epoch, "the epoch");
    }
}
