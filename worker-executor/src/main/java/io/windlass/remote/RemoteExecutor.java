package io.windlass.remote;

import io.windlass.execution.ParallelExecutor;
import io.windlass.execution.TaskExecutor;
import io.windlass.execution.TaskRequest;
import io.windlass.failure.StorageException;
import io.windlass.health.Health;
import io.windlass.health.Pulse;
import io.windlass.persistence.Owner;
import io.windlass.persistence.Persistence;
import io.windlass.persistence.Takeover;
import io.windlass.proxy.Address;
import io.windlass.proxy.Advert;
import io.windlass.proxy.Ask;
import io.windlass.proxy.Beacon;
import io.windlass.proxy.Delivery;
import io.windlass.proxy.Event;
import io.windlass.proxy.Heartbeat;
import io.windlass.proxy.Kept;
import io.windlass.proxy.Message;
import io.windlass.proxy.Proxy;
import io.windlass.proxy.ProxyException;
import io.windlass.proxy.ProxyState;
import io.windlass.proxy.Query;
import io.windlass.proxy.Response;
import io.windlass.proxy.Subscription;
import io.windlass.proxy.Verdict;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs tasks on remote workers. One serves all runs of a process; it needs the same {@link Persistence} as they do,
 * for the process's identity and for replies to flows of other processes. Requests wait in the broker until a worker
 * of the right kind takes them; a reply is let go of only when its outcome is recorded. Tasks made of lambdas, which no
 * worker has, run in this process, on as many threads as there are processors. Thread-safe.
 *
 * <p>Close it after the runs and before the persistence and the proxy, neither of which it closes.
 */
public final class RemoteExecutor implements TaskExecutor {
    private static final Logger LOG = LoggerFactory.getLogger(RemoteExecutor.class);

    /** Replies that may wait here for their outcomes to be recorded. */
    static final int REPLY_PREFETCH = 2_000;

    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(10);

    /** How often in a heartbeat it is looked for workers that are lost. */
    private static final int LOOKS = 4;

    private final Proxy proxy;
    private final Persistence persistence;
    private final RemoteOptions options;
    private final Owner owner;
    private final String replyQueue;
    private final LiveView view = new LiveView(System::nanoTime);
    private final Map<UUID, RemoteSession> sessions = new HashMap<>();
    private final Map<UUID, List<RemoteSession.Reply>> waitingForSession = new HashMap<>();
    private final List<Subscription> subscriptions = new ArrayList<>();
    private final Actor actor = new Actor();
    private final TaskExecutor here;
    private final RemoteEvents events;
    private final Pulse pulse;
    private final Neighbours neighbours;
    private final Placement placement;
    private final Cancels cancels;
    private final Timeouts timeouts;
    private final Starts starts;
    private final Custody custody;
    private final Unserved unserved = new Unserved(view);
    private final Audit audit;
    private final Search search;
    private volatile boolean closed;
    private ProxyState connection = ProxyState.CONNECTED;
    private boolean cutOff;
    private long neighboursMetAt = System.nanoTime();

    /**
     * Declares the process's reply queue, makes it known, and begins to listen to workers.
     *
     * @throws ProxyException when the broker refuses or cannot be reached
     * @throws StorageException when the store cannot be reached
     */
    public RemoteExecutor(Proxy proxy, Persistence persistence, RemoteOptions options) {
        this(
                proxy,
                persistence,
                options,
                ParallelExecutor.ofThreads(Runtime.getRuntime().availableProcessors()),
                RemoteEvents.NONE);
    }

    RemoteExecutor(
            Proxy proxy, Persistence persistence, RemoteOptions options, TaskExecutor here, RemoteEvents events) {
        this.proxy = proxy;
        this.persistence = persistence;
        this.options = options;
        this.here = here;
        this.events = events;
        this.pulse = new Pulse(options.heartbeat(), System::nanoTime);
        this.owner = persistence.owner();
        this.replyQueue = proxy.declareReplyQueue(owner.id().toString());
        this.neighbours = new Neighbours(this, proxy, persistence, replyQueue, this::deliver, events);
        this.placement = new Placement(this, proxy, owner, replyQueue, view, events);
        this.cancels = new Cancels(this, proxy);
        this.timeouts = new Timeouts(this, view, options, persistence.clock(), events);
        this.starts = new Starts(this, proxy, view, options, cancels, timeouts, persistence.clock(), events);
        this.custody = new Custody(this, proxy, view, starts, placement, neighbours, sessions, options, events);
        this.audit = new Audit(this, proxy, view, placement.lanes(), options);
        this.search = new Search(this, proxy, view, starts, placement, sessions.values());
        persistence.announceReplyQueue(replyQueue);
        persistence.onFenced(neighbours::abandon);
        proxy.onStateChange(state -> act(() -> connectionIs(state)));
        subscriptions.add(proxy.consumeControl(
                "engine." + owner.id(), List.of("advert", "heartbeat", "ask", "reply"), this::deliver));
        subscriptions.add(proxy.consume(replyQueue, REPLY_PREFETCH, this::deliver));
        proxy.announce(Address.control("workers"), new Query());
        actor.every(options.heartbeat(), this::tick);
        actor.every(options.heartbeat().dividedBy(LOOKS), this::look);
    }

    /** Begins to describe one that is more than timings, for instance measured. */
    public static RemoteExecutorBuilder builder(Proxy proxy, Persistence persistence) {
        return new RemoteExecutorBuilder(proxy, persistence);
    }

    private void deliver(Delivery delivery) {
        act(() -> fromWorker(delivery));
    }

    /** Does something with the state when it is its turn; perhaps on this thread, and before this returns. */
    void act(Runnable action) {
        actor.act(action);
    }

    /** To be called by what acts: does something on the same thread, when others may act again. It may block. */
    void afterwards(Runnable action) {
        actor.afterwards(action);
    }

    @Override
    public Session open(UUID flow, OutcomeListener listener) {
        RemoteSession session = new RemoteSession(this, flow, listener, here.open(flow, listener));
        act(() -> {
            sessions.put(flow, session);
            List<RemoteSession.Reply> replies = waitingForSession.remove(flow);
            if (replies != null) {
                replies.forEach(session::take);
            }
        });
        return session;
    }

    @Override
    public boolean outlivesProcess() {
        return true;
    }

    @Override
    public int mostInFlight() {
        return placement.lanes().mostOfARun();
    }

    @Override
    public Optional<Duration> queuedTimeout() {
        return Optional.ofNullable(options.queuedTimeout());
    }

    /**
     * Takes flows over from processes that are gone, and from now on what comes for them: late replies, and questions
     * of workers. The flows are to be resumed by the caller.
     *
     * @param names the names of flows that this process can run; empty for all
     * @param limit how many flows at most
     * @return one entry for each dead process that had flows left; empty when there is none
     * @throws StorageException when the store cannot be reached
     */
    public List<Takeover> takeOver(Set<String> names, int limit) {
        List<Takeover> taken = persistence.takeOver(names, limit);
        if (!taken.isEmpty()) {
            try {
                neighbours.listenForTheDead();
            } catch (StorageException | ProxyException e) {
                // The flows are taken and must be resumed; this is repeated from time to time.
                LOG.warn("Cannot take the replies of dead processes yet; tries again in a moment", e);
            }
        }
        return taken;
    }

    /** {@return the workers that are alive now} */
    public CompletableFuture<List<WorkerView>> workers() {
        CompletableFuture<List<WorkerView>> answer = new CompletableFuture<>();
        act(() -> answer.complete(view.all()));
        return answer;
    }

    /**
     * {@return requests of this process that nobody can serve, by type and line; as of the last heartbeat} They fail
     * after {@link RemoteOptions#noWorkerTimeout}, but for those that are in a broker's queue already, which wait for
     * a worker without a limit, or go to another pool once one serves them. Does not block.
     */
    public List<UnservedView> unserved() {
        return unserved.views();
    }

    /** {@return how the engine's end is: its connection, its lease, its own thread} */
    public Health health() {
        return Health.GOOD
                .with(proxy.state())
                .with(persistence.state())
                .brokenIf(closed, "the remote executor is closed")
                .brokenIf(!closed && pulse.isMissed(), "the remote executor's thread stands still")
                .remark(persistence.risks())
                .remark(unserved().stream()
                        .map(view -> view.requests() + " waiting for "
                                + view.longest().toSeconds() + " s: " + view.reason())
                        .toList());
    }

    void submitted(RemoteSession session, List<TaskRequest> batch) {
        long now = System.nanoTime();
        boolean again = false;
        for (TaskRequest request : batch) {
            again |= request.reissued();
            InFlight.Place place = request.reissued() ? InFlight.Place.SEARCHED : InFlight.Place.WAITING;
            InFlight entry = new InFlight(request, place, now);
            if (session.open().put(request.name(), entry) == null) {
                events.submitted();
            }
            if (!request.reissued()) {
                placement.place(session, entry);
            }
        }
        session.becomeReady().forEach(session::take);
        if (again) {
            // The flow may be a dead process's, whose queue has its replies: time to be found counts from then on.
            neighbours.listenForTheDeadLater(() -> batch.forEach(request -> searchAnew(session, request)));
            neighbours.readInbox();
        }
    }

    private static void searchAnew(RemoteSession session, TaskRequest request) {
        InFlight entry = session.find(request.name());
        if (entry != null && entry.place() == InFlight.Place.SEARCHED && !entry.isLost()) {
            entry.restart(System.nanoTime());
        }
    }

    void closed(RemoteSession session) {
        if (sessions.remove(session.flow(), session)) {
            events.letGo(session.open().size());
        }
        session.open().values().forEach(starts::release);
        session.early().forEach(neighbours::reply);
        placement.lanes().closed(session);
    }

    private void fromWorker(Delivery delivery) {
        Message message = delivery.message();
        if (message instanceof Response response) {
            reply(new RemoteSession.Reply(
                    response.name(),
                    response.runId(),
                    response.worker(),
                    response.success(),
                    response.payload(),
                    delivery::ack));
            return;
        }
        delivery.ack(); // whatever comes of it: what fails here must not take the place of the next
        if (message instanceof Event event) {
            RemoteSession session = sessions.get(event.name().flow());
            if (session != null) {
                session.heard(event);
            }
        } else if (message instanceof Ask ask) {
            asked(ask);
        } else if (message instanceof Heartbeat heartbeat) {
            view.heard(heartbeat.worker());
            starts.heard(heartbeat, sessions);
            custody.heard(heartbeat);
        } else if (message instanceof Kept) {
            neighbours.readInbox();
        } else if (message instanceof Advert advert && view.update(advert)) {
            placement.lanes().workersChanged();
            placeWaiting();
            if (!view.has(advert.worker())) {
                starts.left(advert.worker());
            }
        }
    }

    void reply(RemoteSession.Reply reply) {
        RemoteSession session = sessions.get(reply.name().flow());
        if (session != null) {
            session.take(reply);
        } else {
            neighbours.reply(reply);
        }
    }

    /** A reply that no request of a run waits for. On any thread. */
    void late(RemoteSession.Reply reply) {
        neighbours.late(reply);
    }

    /** A reply for a flow that is this process's, and perhaps about to be run. */
    void replyToOwn(RemoteSession.Reply reply) {
        RemoteSession session = sessions.get(reply.name().flow());
        if (session != null) {
            session.take(reply);
        } else {
            waitingForSession
                    .computeIfAbsent(reply.name().flow(), flow -> new ArrayList<>())
                    .add(reply);
        }
    }

    /** A flow that was about to be run here may have been let go of since: its replies are its next owner's. */
    private void askAgainWhose() {
        List<RemoteSession.Reply> held =
                waitingForSession.values().stream().flatMap(List::stream).toList();
        waitingForSession.clear();
        held.forEach(neighbours::reply);
    }

    private void asked(Ask ask) {
        if (connection != ProxyState.CONNECTED) {
            // It came before the news that this process is connected again, and so before the search; it comes again.
            return;
        }
        RemoteSession session = sessions.get(ask.name().flow());
        if (session == null) {
            neighbours.asked(ask);
        } else if (session.isReady()) {
            starts.decide(session, ask);
        } else {
            starts.answer(ask, Verdict.WAIT);
        }
    }

    Cancels cancels() {
        return cancels;
    }

    void answer(Ask ask, Verdict verdict) {
        starts.answer(ask, verdict);
    }

    /** Lets go of what is known of a request that has its outcome. */
    void ended(InFlight entry, RemoteEvents.End end) {
        starts.release(entry);
        if (end != RemoteEvents.End.GIVEN_UP) {
            placement.lanes().answered(entry);
        }
        placement.lanes().ended(entry);
        events.ended(entry.request(), end, System.nanoTime() - entry.submitted());
    }

    /** Does something with the state a heartbeat later. */
    void later(Runnable action) {
        later(options.heartbeat(), action);
    }

    void later(Duration delay, Runnable action) {
        actor.later(delay, action);
    }

    private void connectionIs(ProxyState state) {
        connection = state;
        cutOff |= state == ProxyState.DISCONNECTED;
        if (state == ProxyState.CONNECTED) {
            startTimersAgain();
            if (cutOff) {
                cutOff = false;
                search.all();
                placeWaiting();
            }
        }
    }

    /** This process heard nobody for a time, which says nothing about the workers. */
    void startTimersAgain() {
        search.startTimersAgain();
    }

    /** Has all copies that are out asked for before they start. */
    void beginEpoch() {
        placement.beginEpoch();
        beacon();
    }

    private void beacon() {
        Duration validFor = options.heartbeat().multipliedBy(RemoteOptions.BEACON_HEARTBEATS);
        proxy.announce(Address.control("beacon"), new Beacon(owner.id(), placement.epoch(), replyQueue, validFor));
    }

    private void placeWaiting() {
        sessions.values()
                .forEach(session -> List.copyOf(session.open().values()).stream()
                        .filter(entry -> entry.place() == InFlight.Place.WAITING)
                        .forEach(entry -> placement.place(session, entry)));
    }

    private void tick() {
        pulse.beat();
        if (connection != ProxyState.CONNECTED) {
            return;
        }
        beacon();
        custody.ping();
        placement.tick(options.heartbeat());
        long now = System.nanoTime();
        boolean unclaimed = false;
        for (RemoteSession session : sessions.values()) {
            for (InFlight entry : List.copyOf(session.open().values())) {
                if (entry.place() == InFlight.Place.WAITING) {
                    placeOrGiveUp(session, entry, now - entry.since());
                } else {
                    starts.lookAfter(entry);
                    unclaimed |= custody.isUnclaimed(entry, now);
                }
            }
        }
        timeouts.look(sessions.values());
        List<InFlight> lost = audit.lost(sessions.values(), now);
        if (!lost.isEmpty()) {
            search.these(lost);
        }
        unserved.look(sessions.values(), now);
        if (unclaimed) {
            custody.issueUnclaimed();
        }
        askAgainWhose();
        if (now - neighboursMetAt > options.heartbeatTimeout().toNanos()) {
            neighboursMetAt = now;
            neighbours.readInbox();
            neighbours.listenForTheDeadLater(() -> {});
        }
    }

    /** Answers a question once what others kept for this process has been read; not if that cannot be. */
    void readInboxBeforeAnswering(Runnable answer) {
        neighbours.readInboxBeforeAnswering(answer);
    }

    private void look() {
        custody.look(connection == ProxyState.CONNECTED);
    }

    /** Issues again what nobody claims. */
    void issueUnclaimed() {
        custody.issueUnclaimed();
    }

    private void placeOrGiveUp(RemoteSession session, InFlight entry, long age) {
        if (!timeouts.isUnservedTooLong(session, entry, age)) {
            placement.place(session, entry);
        }
    }

    /** Stops listening. Requests that are out stay with the broker and the workers, for whoever resumes the flows. */
    @Override
    public void close() {
        closed = true;
        events.closed();
        subscriptions.forEach(Subscription::close);
        here.close();
        placement.close();
        try {
            actor.close(CLOSE_TIMEOUT);
            audit.close();
            neighbours.close();
            if (sessions.isEmpty()) {
                proxy.deleteIfEmptyAndUnused(replyQueue);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ProxyException e) {
            LOG.warn(
                    "Queue {} could not be deleted and stays; its successor or an operator may delete it",
                    replyQueue,
                    e);
        }
    }
}
