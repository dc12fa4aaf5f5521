package io.windlass.remote;

import io.windlass.atom.Progress;
import io.windlass.execution.TaskRequest;
import io.windlass.proxy.RequestQueue;
import io.windlass.state.Action;
import io.windlass.state.Start;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One request that has no outcome yet. Used by one thread. */
final class InFlight {
    /** Where a request is. */
    enum Place {
        /** Nobody serves it yet. */
        WAITING,
        /** Its queue is known, and it goes there when it is its turn. */
        READY,
        /** It may be out there, or lost with a connection or a process: workers are given time to tell. */
        SEARCHED,
        /** The broker or a worker has it. */
        SENT
    }

    private final TaskRequest request;
    /** When it came here, in monotonic nanoseconds. */
    private final long submitted;

    private long since;
    private boolean started;
    private Place place;
    /** Read by any thread. */
    private volatile @Nullable Holder holder;
    /** While it is searched for since its run is lost: how long somebody may still say that it goes on. */
    private @Nullable Duration patience;

    private boolean inCustody;
    private @Nullable RequestQueue queue;
    /** Where it counts as out; null where it does not. */
    private Lanes.@Nullable Lane lane;
    /** How many will have been answered there when all have that were out before it. */
    private long turn;

    private boolean wasOut;
    private boolean wasLost;
    private boolean cancelled;
    private int timesLost;
    private Progress progress = Progress.NONE;
    /** By run id; all that are known, the oldest first. */
    private Map<String, Start> starts = Map.of();
    /** The newest run that was given back before it began. */
    private @Nullable String givenBack;
    /** Whether its starts are recorded, of which one that may start at most once has at most one. */
    private boolean recorded;

    InFlight(TaskRequest request, Place place, long since) {
        this.request = request;
        this.place = place;
        this.since = since;
        this.submitted = since;
        this.recorded = !request.starts().isEmpty();
        request.starts().forEach(this::noteStart);
    }

    /** The run that works on it, as far as is known. */
    static final class Holder {
        private final Start start;
        private int missed;
        private long listedAt;

        Holder(Start start, long now) {
            this.start = start;
            this.listedAt = now;
        }

        Start start() {
            return start;
        }

        String worker() {
            return start.worker();
        }

        String runId() {
            return start.runId();
        }

        /** {@return whether the last heartbeat of its worker listed it, or none has come since it was granted} */
        boolean isListed() {
            return missed == 0;
        }

        /**
         * Notes whether a heartbeat lists the run; {@return whether it was missing so often, and for so long, that it is
         * over} Workers send some that are not due, and the grant may still be on its way.
         */
        boolean isMissing(boolean listed, long now, Duration least) {
            if (listed) {
                missed = 0;
                listedAt = now;
            } else {
                missed++;
            }
            return missed > 2 && now - listedAt >= least.toNanos();
        }
    }

    TaskRequest request() {
        return request;
    }

    /** From now on workers are given time to tell whether they have it. */
    void search(long now) {
        place = Place.SEARCHED;
        since = now;
        wasLost = true;
        patience = null;
    }

    /** Its run is lost. For so long somebody may say that it goes on after all; then it is issued again. */
    void searchLost(long now, Duration time) {
        search(now);
        patience = time;
    }

    /** {@return whether it is searched for because its run is lost} */
    boolean isLost() {
        return place == Place.SEARCHED && patience != null;
    }

    /** {@return whether somebody may say yet that it runs, so that nobody else may start it} */
    boolean mayBeFound(long now, RemoteOptions options) {
        Duration time = patience == null ? options.searchTime() : inCustody ? patience : Duration.ZERO;
        return place == Place.SEARCHED && now - since < time.toNanos();
    }

    /** {@return whether it is searched for, and nobody has said in time that it runs} */
    boolean isUnclaimed(long now, RemoteOptions options) {
        Duration time = patience == null ? options.heartbeatTimeout() : patience;
        return place == Place.SEARCHED && now - since >= time.toNanos();
    }

    /** From now on the broker may have no copy of it; {@return whether that is new} */
    boolean takeCustody() {
        boolean fresh = !inCustody;
        inCustody = true;
        return fresh;
    }

    /** {@return whether nobody but this process may be there to issue it again} */
    boolean isInCustody() {
        return inCustody;
    }

    /** Its time where it is counts from now. */
    void restart(long now) {
        since = now;
    }

    /** {@return since when it is where it is, or in nobody's hands, in monotonic nanoseconds} */
    long since() {
        return since;
    }

    long submitted() {
        return submitted;
    }

    /** {@return whether it is the first time that it is heard of as running} */
    boolean startsFirst() {
        boolean first = !started;
        started = true;
        return first;
    }

    /** Notes that it was started, or may be; {@return whether that run was not known of} */
    boolean noteStart(Start start) {
        if (starts.isEmpty()) {
            starts = new LinkedHashMap<>(); // most are never heard of as started, but answered
        }
        return starts.putIfAbsent(start.runId(), start) == null;
    }

    /** A run does not count as a start: it was not recorded. */
    void forgetStart(String runId) {
        if (!starts.isEmpty()) {
            starts.remove(runId);
        }
        recorded &= !starts.isEmpty();
    }

    /** A run was given back before it began. */
    void givenBack(String runId) {
        forgetStart(runId);
        givenBack = runId;
    }

    /** {@return whether that run is over without having begun: what it asked before is of no use} */
    boolean isGivenBack(String runId) {
        return runId.equals(givenBack);
    }

    /** {@return all starts that are known of, the oldest first} */
    List<Start> starts() {
        return List.copyOf(starts.values());
    }

    /**
     * {@return whether it waits for busy workers for longer than it may} What is searched for may run, and what nobody
     * serves has another limit.
     */
    boolean isQueuedTooLong(Instant now) {
        Instant startBy = request.startBy();
        boolean queued = place == Place.READY || place == Place.SENT;
        return startBy != null && queued && !startBy.isAfter(now) && holder == null && starts.isEmpty();
    }

    /** {@return whether it may start at most once} */
    boolean isOnce() {
        return request.task().isAtMostOnce() && request.name().action() == Action.EXECUTE;
    }

    /** {@return whether that run is known as one of its starts} */
    boolean isStartedBy(String runId) {
        return starts.containsKey(runId);
    }

    boolean isRecorded() {
        return recorded;
    }

    void recorded() {
        recorded = true;
    }

    /** {@return whether another run must not start it: there were so many} */
    boolean isPoison(String runId, int maxStarts) {
        return starts.size() >= maxStarts && !starts.containsKey(runId);
    }

    Place place() {
        return place;
    }

    void moveTo(Place next) {
        place = next;
        since = System.nanoTime();
    }

    @Nullable
    Holder holder() {
        return holder;
    }

    void heldBy(@Nullable Holder newHolder) {
        holder = newHolder;
        since = System.nanoTime();
    }

    /** {@return how often it was out and nowhere to be found} */
    int timesLost() {
        return timesLost;
    }

    void foundLost() {
        timesLost++;
    }

    /** Takes what its body tells; {@return whether that is news} */
    boolean progressed(Progress newest) {
        boolean news = !newest.equals(progress);
        progress = newest;
        return news;
    }

    /** {@return the queue that it was sent to; null while it waits here, or where nobody knows} */
    @Nullable
    RequestQueue queue() {
        return queue;
    }

    void sentTo(RequestQueue to) {
        moveTo(Place.SENT);
        queue = to;
        wasOut = true;
        inCustody = false;
    }

    /** From now on it counts as out in a lane. */
    void outIn(Lanes.Lane newLane, long newTurn) {
        lane = newLane;
        turn = newTurn;
    }

    /** It counts as out no more. */
    void back() {
        lane = null;
    }

    /** {@return where it counts as out; null where it does not} */
    Lanes.@Nullable Lane lane() {
        return lane;
    }

    /** {@return how many will have been answered in its lane when all have that were out before it} */
    long turn() {
        return turn;
    }

    /** It is to be sent when it is its turn. */
    void awaitTurn() {
        place = Place.READY;
        queue = null;
    }

    /** {@return whether there may be copies of it with the broker or workers} */
    boolean mayBeOut() {
        return wasOut || request.reissued();
    }

    /** {@return whether it may have been started, by a run of which nothing was heard} */
    boolean mayHaveBegun() {
        return request.reissued() || wasLost || started || !starts.isEmpty();
    }

    /** It is not to start any more. */
    void cancel() {
        cancelled = true;
    }

    boolean isCancelled() {
        return cancelled;
    }

    /** Nobody serves it, so it waits here. */
    void awaitWorker(long now) {
        if (place != Place.WAITING) {
            since = now;
        }
        place = Place.WAITING;
        queue = null;
    }
}
