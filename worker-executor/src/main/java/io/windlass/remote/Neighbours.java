package io.windlass.remote;

import io.windlass.failure.FencedException;
import io.windlass.failure.StorageException;
import io.windlass.persistence.FlowOwnership;
import io.windlass.persistence.InboxEntry;
import io.windlass.persistence.Orphan;
import io.windlass.persistence.Persistence;
import io.windlass.proxy.Address;
import io.windlass.proxy.Ask;
import io.windlass.proxy.Delivery;
import io.windlass.proxy.Kept;
import io.windlass.proxy.Moved;
import io.windlass.proxy.Proxy;
import io.windlass.proxy.ProxyException;
import io.windlass.proxy.Query;
import io.windlass.proxy.Subscription;
import io.windlass.proxy.Verdict;
import io.windlass.state.Action;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What this process has to do with others: replies and questions for flows that it does not run, replies that were
 * kept for it, and those that come for the dead. The store may be slow or away, which must not hold up the flows that
 * are run here, so all of it happens on a thread of its own. Thread-safe.
 */
final class Neighbours {
    private static final Logger LOG = LoggerFactory.getLogger(Neighbours.class);
    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(10);

    private final RemoteExecutor executor;
    private final Proxy proxy;
    private final Persistence persistence;
    private final String replyQueue;
    private final Consumer<Delivery> deliveries;
    private final RemoteEvents events;
    private final ExecutorService thread =
            Executors.newSingleThreadExecutor(DaemonThreads.named("windlass-remote-store"));
    /** Questions of workers that wait for the store; what is dropped is asked again. */
    private static final int MAX_QUESTIONS = 1_000;

    private final AtomicInteger questions = new AtomicInteger();
    private final AtomicBoolean inboxAsked = new AtomicBoolean();
    /** Of questions that are answered when the inbox has been read. */
    private final Queue<Runnable> answers = new ConcurrentLinkedQueue<>();

    private final AtomicBoolean answersAsked = new AtomicBoolean();
    /** Reply queues of the dead that were dealt with, and how they are listened to where they exist. */
    private final Map<String, Optional<Subscription>> dead = new HashMap<>();

    Neighbours(
            RemoteExecutor executor,
            Proxy proxy,
            Persistence persistence,
            String replyQueue,
            Consumer<Delivery> deliveries,
            RemoteEvents events) {
        this.executor = executor;
        this.proxy = proxy;
        this.persistence = persistence;
        this.replyQueue = replyQueue;
        this.deliveries = deliveries;
        this.events = events;
    }

    /** A reply for a flow that is not run here: over, about to be run here, or another process's. */
    void reply(RemoteSession.Reply reply) {
        UUID flow = reply.name().flow();
        store("looking up whose flow " + flow + " is", () -> {
            Optional<FlowOwnership> found = persistence.ownershipOf(flow);
            if (found.isEmpty()) {
                LOG.info("{} was answered, but its flow is not stored any more; the answer is dropped", reply.name());
                reply.done().run();
            } else if (found.get().state().isTerminal()) {
                keepOrphan(reply);
            } else if (isMine(found.get())) {
                executor.act(() -> executor.replyToOwn(reply));
            } else if (putInbox(reply)) {
                reply.done().run();
                found.get().replyQueue().ifPresent(queue -> proxy.announce(Address.queue(queue), new Kept(flow)));
            } else {
                keepOrphan(reply); // the flow has ended just now
            }
        });
    }

    private boolean putInbox(RemoteSession.Reply reply) {
        return persistence.putInbox(
                new InboxEntry(reply.name(), reply.runId(), reply.worker(), reply.success(), reply.payload()));
    }

    /** A reply that no request of a run waits for: it was recorded, or another run of the request was, or none. */
    void late(RemoteSession.Reply reply) {
        if (!mayBeOrphan(reply)) {
            reply.done().run();
            return;
        }
        store("keeping what is late for flow " + reply.name().flow(), () -> keepOrphan(reply));
    }

    /** A failure says that nothing was done, and what is undone twice is undone. */
    private static boolean mayBeOrphan(RemoteSession.Reply reply) {
        return reply.success() && reply.name().action() == Action.EXECUTE;
    }

    /** Lets go of the reply once it is kept, if it is to be. */
    private void keepOrphan(RemoteSession.Reply reply) {
        if (mayBeOrphan(reply)) {
            Orphan orphan = Orphan.found(reply.name(), reply.runId(), reply.worker(), reply.payload());
            if (persistence.putOrphan(orphan)) {
                events.orphan();
                LOG.warn(
                        "Flow {}: run {} of {} on worker {} succeeded, but is not the recorded one; what it did is"
                                + " unknown to the flow. Its result is kept: windlass orphans show {}",
                        reply.name().flow(),
                        reply.runId(),
                        reply.name(),
                        reply.worker(),
                        orphan.compensation());
            }
        }
        reply.done().run();
    }

    /** A question about a flow that is not run here. */
    void asked(Ask ask) {
        if (questions.incrementAndGet() > MAX_QUESTIONS) {
            questions.decrementAndGet();
            return;
        }
        UUID flow = ask.name().flow();
        AtomicBoolean waits = new AtomicBoolean(true);
        store("looking up whose flow " + flow + " is", () -> {
            if (waits.getAndSet(false)) {
                questions.decrementAndGet();
            }
            Optional<FlowOwnership> found = persistence.ownershipOf(flow);
            if (found.isEmpty() || found.get().state().isTerminal()) {
                executor.act(() -> executor.answer(ask, Verdict.STALE));
            } else if (!isMine(found.get())) {
                found.get().replyQueue().ifPresent(queue -> proxy.announce(Address.queue(queue), ask));
            }
            // Else it is about to be run here, or nobody's: the worker asks again.
        });
    }

    /** Goes on with the actor's state if a flow that is not run here has ended, or is none; does not if nobody can say. */
    void ifEnded(UUID flow, Runnable next) {
        run(() -> {
            try {
                if (persistence
                        .ownershipOf(flow)
                        .filter(found -> !found.state().isTerminal())
                        .isEmpty()) {
                    executor.act(next);
                }
            } catch (StorageException e) {
                LOG.debug("It is not known whether flow {} has ended; a later heartbeat asks again", flow, e);
            }
        });
    }

    private boolean isMine(FlowOwnership ownership) {
        return ownership.owner().filter(persistence.owner().id()::equals).isPresent();
    }

    /** Reads what others kept for this process; calls that come before it is read are one. */
    void readInbox() {
        if (inboxAsked.compareAndSet(false, true)) {
            store("reading the inbox", () -> {
                inboxAsked.set(false);
                takeInbox();
            });
        }
    }

    /** Answers a question once the inbox has been read; calls that come before it is read are one. If it cannot be, not. */
    void readInboxBeforeAnswering(Runnable answer) {
        answers.add(answer);
        if (answersAsked.compareAndSet(false, true)) {
            run(() -> {
                answersAsked.set(false);
                List<Runnable> all = new ArrayList<>();
                for (Runnable one = answers.poll(); one != null; one = answers.poll()) {
                    all.add(one);
                }
                try {
                    takeInbox();
                    all.forEach(executor::act);
                } catch (StorageException e) {
                    LOG.warn("The inbox cannot be read; {} workers that wait for an answer ask again", all.size(), e);
                }
            });
        }
    }

    /** Reads the inbox and then goes on with the actor's state; does not go on when it cannot be read. */
    void readInboxBefore(Runnable next, Runnable otherwise) {
        run(() -> {
            try {
                takeInbox();
                executor.act(next);
            } catch (StorageException e) {
                LOG.warn("The inbox cannot be read, so nothing is issued again yet", e);
                executor.act(otherwise);
            }
        });
    }

    private void takeInbox() {
        for (InboxEntry entry : persistence.inbox()) {
            RemoteSession.Reply reply = new RemoteSession.Reply(
                    entry.request(),
                    entry.runId(),
                    entry.worker(),
                    entry.success(),
                    entry.payload(),
                    () -> store("clearing the inbox", () -> persistence.clearInbox(List.of(entry))));
            executor.act(() -> executor.reply(reply));
        }
    }

    /**
     * Takes the replies that come for dead processes, all of them: one may have died while it did this for another.
     * Tells the workers where such replies go now, and stops with queues that nobody needs any more.
     */
    synchronized void listenForTheDead() {
        Set<String> queues = new HashSet<>(persistence.deadReplyQueues());
        boolean fresh = false;
        for (String queue : queues) {
            if (!dead.containsKey(queue)) {
                dead.put(queue, listenTo(queue));
                proxy.announce(
                        Address.control("workers"),
                        new Moved(
                                queue,
                                replyQueue,
                                persistence.owner().id(),
                                persistence.owner().epoch()));
                fresh = true;
            }
        }
        if (fresh) {
            proxy.announce(Address.control("workers"), new Query());
        }
        Set<String> over = new HashSet<>(dead.keySet());
        over.removeAll(queues);
        over.forEach(this::forget);
    }

    private Optional<Subscription> listenTo(String queue) {
        if (!proxy.queueExists(queue)) {
            return Optional.empty();
        }
        LOG.info("Takes the replies that come to {}, whose process is dead", queue);
        return Optional.of(proxy.consume(queue, RemoteExecutor.REPLY_PREFETCH, deliveries::accept));
    }

    private void forget(String queue) {
        Optional<Subscription> subscription = dead.remove(queue);
        if (subscription != null && subscription.isPresent()) {
            subscription.get().close();
            proxy.deleteIfEmptyAndUnused(queue);
        }
    }

    /**
     * The same, on the thread for it; what fails is tried again with the next call.
     *
     * @param next goes on with the actor's state when it has not failed
     */
    void listenForTheDeadLater(Runnable next) {
        run(() -> {
            try {
                listenForTheDead();
                executor.act(next);
            } catch (StorageException | ProxyException e) {
                LOG.warn("Cannot take the replies of dead processes yet; tries again in a moment", e);
            }
        });
    }

    private void store(String what, Runnable action) {
        run(() -> {
            try {
                action.run();
            } catch (FencedException e) {
                LOG.debug("{} is up to others: this process lost its lease", what, e);
            } catch (StorageException e) {
                LOG.warn("{} failed; it is tried again in a moment", what, e);
                executor.later(() -> store(what, action));
            }
        });
    }

    private void run(Runnable action) {
        try {
            thread.execute(() -> {
                try {
                    action.run();
                } catch (RuntimeException | Error e) {
                    LOG.error("Something that concerns other processes failed; goes on with the next", e);
                }
            });
        } catch (RejectedExecutionException e) {
            LOG.debug("Closed: what came too late is left to the broker", e);
        }
    }

    /** Stops consuming without another word on this process's part. */
    void abandon() {
        run(proxy::abandon);
    }

    /** What is under way may be cut short: it is done again by whoever takes over. */
    void close() throws InterruptedException {
        thread.shutdownNow();
        if (!thread.awaitTermination(CLOSE_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS)) {
            LOG.warn("The store still does not answer after {}; closes without it", CLOSE_TIMEOUT);
        }
        synchronized (this) {
            dead.values().forEach(subscription -> subscription.ifPresent(Subscription::close));
            dead.clear();
        }
    }
}
