package io.windlass.examples.cluster;

import java.util.UUID;

/**
 * A flow to be made, as one line of text.
 *
 * @param id of the flow
 * @param volume its name, without spaces
 * @param sizeGb its size
 * @param backendMillis how long its backend works
 * @param fails whether its backend fails
 * @param version of the task that makes the backend: 1, which may be left out, or 2
 */
public record FlowOrder(UUID id, String volume, int sizeGb, long backendMillis, boolean fails, int version) {
    private static final int PARTS = 5;

    public FlowOrder {
        if (version != 1 && version != 2) {
            throw new IllegalArgumentException("there is no version " + version + "; there are 1 and 2");
        }
    }

    /** An order for a new flow. */
    public static FlowOrder of(String volume, long backendMillis, boolean fails) {
        return new FlowOrder(UUID.randomUUID(), volume, 10, backendMillis, fails, 1);
    }

    /** {@return this order for another version} */
    public FlowOrder version(int other) {
        return new FlowOrder(id, volume, sizeGb, backendMillis, fails, other);
    }

    /**
     * Reads a line.
     *
     * @throws IllegalArgumentException when it is of another form
     */
    public static FlowOrder parse(String line) {
        String[] parts = line.strip().split(" +", -1);
        if (parts.length != PARTS && parts.length != PARTS + 1) {
            throw new IllegalArgumentException(
                    "'" + line + "' is no order; write ID VOLUME SIZE_GB BACKEND_MILLIS FAILS [VERSION]");
        }
        return new FlowOrder(
                UUID.fromString(parts[0]),
                parts[1],
                Integer.parseInt(parts[2]),
                Long.parseLong(parts[3]),
                Boolean.parseBoolean(parts[4]),
                parts.length == PARTS ? 1 : Integer.parseInt(parts[PARTS]));
    }

    /** {@return the line that is read back as this order} */
    public String toLine() {
        return id + " " + volume + " " + sizeGb + " " + backendMillis + " " + fails + " " + version;
    }
}
