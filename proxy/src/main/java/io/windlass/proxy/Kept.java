package io.windlass.proxy;

import java.util.UUID;

/**
 * An engine tells another that it has kept a reply for a flow of the other's in the store. A hint: lost, it costs time.
 *
 * @param flow whose reply it is
 */
public record Kept(UUID flow) implements Message {
    public Kept {
        Checks.present(flow, "the flow");
    }
}
