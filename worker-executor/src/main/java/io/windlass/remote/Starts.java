package io.windlass.remote;

import io.windlass.failure.MayHaveRunException;
import io.windlass.proxy.Address;
import io.windlass.proxy.Ask;
import io.windlass.proxy.Grant;
import io.windlass.proxy.Heartbeat;
import io.windlass.proxy.Naming;
import io.windlass.proxy.Proxy;
import io.windlass.proxy.Query;
import io.windlass.proxy.Running;
import io.windlass.proxy.Verdict;
import io.windlass.state.Start;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Who may start what: knows, as far as workers tell, which run works on each request, and grants one run at a time.
 * Used by one thread.
 */
final class Starts {
    private static final Logger LOG = LoggerFactory.getLogger(Starts.class);

    private final RemoteExecutor executor;
    private final Proxy proxy;
    private final LiveView view;
    private final RemoteOptions options;
    private final RemoteEvents events;
    /** By worker, what it works on as far as is known. */
    private final Map<String, Set<InFlight>> held = new HashMap<>();

    Starts(RemoteExecutor executor, Proxy proxy, LiveView view, RemoteOptions options, RemoteEvents events) {
        this.executor = executor;
        this.proxy = proxy;
        this.view = view;
        this.options = options;
        this.events = events;
    }

    /** Answers a worker that asks whether it may start a request of this session. */
    void decide(RemoteSession session, Ask ask) {
        InFlight entry = session.find(ask.name());
        if (entry == null) {
            answer(ask, Verdict.STALE);
            return;
        }
        InFlight.Holder holder = entry.holder();
        boolean mayBeFound = entry.place() == InFlight.Place.SEARCHED
                && (view.isAwaiting()
                        || System.nanoTime() - entry.since()
                                < options.searchTime().toNanos());
        if (holder == null && mayBeFound) {
            answer(ask, Verdict.WAIT);
        } else if (entry.isOnce()) {
            decideOnce(session, entry, ask);
        } else if (holder == null || holder.worker().equals(ask.worker())) {
            grant(session, entry, ask);
        } else {
            askWhetherAlive(session, ask, holder);
        }
    }

    /**
     * What may start at most once is granted to one run, when that is recorded, and to no other, also when that run is
     * lost. Other copies wait until it has its outcome.
     */
    private void decideOnce(RemoteSession session, InFlight entry, Ask ask) {
        InFlight.Holder holder = entry.holder();
        if (entry.starts().isEmpty()) {
            entry.noteStart(new Start(ask.worker(), ask.runId(), Instant.now()));
            session.keepStarts(entry)
                    .whenComplete((kept, error) -> executor.act(() -> recorded(session, entry, ask, error)));
        } else if (entry.isStartedBy(ask.runId()) && entry.isRecorded()) {
            start(session, entry, ask);
        } else if (holder != null && !holder.runId().equals(ask.runId())) {
            askWhetherAlive(session, ask, holder);
        } else {
            answer(ask, Verdict.WAIT);
        }
    }

    private void recorded(RemoteSession session, InFlight entry, Ask ask, @Nullable Throwable error) {
        if (session.find(ask.name()) != entry || !entry.isStartedBy(ask.runId())) {
            return; // it has its outcome, or the worker gave it back meanwhile
        }
        if (error == null) {
            entry.recorded();
            start(session, entry, ask);
        } else {
            LOG.warn(
                    "{}: its start cannot be recorded, so it does not start; the worker asks again", ask.name(), error);
            entry.forgetStart(ask.runId());
        }
    }

    /** {@return what an attempt has failed with that was started once and whose run is lost} */
    static MayHaveRunException mayHaveRun(InFlight entry) {
        Start start = entry.starts().get(0);
        return new MayHaveRunException(entry.request().name() + " may have run: it runs at most once, was started on "
                + start.worker() + " (run " + start.runId() + ", " + start.at()
                + "), and nobody says any more that it runs; it is not started again");
    }

    /** Who may start at most once is not asked for by other copies alone: somebody has to find that its run is lost. */
    void lookAfter(InFlight entry) {
        InFlight.Holder holder = entry.holder();
        if (entry.isOnce() && holder != null && !view.has(holder.worker())) {
            lose(entry);
        }
    }

    /** Its run seems to be over without an outcome. One that may not start again is given time to be claimed. */
    private void lose(InFlight entry) {
        release(entry);
        if (entry.isOnce()) {
            entry.search(System.nanoTime());
        }
    }

    private void grant(RemoteSession session, InFlight entry, Ask ask) {
        if (entry.isPoison(ask.runId(), options.maxStarts())) {
            putAside(entry, ask);
        } else {
            start(session, entry, ask);
        }
    }

    private void start(RemoteSession session, InFlight entry, Ask ask) {
        hold(session, entry, ask.worker(), ask.runId(), Duration.ZERO);
        entry.moveTo(InFlight.Place.SENT);
        LOG.info("{} may start on {} (run {})", ask.name(), ask.worker(), ask.runId());
        answer(ask, Verdict.GO);
    }

    /** The worker puts it aside and answers that it has failed, which is its outcome; until then nothing has changed. */
    private void putAside(InFlight entry, Ask ask) {
        release(entry);
        entry.moveTo(InFlight.Place.SENT);
        LOG.warn(
                "{} was started {} times without an outcome; worker {} is told to put it aside in the dead letters",
                ask.name(),
                entry.starts().size(),
                ask.worker());
        answer(ask, Verdict.POISON, entry.starts());
    }

    /** A worker's control queue goes with its session: where a message to it is returned, the session is over. */
    private void askWhetherAlive(RemoteSession session, Ask ask, InFlight.Holder holder) {
        Address control = Address.queue(proxy.naming().controlQueue(Naming.workerControl(holder.worker())));
        proxy.probe(control, new Query())
                .whenComplete((routed, error) -> executor.act(() -> {
                    InFlight entry = session.find(ask.name());
                    if (entry == null) {
                        answer(ask, Verdict.STALE);
                    } else if (error == null && !routed && entry.holder() == holder) {
                        LOG.info("Worker {} is gone; what it held goes to others", holder.worker());
                        view.forget(holder.worker());
                        lose(entry);
                        decide(session, ask);
                    } else {
                        answer(ask, Verdict.WAIT);
                    }
                }));
    }

    void answer(Ask ask, Verdict verdict) {
        answer(ask, verdict, List.of());
    }

    private void answer(Ask ask, Verdict verdict, List<Start> starts) {
        events.answered(verdict);
        proxy.announce(Address.control(ask.controlTopic()), new Grant(ask.name(), ask.runId(), verdict, starts));
    }

    /** Takes what a worker says that it runs. */
    void heard(Heartbeat heartbeat, Map<?, RemoteSession> sessions) {
        Set<String> listed = new HashSet<>();
        for (Running running : heartbeat.running()) {
            listed.add(running.runId());
            RemoteSession session = sessions.get(running.name().flow());
            InFlight entry = session == null ? null : session.find(running.name());
            if (session == null || entry == null) {
                continue;
            }
            if (entry.holder() == null) {
                hold(session, entry, heartbeat.worker(), running.runId(), running.since());
                entry.moveTo(InFlight.Place.SENT);
            }
            InFlight.Holder holder = entry.holder();
            if (holder != null && holder.runId().equals(running.runId())) {
                session.heard(entry, heartbeat.worker(), running);
            }
        }
        heartbeat
                .returned()
                .forEach(returned -> returned(sessions.get(returned.name().flow()), returned));
        for (InFlight entry : List.copyOf(held.getOrDefault(heartbeat.worker(), Set.of()))) {
            InFlight.Holder holder = entry.holder();
            if (holder != null && holder.isMissing(listed.contains(holder.runId()))) {
                lose(entry);
            }
        }
    }

    /** A run that was granted did not begin: it does not count as a start. */
    private void returned(@Nullable RemoteSession session, Running returned) {
        InFlight entry = session == null ? null : session.find(returned.name());
        if (entry != null) {
            entry.forgetStart(returned.runId());
            InFlight.Holder holder = entry.holder();
            if (holder != null && holder.runId().equals(returned.runId())) {
                release(entry);
            }
        }
    }

    /** Forgets what workers held that have been silent for too long. */
    void gone(Collection<String> workers) {
        for (String worker : workers) {
            List.copyOf(held.getOrDefault(worker, Set.of())).forEach(this::lose);
        }
    }

    private void hold(RemoteSession session, InFlight entry, String worker, String runId, Duration runsFor) {
        if (entry.startsFirst() && !entry.request().reissued()) {
            long waited = System.nanoTime() - entry.submitted() - runsFor.toNanos();
            events.started(entry.request(), Math.max(0, waited));
        }
        if (entry.noteStart(new Start(worker, runId, Instant.now()))
                && entry.starts().size() > 1) {
            CompletionStage<Void> unused = session.keepStarts(entry); // a successor that does not know allows more
        }
        release(entry);
        entry.heldBy(new InFlight.Holder(worker, runId));
        held.computeIfAbsent(worker, name -> new LinkedHashSet<>()).add(entry);
    }

    /** Nobody is known to work on it any more. */
    void release(InFlight entry) {
        InFlight.Holder holder = entry.holder();
        if (holder != null) {
            entry.heldBy(null);
            held.computeIfPresent(holder.worker(), (worker, entries) -> {
                entries.remove(entry);
                return entries.isEmpty() ? null : entries;
            });
        }
    }
}
