package io.windlass.remote;

import io.windlass.proxy.Address;
import io.windlass.proxy.Grant;
import io.windlass.proxy.Heartbeat;
import io.windlass.proxy.Naming;
import io.windlass.proxy.Proxy;
import io.windlass.proxy.Query;
import io.windlass.proxy.RequestQueue;
import io.windlass.proxy.Running;
import io.windlass.proxy.Verdict;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sees to it that somebody issues a request again when its worker is lost. That is the broker, as long as it has a copy.
 * What runs for long this process takes over, because a broker ends the session of a worker that keeps a message for too
 * long; from then on it has to find out by itself that the worker is lost. Used by one thread.
 */
final class Custody {
    private static final Logger LOG = LoggerFactory.getLogger(Custody.class);

    /** A worker that misses so many heartbeats is asked whether its session is over. */
    private static final int MISSED = 2;

    private static final int MOST_DOUBLINGS = 8;

    private final RemoteExecutor executor;
    private final Proxy proxy;
    private final LiveView view;
    private final Starts starts;
    private final Placement placement;
    private final Neighbours neighbours;
    private final Map<UUID, RemoteSession> sessions;
    private final RemoteOptions options;
    private final RemoteEvents events;
    /** Issued again, and not asked for since. */
    private final Map<InFlight, Copies> unasked = new LinkedHashMap<>();

    private boolean readingInbox;
    private boolean looked;
    private long lookedAt;

    Custody(
            RemoteExecutor executor,
            Proxy proxy,
            LiveView view,
            Starts starts,
            Placement placement,
            Neighbours neighbours,
            Map<UUID, RemoteSession> sessions,
            RemoteOptions options,
            RemoteEvents events) {
        this.executor = executor;
        this.proxy = proxy;
        this.view = view;
        this.starts = starts;
        this.placement = placement;
        this.neighbours = neighbours;
        this.sessions = sessions;
        this.options = options;
        this.events = events;
    }

    /** Takes over what a worker says that it runs for long; again with each heartbeat, until it says that it knows. */
    void heard(Heartbeat heartbeat) {
        for (Running running : heartbeat.running()) {
            RemoteSession session = sessions.get(running.name().flow());
            if (session == null) {
                heardOfAnother(heartbeat.worker(), running);
            } else if (session.isReady()) {
                heard(session.find(running.name()), heartbeat.worker(), running);
            }
        }
    }

    /** A request that is not known has its outcome, or was given up, and needs no copy either. */
    private void heard(@Nullable InFlight entry, String worker, Running running) {
        boolean lastsLong = lasts(running, options.custodyAfter());
        if (entry != null && (lastsLong || (running.inCustody() && isHeldBy(entry, running)))) {
            takeOver(entry, worker);
        }
        if (lastsLong && !running.inCustody()) {
            hold(worker, running);
        }
    }

    /** The flow may have ended while this body went on; then no engine has a session that takes it over. */
    private void heardOfAnother(String worker, Running running) {
        if (!running.inCustody() && lasts(running, options.custodyAfter().plus(options.heartbeatTimeout()))) {
            neighbours.ifEnded(running.name().flow(), () -> hold(worker, running));
        }
    }

    private static boolean lasts(Running running, Duration time) {
        return running.since().compareTo(time) >= 0;
    }

    private void hold(String worker, Running running) {
        proxy.announce(
                Address.control(Naming.workerControl(worker)),
                new Grant(running.name(), running.runId(), Verdict.HELD));
    }

    private static boolean isHeldBy(InFlight entry, Running running) {
        InFlight.Holder holder = entry.holder();
        return holder != null && holder.runId().equals(running.runId());
    }

    private void takeOver(InFlight entry, String worker) {
        if (entry.takeCustody()) {
            LOG.info(
                    "{} runs for long on {}; from now on this engine issues it again, not the broker",
                    entry.request().name(),
                    worker);
            events.takenOver();
        }
    }

    /** Gives up on workers that were silent for too long. To be called some times in each heartbeat. */
    void look(boolean connected) {
        long now = System.nanoTime();
        boolean stoodStill =
                looked && now - lookedAt > options.heartbeatTimeout().toNanos() / 2;
        looked = true;
        lookedAt = now;
        if (!connected) {
            return;
        }
        if (stoodStill) {
            LOG.warn("This process stood still; all workers have time from now to tell what they run");
            executor.startTimersAgain();
        }
        starts.silent(view.expire(options.heartbeatTimeout(), options.reconnectGrace()));
        issueMore(now);
    }

    /**
     * Asks the broker about workers that have missed heartbeats: a worker's control queue goes with its session. While
     * this process is just back that says nothing, since the workers may be about to come back too.
     */
    void ping() {
        Duration missed = options.heartbeat().multipliedBy(MISSED);
        for (String worker : view.silent(missed)) {
            proxy.probe(Address.queue(proxy.naming().controlQueue(Naming.workerControl(worker))), new Query())
                    .whenComplete((routed, error) -> executor.act(() -> {
                        if (error == null && !routed && !view.isAwaiting() && view.isSilent(worker, missed)) {
                            LOG.info(
                                    "The session of worker {} is over; it has {} to come back and claim what it ran",
                                    worker,
                                    options.reconnectGrace());
                            view.forget(worker);
                        }
                    }));
        }
    }

    /** {@return whether it has to be issued again; one that is lost stays with the broker as long as nobody serves it} */
    boolean isUnclaimed(InFlight entry, long now) {
        return entry.isUnclaimed(now, options)
                && (!entry.isLost()
                        || entry.isInCustody()
                        || view.serves(entry.request().task()));
    }

    /** Issues again what no worker says that it runs, and what has no reply in the inbox either; soon, or at a later call. */
    void issueUnclaimed() {
        if (!view.isAwaiting() && !readingInbox) {
            readingInbox = true;
            neighbours.readInboxBefore(this::issueAll, () -> readingInbox = false);
        }
    }

    private void issueAll() {
        readingInbox = false;
        if (view.isAwaiting()) {
            return;
        }
        long now = System.nanoTime();
        for (RemoteSession session : sessions.values()) {
            List.copyOf(session.open().values()).stream()
                    .filter(entry -> isUnclaimed(entry, now))
                    .forEach(entry -> issue(session, entry));
        }
    }

    private void issue(RemoteSession session, InFlight entry) {
        if (entry.isOnce() && !entry.starts().isEmpty()) {
            session.fail(entry, Starts.mayHaveRun(entry));
        } else if (entry.isCancelled()) {
            executor.cancels().lost(session, entry);
        } else {
            LOG.info(
                    "{}: no worker says that it runs it; it is issued again",
                    entry.request().name());
            placement.placeAgain(session, entry);
            unasked.put(entry, new Copies(session));
        }
    }

    /** What was issued again, and how often more since, as nobody has asked whether to start it. */
    private static final class Copies {
        private final RemoteSession session;
        private int more;

        Copies(RemoteSession session) {
            this.session = session;
        }
    }

    /**
     * A worker that stands still keeps its session for a while, and the broker may hand it the new copy too. As long as a
     * live worker has a free slot and none asks for it, another copy is issued, at ever longer intervals.
     */
    private void issueMore(long now) {
        unasked.entrySet().removeIf(one -> !isOut(one.getKey(), one.getValue().session));
        unasked.forEach((entry, copies) -> {
            RequestQueue queue = entry.queue();
            long patience = (options.heartbeat().toNanos() / 4) << Math.min(copies.more, MOST_DOUBLINGS);
            if (queue != null && now - entry.since() > patience && view.hasFreeSlot(queue)) {
                copies.more++;
                placement.placeAgain(copies.session, entry);
            }
        });
    }

    private static boolean isOut(InFlight entry, RemoteSession session) {
        return session.find(entry.request().name()) == entry
                && entry.holder() == null
                && (entry.place() == InFlight.Place.SENT || entry.place() == InFlight.Place.READY);
    }
}
