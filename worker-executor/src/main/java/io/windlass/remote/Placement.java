package io.windlass.remote;

import io.windlass.atom.Outcome;
import io.windlass.atom.Task;
import io.windlass.execution.TaskRequest;
import io.windlass.persistence.Owner;
import io.windlass.proxy.Address;
import io.windlass.proxy.Proxy;
import io.windlass.proxy.ProxyClosedException;
import io.windlass.proxy.Request;
import io.windlass.proxy.RequestQueue;
import io.windlass.proxy.UnroutableException;
import io.windlass.value.Failures;
import io.windlass.value.Value;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Sends requests to the queue of a pool that can serve them; those that nobody serves wait. Used by one thread at a time. */
final class Placement implements Lanes.Sender {
    private static final Logger LOG = LoggerFactory.getLogger(Placement.class);

    private final RemoteExecutor executor;
    private final Proxy proxy;
    private final String replyQueue;
    private final LiveView view;
    private final Lanes lanes;
    /** For what has to wait until the broker has confirmed what was sent before. */
    private final ExecutorService waiting =
            Executors.newSingleThreadExecutor(DaemonThreads.named("windlass-remote-publish"));

    /** How many wait there; they are not to be overtaken. */
    private final AtomicInteger waits = new AtomicInteger();

    private final RemoteEvents events;
    /**
     * Rises when copies of requests may be about that are no longer known of here. Workers compare it with the newest
     * beacon's: a request of an older epoch is not started without asking.
     */
    private long epoch;

    Placement(
            RemoteExecutor executor, Proxy proxy, Owner owner, String replyQueue, LiveView view, RemoteEvents events) {
        this.executor = executor;
        this.proxy = proxy;
        this.replyQueue = replyQueue;
        this.view = view;
        this.lanes = new Lanes(view, this);
        this.events = events;
        this.epoch = owner.epoch();
    }

    void beginEpoch() {
        epoch++;
    }

    long epoch() {
        return epoch;
    }

    /** {@return what waits here for its turn} */
    Lanes lanes() {
        return lanes;
    }

    /** To be called regularly. */
    void tick(Duration sinceLast) {
        lanes.tick(sinceLast);
        events.queues(lanes.loads());
    }

    /** Sends a request, or lets it wait for a worker. */
    void place(RemoteSession session, InFlight entry) {
        place(session, entry, entry.request().reissued());
    }

    /** Sends a request of which there may be other copies. */
    void placeAgain(RemoteSession session, InFlight entry) {
        events.issuedAgain(entry.isLost() ? RemoteEvents.Why.LOST : RemoteEvents.Why.UNCLAIMED);
        place(session, entry, true);
    }

    private void place(RemoteSession session, InFlight entry, boolean reissued) {
        Task task = entry.request().task();
        Optional<RequestQueue> queue = view.queueFor(task);
        if (queue.isEmpty()) {
            lanes.ended(entry);
            entry.awaitWorker(System.nanoTime());
            return;
        }
        lanes.add(queue.get(), session, entry, reissued || entry.isOnce());
    }

    @Override
    public void placeAnew(RemoteSession session, InFlight entry, boolean reissued) {
        place(session, entry, reissued);
    }

    @Override
    public void send(RemoteSession session, InFlight entry, RequestQueue queue, boolean reissued) {
        Request message = message(entry.request(), reissued);
        executor.afterwards(() -> publish(session, entry, queue, message));
    }

    /** While the broker takes no more it is another thread that waits for that, as this one is somebody else's. */
    private void publish(RemoteSession session, InFlight entry, RequestQueue queue, Request message) {
        Address address = Address.requests(queue);
        Optional<CompletionStage<Void>> sent = waits.get() > 0 ? Optional.empty() : proxy.tryPublish(address, message);
        if (sent.isPresent()) {
            watch(session, entry, queue, sent.get());
            return;
        }
        waits.incrementAndGet();
        try {
            waiting.execute(() -> {
                try {
                    watch(session, entry, queue, proxy.publish(address, message));
                } finally {
                    waits.decrementAndGet();
                }
            });
        } catch (RejectedExecutionException e) {
            LOG.debug("Closed: what is not sent is left to a successor", e);
        }
    }

    private void watch(RemoteSession session, InFlight entry, RequestQueue queue, CompletionStage<Void> confirmed) {
        confirmed.whenComplete((done, error) -> {
            if (error != null) {
                executor.act(() -> notSent(session, entry, queue, rootOf(error)));
            }
        });
    }

    private void notSent(RemoteSession session, InFlight entry, RequestQueue queue, Throwable error) {
        if (error instanceof UnroutableException) {
            LOG.warn(
                    "{} waits: queue of {} does not exist (any more)",
                    entry.request().name(),
                    queue.path());
            lanes.ended(entry);
            entry.awaitWorker(System.nanoTime());
        } else if (!(error instanceof ProxyClosedException)) {
            session.fail(entry, error);
        }
    }

    /** Sends nothing any more that waits. */
    void close() {
        waiting.shutdownNow();
    }

    private static Throwable rootOf(Throwable error) {
        Throwable cause = error.getCause();
        return error instanceof CompletionException && cause != null ? cause : error;
    }

    /** A worker asks before it starts what is marked as reissued, and so what may start at most once is marked too. */
    private Request message(TaskRequest request, boolean reissued) {
        return new Request(
                request.name(),
                request.task().typeName(),
                request.task().version().toString(),
                request.arguments(),
                previous(request.previous()),
                request.failures().byAtom(),
                replyQueue,
                epoch,
                reissued);
    }

    private static io.windlass.proxy.@Nullable Outcome previous(Outcome<Value> outcome) {
        if (outcome instanceof Outcome.Succeeded<Value> succeeded) {
            Value value = succeeded.value();
            return io.windlass.proxy.Outcome.succeeded(value == null ? Value.NULL : value);
        }
        if (outcome instanceof Outcome.Failed<Value> failed) {
            return io.windlass.proxy.Outcome.failed(Failures.write(failed.failure()));
        }
        return null;
    }
}
