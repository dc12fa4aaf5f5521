package io.windlass.remote;

import io.windlass.atom.Progress;
import io.windlass.execution.TaskRequest;
import io.windlass.proxy.RequestQueue;
import io.windlass.state.Action;
import io.windlass.state.Start;
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
    private @Nullable Holder holder;
    private @Nullable RequestQueue queue;
    private boolean wasOut;
    private Progress progress = Progress.NONE;
    /** By run id; all that are known, the oldest first. */
    private final Map<String, Start> starts = new LinkedHashMap<>();
    /** Whether its starts are recorded, of which one that may start at most once has at most one. */
    private boolean recorded;

    InFlight(TaskRequest request, Place place, long since) {
        this.request = request;
        this.place = place;
        this.since = since;
        this.submitted = since;
        this.recorded = !request.starts().isEmpty();
        request.starts().forEach(start -> starts.put(start.runId(), start));
    }

    /** The run that works on it, as far as is known. */
    static final class Holder {
        private final String worker;
        private final String runId;
        private int missed;

        Holder(String worker, String runId) {
            this.worker = worker;
            this.runId = runId;
        }

        String worker() {
            return worker;
        }

        String runId() {
            return runId;
        }

        /** Notes whether a heartbeat lists the run; {@return whether it was missing so often that it is over} */
        boolean isMissing(boolean listed) {
            missed = listed ? 0 : missed + 1;
            return missed > 2;
        }
    }

    TaskRequest request() {
        return request;
    }

    /** From now on workers are given time to tell whether they have it. */
    void search(long now) {
        place = Place.SEARCHED;
        since = now;
    }

    /** Its time where it is counts from now. */
    void restart(long now) {
        since = now;
    }

    /** {@return since when it is where it is, in monotonic nanoseconds} */
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
        return starts.putIfAbsent(start.runId(), start) == null;
    }

    /** A run was given back before it began. */
    void forgetStart(String runId) {
        starts.remove(runId);
        recorded &= !starts.isEmpty();
    }

    /** {@return all starts that are known of, the oldest first} */
    List<Start> starts() {
        return List.copyOf(starts.values());
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
    }

    @Nullable
    Holder holder() {
        return holder;
    }

    void heldBy(@Nullable Holder newHolder) {
        holder = newHolder;
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
        place = Place.SENT;
        queue = to;
        wasOut = true;
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

    /** Nobody serves it, so it waits here. */
    void awaitWorker(long now) {
        if (place != Place.WAITING) {
            since = now;
        }
        place = Place.WAITING;
        queue = null;
    }
}
