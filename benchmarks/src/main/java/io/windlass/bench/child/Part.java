package io.windlass.bench.child;

/**
 * What a child process is. It travels by standard input, since addresses have passwords.
 *
 * @param role what it does
 * @param name for people, unique among those that run
 * @param amqpUrl of the broker
 * @param databaseUrl of a database of this run's own
 * @param prefix of exchanges and queues
 * @param quorum whether queues are quorum queues, else classic ones
 * @param slots of a worker
 * @param taskMillis how long a worker's tasks take; 0 for not at all
 */
public record Part(
        Role role,
        String name,
        String amqpUrl,
        String databaseUrl,
        String prefix,
        boolean quorum,
        int slots,
        long taskMillis) {
    /** What children do. */
    public enum Role {
        /** The limit loop's end that sends requests and stores rows. */
        LIMIT_ENGINE,
        /** The limit loop's end that answers. */
        LIMIT_WORKER,
        /** A loop that stores rows, without a broker. */
        LOCAL_LIMIT,
        /** An engine with a remote executor. */
        ENGINE,
        /** A worker. */
        WORKER,
        /** An engine that runs its tasks itself. */
        LOCAL_ENGINE,
        /** Another product, in a program of its own. */
        PEER
    }
}
