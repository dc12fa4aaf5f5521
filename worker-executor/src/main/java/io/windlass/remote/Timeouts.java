package io.windlass.remote;

import io.windlass.atom.Task;
import io.windlass.failure.QueuedTimeoutException;
import io.windlass.failure.RunTimeoutException;
import io.windlass.failure.WindlassException;
import io.windlass.proxy.RequestQueue;
import io.windlass.proxy.Running;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Gives requests up that nobody serves, that wait for busy workers or that run for too long. Used by one thread. */
final class Timeouts {
    private final RemoteExecutor executor;
    private final LiveView view;
    private final RemoteOptions options;
    private final InstantSource clock;
    private final RemoteEvents events;

    /** The clock is that of deadlines that are stored. */
    Timeouts(RemoteExecutor executor, LiveView view, RemoteOptions options, InstantSource clock, RemoteEvents events) {
        this.executor = executor;
        this.view = view;
        this.options = options;
        this.clock = clock;
        this.events = events;
    }

    /** Gives a request up that has waited for so long, in nanoseconds; {@return whether it was too long} */
    boolean isUnservedTooLong(RemoteSession session, InFlight entry, long age) {
        if (age <= options.noWorkerTimeout().toNanos()) {
            return false;
        }
        giveUp(
                session,
                entry,
                RemoteEvents.Timeout.NO_WORKER,
                new NoWorkerException(entry.request().name() + " was given up after " + options.noWorkerTimeout() + ": "
                        + view.whyNot(entry.request().task(), Optional.empty())));
        return true;
    }

    /** Takes what a worker tells of a run, and gives it up if that is too long. */
    void heard(RemoteSession session, InFlight entry, String worker, Running running) {
        Task task = entry.request().task();
        Duration limit = or(task.runTimeout(), options.runTimeout());
        if (limit == null || running.since().compareTo(limit) <= 0) {
            return;
        }
        executor.cancels().tell(entry, worker, running.runId());
        giveUp(
                session,
                entry,
                RemoteEvents.Timeout.RUN,
                new RunTimeoutException(
                        running.name() + " was given up: its run " + running.runId() + " on worker "
                                + worker + " takes longer than " + limit + " (" + running.since()
                                + " when it was last heard of); the worker is told, and a result that it still brings is kept as an orphan"));
    }

    /** Gives up what has waited for busy workers for too long. Copies of it may be with the broker: they must ask. */
    void look(Collection<RemoteSession> sessions) {
        Instant now = clock.instant();
        boolean out = false;
        for (RemoteSession session : sessions) {
            for (InFlight entry : overdue(session, now)) {
                out |= entry.mayBeOut();
                giveUp(session, entry, RemoteEvents.Timeout.QUEUED, queuedTooLong(entry));
            }
        }
        if (out) {
            executor.beginEpoch();
        }
    }

    private static List<InFlight> overdue(RemoteSession session, Instant now) {
        List<InFlight> overdue = new ArrayList<>(0);
        for (InFlight entry : session.open().values()) {
            if (entry.isQueuedTooLong(now)) {
                overdue.add(entry);
            }
        }
        return overdue;
    }

    private QueuedTimeoutException queuedTooLong(InFlight entry) {
        Task task = entry.request().task();
        RequestQueue queue = entry.queue();
        Duration limit = or(task.queuedTimeout(), options.queuedTimeout());
        return new QueuedTimeoutException(entry.request().name()
                + " was given up: no worker is known to have started it"
                + (limit == null ? "" : " within " + limit) + ", until "
                + entry.request().startBy()
                + " by the store's clock; "
                + (queue == null ? "it was not sent yet" : "it was sent to queue " + queue.path()) + ", and "
                + view.howBusy(task) + "; start more workers or allow more time");
    }

    private static @Nullable Duration or(Optional<Duration> own, @Nullable Duration general) {
        return own.isPresent() ? own.get() : general;
    }

    private void giveUp(RemoteSession session, InFlight entry, RemoteEvents.Timeout which, WindlassException reason) {
        events.timedOut(which);
        session.fail(entry, reason);
    }
}
