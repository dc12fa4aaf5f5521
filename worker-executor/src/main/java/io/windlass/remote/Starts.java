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
import java.time.InstantSource;
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

    private static final Duration LOOK_AGAIN = Duration.ofMillis(150);

    private final RemoteExecutor executor;
    private final Proxy proxy;
    private final LiveView view;
    private final RemoteOptions options;
    private final Cancels cancels;
    private final Timeouts timeouts;
    private final InstantSource clock;
    private final RemoteEvents events;
    /** By worker, what it works on as far as is known. */
    private final Map<String, Set<InFlight>> held = new HashMap<>();

    Starts(
            RemoteExecutor executor,
            Proxy proxy,
            LiveView view,
            RemoteOptions options,
            Cancels cancels,
            Timeouts timeouts,
            InstantSource clock,
            RemoteEvents events) {
        this.executor = executor;
        this.proxy = proxy;
        this.view = view;
        this.options = options;
        this.cancels = cancels;
        this.timeouts = timeouts;
        this.clock = clock;
        this.events = events;
    }

    /** Answers a worker that asks whether it may start a request of this session. */
    void decide(RemoteSession session, Ask ask) {
        decide(session, ask, false);
    }

    /** @param afterInbox whether the inbox was read since the question came: the outcome may have been there */
    private void decide(RemoteSession session, Ask ask, boolean afterInbox) {
        InFlight entry = session.find(ask.name());
        if (entry == null) {
            answer(ask, Verdict.STALE);
            return;
        }
        if (entry.isGivenBack(ask.runId())) {
            answer(ask, Verdict.WAIT); // the question was overtaken by the heartbeat that told so
            return;
        }
        InFlight.Holder holder = entry.holder();
        boolean mayBeFound = entry.mayBeFound(System.nanoTime(), options)
                || (entry.place() == InFlight.Place.SEARCHED && view.isAwaiting());
        if (holder == null && mayBeFound) {
            answer(ask, Verdict.WAIT);
        } else if (holder == null && entry.place() == InFlight.Place.SEARCHED && !afterInbox) {
            executor.readInboxBeforeAnswering(() -> decide(session, ask, true));
        } else if (entry.isCancelled() && (holder == null || holder.worker().equals(ask.worker()))) {
            cancels.refuse(session, entry, ask);
        } else if (entry.isOnce()) {
            decideOnce(session, entry, ask);
        } else if (holder == null || holder.worker().equals(ask.worker())) {
            grant(session, entry, ask);
        } else {
            askWhetherAlive(session, ask, holder, true);
        }
    }

    /**
     * What may start at most once is granted to one run, when that is recorded, and to no other, also when that run is
     * lost. Other copies wait until it has its outcome.
     */
    private void decideOnce(RemoteSession session, InFlight entry, Ask ask) {
        InFlight.Holder holder = entry.holder();
        if (entry.starts().isEmpty()) {
            entry.noteStart(new Start(ask.worker(), ask.runId(), clock.instant()));
            session.keepStarts(entry)
                    .whenComplete((kept, error) -> executor.act(() -> recorded(session, entry, ask, error)));
        } else if (entry.isStartedBy(ask.runId()) && entry.isRecorded()) {
            start(session, entry, ask);
        } else if (holder != null && !holder.runId().equals(ask.runId())) {
            askWhetherAlive(session, ask, holder, true);
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

    /** Nobody may ask for it any more, so somebody has to find that its run is lost. */
    void lookAfter(InFlight entry) {
        InFlight.Holder holder = entry.holder();
        if (holder != null && !view.has(holder.worker())) {
            lose(entry, options.reconnectGrace());
        }
    }

    /**
     * Its run seems to be over without an outcome, and it is issued again if nobody has said after that time that it goes
     * on. One that may not start again is given more time to be claimed.
     */
    private void lose(InFlight entry, Duration patience) {
        release(entry);
        if (entry.isOnce()) {
            entry.search(System.nanoTime());
        } else {
            entry.searchLost(System.nanoTime(), patience);
            if (patience.isZero()) {
                executor.issueUnclaimed();
            }
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
    private void askWhetherAlive(RemoteSession session, Ask ask, InFlight.Holder holder, boolean first) {
        Address control = Address.queue(proxy.naming().controlQueue(Naming.workerControl(holder.worker())));
        proxy.probe(control, new Query())
                .whenComplete((routed, error) -> executor.act(() -> {
                    InFlight entry = session.find(ask.name());
                    if (entry == null) {
                        answer(ask, Verdict.STALE);
                    } else if (error == null && !routed && entry.holder() == holder) {
                        LOG.info("Worker {} is gone; what it held goes to others", holder.worker());
                        view.forget(holder.worker());
                        lose(entry, options.reconnectGrace());
                        decide(session, ask);
                    } else if (first) {
                        leaveToHolder(session, entry, ask, holder, error == null);
                    }
                }));
    }

    /** Somebody else seems to run it. Where this process issues it again when need be, nobody has to keep a copy. */
    private void leaveToHolder(
            RemoteSession session, InFlight entry, Ask ask, InFlight.Holder holder, boolean isAlive) {
        boolean surplus = isAlive && entry.holder() == holder && entry.isInCustody();
        answer(ask, surplus ? Verdict.STALE : Verdict.WAIT);
        if (!surplus && ask.redelivered()) {
            // A broker may deliver again what a worker had before it has done away with that worker's control queue.
            executor.later(LOOK_AGAIN, () -> askWhetherAlive(session, ask, holder, false));
        }
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
            if (session == null) {
                continue;
            }
            cancels.heard(session, entry, heartbeat.worker(), running);
            if (entry == null) {
                continue;
            }
            if (entry.holder() == null) {
                hold(session, entry, heartbeat.worker(), running.runId(), running.since());
                entry.moveTo(InFlight.Place.SENT);
            }
            InFlight.Holder holder = entry.holder();
            if (holder != null && holder.runId().equals(running.runId())) {
                session.heard(entry, running);
                timeouts.heard(session, entry, heartbeat.worker(), running);
            }
        }
        heartbeat
                .returned()
                .forEach(returned -> returned(sessions.get(returned.name().flow()), returned));
        long now = System.nanoTime();
        for (InFlight entry : heldBy(heartbeat.worker())) {
            InFlight.Holder holder = entry.holder();
            if (holder != null && holder.isMissing(listed.contains(holder.runId()), now, options.searchTime())) {
                lose(entry, options.reconnectGrace());
            }
        }
    }

    /** A run that was granted did not begin: it does not count as a start. */
    private void returned(@Nullable RemoteSession session, Running returned) {
        InFlight entry = session == null ? null : session.find(returned.name());
        if (entry != null) {
            entry.givenBack(returned.runId());
            InFlight.Holder holder = entry.holder();
            if (holder != null && holder.runId().equals(returned.runId())) {
                if (entry.isInCustody()) {
                    lose(entry, Duration.ZERO);
                } else {
                    release(entry);
                }
            }
        }
    }

    /** What workers ran that have been silent for too long is to run elsewhere. */
    void silent(Collection<String> workers) {
        for (String worker : workers) {
            heldBy(worker).forEach(entry -> lose(entry, Duration.ZERO));
        }
    }

    /**
     * A worker has ended, and said last what it still ran. The broker delivers that again, but for what is in this
     * process's custody. What it did not list any more has ended, and its reply is on its way.
     */
    void left(String worker) {
        for (InFlight entry : heldBy(worker)) {
            InFlight.Holder holder = entry.holder();
            boolean cutOff = entry.isInCustody() && holder != null && holder.isListed();
            lose(entry, cutOff ? Duration.ZERO : options.reconnectGrace());
        }
    }

    private List<InFlight> heldBy(String worker) {
        return List.copyOf(held.getOrDefault(worker, Set.of()));
    }

    private void hold(RemoteSession session, InFlight entry, String worker, String runId, Duration runsFor) {
        if (entry.startsFirst() && !entry.request().reissued()) {
            long waited = System.nanoTime() - entry.submitted() - runsFor.toNanos();
            events.started(entry.request(), Math.max(0, waited));
        }
        Start start = new Start(worker, runId, clock.instant().minus(runsFor));
        if (entry.noteStart(start) && entry.starts().size() > 1) {
            CompletionStage<Void> unused = session.keepStarts(entry); // a successor that does not know allows more
        }
        release(entry);
        entry.heldBy(new InFlight.Holder(start, System.nanoTime()));
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
