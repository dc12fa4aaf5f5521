package io.windlass.job;

import java.util.UUID;

/**
 * Something that happened on a board.
 *
 * @param kind what it was
 * @param job the job's id; {@link Jobboard#find} has more of it, while it is there
 * @param name the job's name
 */
public record JobEvent(Kind kind, UUID job, String name) {
    /** What may happen. */
    public enum Kind {
        /** A job has come to the board. */
        POSTED,
        /** A job was consumed or trashed. */
        REMOVAL
    }
}
