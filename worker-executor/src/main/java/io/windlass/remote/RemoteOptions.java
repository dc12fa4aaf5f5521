package io.windlass.remote;

import java.time.Duration;

/**
 * Timings of a remote executor. Workers must be given the same heartbeat.
 *
 * @param heartbeat how often workers tell what they run, and this process that it is alive; default 1 s
 * @param heartbeatTimeout after so long a silence a worker counts as gone, and so long a successor waits for workers
 *     to tell what they still run before it issues a request again; default 15 s
 * @param reconnectGrace after this process was cut off from the broker, workers that it knew have so long, or the
 *     heartbeat timeout if that is longer, to come back and tell what they run before that goes to others; default 5 s
 * @param noWorkerTimeout a request for which no live worker exists for so long fails; default 60 s
 */
public record RemoteOptions(
        Duration heartbeat, Duration heartbeatTimeout, Duration reconnectGrace, Duration noWorkerTimeout) {
    /** What is right for most. */
    public static final RemoteOptions DEFAULT = new RemoteOptions(
            Duration.ofSeconds(1), Duration.ofSeconds(15), Duration.ofSeconds(5), Duration.ofSeconds(60));

    /** How many heartbeats a beacon is good for: a worker that heard none for longer asks before it starts. */
    static final int BEACON_HEARTBEATS = 3;

    public RemoteOptions {
        requirePositive("heartbeat", heartbeat);
        requirePositive("reconnectGrace", reconnectGrace);
        requirePositive("noWorkerTimeout", noWorkerTimeout);
        if (heartbeatTimeout.compareTo(heartbeat.multipliedBy(2)) < 0) {
            throw new IllegalArgumentException("heartbeatTimeout is " + heartbeatTimeout
                    + ", less than two heartbeats of " + heartbeat + "; a live worker would count as gone");
        }
    }

    private static void requirePositive(String name, Duration value) {
        if (value.isZero() || value.isNegative()) {
            throw new IllegalArgumentException(name + " is " + value + "; it must be positive");
        }
    }

    /** {@return how long after a search began every worker has told what it runs, so that others may start the rest} */
    Duration searchTime() {
        return heartbeat.multipliedBy(2);
    }

    /** {@return these options with other heartbeats: the timeout is four of them} */
    public RemoteOptions withHeartbeat(Duration newHeartbeat) {
        return new RemoteOptions(newHeartbeat, newHeartbeat.multipliedBy(4), reconnectGrace, noWorkerTimeout);
    }
}
