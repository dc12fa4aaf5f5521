package io.windlass.remote;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Timings and limits of a remote executor. Workers must be given the same heartbeat.
 *
 * @param heartbeat how often workers tell what they run, and this process that it is alive; default 1 s
 * @param heartbeatTimeout after so long a silence a worker counts as gone, and so long a successor waits for workers
 *     to tell what they still run before it issues a request again; default 15 s
 * @param reconnectGrace after this process was cut off from the broker, workers that it knew have so long, or the
 *     heartbeat timeout if that is longer, to come back and tell what they run before that goes to others; default 5 s
 * @param noWorkerTimeout a request for which no live worker exists for so long fails; default 60 s
 * @param maxStarts a request that was started so often, as far as this process has heard, and has no outcome, is not
 *     started again: it goes to the dead letters and its atom fails with a {@link
 *     io.windlass.failure.PoisonException}; from 1 to {@value #MOST_STARTS}, default {@value #DEFAULT_STARTS}
 * @param custodyAfter when a run has lasted so long this process takes the request over from the broker, and alone issues
 *     it again; less than the broker's consumer timeout, which would cut the worker's channel; default 10 min
 * @param queuedTimeout a request to execute that was recorded as to be started so long ago, and that no worker is known
 *     to have started since all are busy, fails with a {@link io.windlass.failure.QueuedTimeoutException}, unless its task
 *     says otherwise ({@link io.windlass.atom.Task#queuedTimeout}); null, the default, for no limit
 * @param runTimeout a run on a worker that takes longer is given up, unless its task says otherwise ({@link
 *     io.windlass.atom.Task#runTimeout}); null, the default, for no limit
 */
public record RemoteOptions(
        Duration heartbeat,
        Duration heartbeatTimeout,
        Duration reconnectGrace,
        Duration noWorkerTimeout,
        int maxStarts,
        Duration custodyAfter,
        @Nullable Duration queuedTimeout,
        @Nullable Duration runTimeout) {
    /** How often a request is started without an outcome, unless it is said. */
    public static final int DEFAULT_STARTS = 5;

    /** The most that can be asked for: all starts are kept, and sent with the request when it is put aside. */
    public static final int MOST_STARTS = 100;

    /** When a request is taken over from the broker, unless it is said: well below RabbitMQ's consumer timeout, 30 min. */
    public static final Duration DEFAULT_CUSTODY = Duration.ofMinutes(10);

    /** What is right for most. */
    public static final RemoteOptions DEFAULT = new RemoteOptions(
            Duration.ofSeconds(1), Duration.ofSeconds(15), Duration.ofSeconds(5), Duration.ofSeconds(60));

    /** How many heartbeats a beacon is good for: a worker that heard none for longer asks before it starts. */
    static final int BEACON_HEARTBEATS = 3;

    public RemoteOptions {
        requirePositive("heartbeat", heartbeat);
        requirePositive("reconnectGrace", reconnectGrace);
        requirePositive("noWorkerTimeout", noWorkerTimeout);
        requirePositive("custodyAfter", custodyAfter);
        if (heartbeatTimeout.compareTo(heartbeat.multipliedBy(2)) < 0) {
            throw new IllegalArgumentException("heartbeatTimeout is " + heartbeatTimeout
                    + ", less than two heartbeats of " + heartbeat + "; a live worker would count as gone");
        }
        if (maxStarts < 1 || maxStarts > MOST_STARTS) {
            throw new IllegalArgumentException("maxStarts is " + maxStarts + "; it must be 1 to " + MOST_STARTS);
        }
        if (queuedTimeout != null) {
            requirePositive("queuedTimeout", queuedTimeout);
        }
        if (runTimeout != null) {
            requirePositive("runTimeout", runTimeout);
        }
    }

    /** Timings and a limit of starts, with {@link #DEFAULT_CUSTODY}. */
    public RemoteOptions(
            Duration heartbeat,
            Duration heartbeatTimeout,
            Duration reconnectGrace,
            Duration noWorkerTimeout,
            int maxStarts) {
        this(heartbeat, heartbeatTimeout, reconnectGrace, noWorkerTimeout, maxStarts, DEFAULT_CUSTODY, null, null);
    }

    /** Timings, with {@value #DEFAULT_STARTS} starts. */
    public RemoteOptions(
            Duration heartbeat, Duration heartbeatTimeout, Duration reconnectGrace, Duration noWorkerTimeout) {
        this(heartbeat, heartbeatTimeout, reconnectGrace, noWorkerTimeout, DEFAULT_STARTS);
    }

    private static void requirePositive(String name, Duration value) {
        if (value.isZero() || value.isNegative()) {
            throw new IllegalArgumentException(name + " is " + value + "; it must be positive");
        }
    }

    /** {@return these options with another limit of starts} */
    public RemoteOptions withMaxStarts(int starts) {
        return new RemoteOptions(
                heartbeat,
                heartbeatTimeout,
                reconnectGrace,
                noWorkerTimeout,
                starts,
                custodyAfter,
                queuedTimeout,
                runTimeout);
    }

    /** {@return these options with another time after which requests are taken over from the broker} */
    public RemoteOptions withCustodyAfter(Duration time) {
        return new RemoteOptions(
                heartbeat,
                heartbeatTimeout,
                reconnectGrace,
                noWorkerTimeout,
                maxStarts,
                time,
                queuedTimeout,
                runTimeout);
    }

    /** {@return these options with a limit for how long requests wait for busy workers} */
    public RemoteOptions withQueuedTimeout(Duration limit) {
        return new RemoteOptions(
                heartbeat,
                heartbeatTimeout,
                reconnectGrace,
                noWorkerTimeout,
                maxStarts,
                custodyAfter,
                limit,
                runTimeout);
    }

    /** {@return these options with a limit for how long runs on workers take} */
    public RemoteOptions withRunTimeout(Duration limit) {
        return new RemoteOptions(
                heartbeat,
                heartbeatTimeout,
                reconnectGrace,
                noWorkerTimeout,
                maxStarts,
                custodyAfter,
                queuedTimeout,
                limit);
    }

    /** {@return how long after a search began every worker has told what it runs, so that others may start the rest} */
    Duration searchTime() {
        return heartbeat.multipliedBy(2);
    }

    /** {@return these options with other heartbeats: the timeout is four of them} */
    public RemoteOptions withHeartbeat(Duration newHeartbeat) {
        return new RemoteOptions(
                newHeartbeat,
                newHeartbeat.multipliedBy(4),
                reconnectGrace,
                noWorkerTimeout,
                maxStarts,
                custodyAfter,
                queuedTimeout,
                runTimeout);
    }
}
