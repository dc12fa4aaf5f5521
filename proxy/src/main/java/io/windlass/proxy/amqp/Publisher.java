package io.windlass.proxy.amqp;

import com.rabbitmq.client.Connection;
import io.windlass.proxy.ProxyClosedException;
import io.windlass.proxy.ProxyException;
import io.windlass.proxy.Route;
import io.windlass.proxy.WireMessage;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Publishes from many threads through one, which takes what waits in batches. When next to nothing is under way there is
 * no batch to be had, and whoever publishes sends by itself. A window of permits bounds what waits and what is
 * unconfirmed; a permit is free again before its message's future completes, so that a callback that
 * publishes never waits for itself.
 */
final class Publisher implements PublishSession.Ledger {
    private static final Logger log = LoggerFactory.getLogger(Publisher.class);
    private static final int ABORT_MILLIS = 2_000;
    private static final int FIRST_REPEAT_MILLIS = 20;
    private static final int LAST_REPEAT_MILLIS = 2_000;
    /** What goes into a socket's buffer without waiting for the broker, in bytes; the caller's thread must not wait. */
    private static final int SMALL = 16 * 1024;

    private final AmqpSettings settings;
    private final Completions completions;
    private final ScheduledExecutorService repeats;
    private final Semaphore window;
    private final Thread thread;
    private final Backlog backlog = new Backlog();

    /**
     * Starts the publishing thread.
     *
     * @param completions one thread for callers' callbacks, which may block
     * @param repeats one thread for what must not wait behind them
     */
    Publisher(AmqpSettings settings, Completions completions, ScheduledExecutorService repeats) {
        this.settings = settings;
        this.completions = completions;
        this.repeats = repeats;
        this.window = new Semaphore(settings.window());
        this.thread = settings.thread(this::run, "publish");
        thread.start();
    }

    CompletionStage<Void> publish(Route route, WireMessage message) {
        try {
            if (!window.tryAcquire()) {
                completions.beforeWaiting();
                AtTheEnd.beforeWaiting();
                window.acquire();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return CompletableFuture.failedFuture(
                    new ProxyException("interrupted while waiting to publish to " + route, e));
        }
        return publishReserved(route, message);
    }

    /** {@return whether there is room for a message; it is kept for one that is published or given back} */
    boolean reserve() {
        return window.tryAcquire();
    }

    void giveBack() {
        window.release();
    }

    /** Publishes a message for which there is room. */
    CompletionStage<Void> publishReserved(Route route, WireMessage message) {
        Outgoing out = new Outgoing(Outgoing.Kind.PUBLISH, route, message);
        PublishSession idle = message.body().length <= SMALL ? backlog.claim() : null;
        if (idle != null) {
            try {
                idle.send(out);
            } finally {
                backlog.release();
            }
        } else if (!backlog.add(out)) {
            window.release();
            return CompletableFuture.failedFuture(closed());
        }
        return out.stored();
    }

    void announce(Route route, WireMessage message) {
        if (!backlog.addTransient(new Outgoing(Outgoing.Kind.ANNOUNCE, route, message))) {
            log.debug("an announcement for {} is dropped: not connected, blocked, or too many wait", route);
        }
    }

    CompletionStage<Boolean> probe(Route route, WireMessage message) {
        Outgoing out = new Outgoing(Outgoing.Kind.PROBE, route, message);
        if (!backlog.addTransient(out)) {
            return CompletableFuture.failedFuture(new ProxyException(
                    "cannot probe " + route + ": not connected, blocked, or too many probes wait; try again later"));
        }
        return out.routed();
    }

    private void run() {
        List<Outgoing> batch = new ArrayList<>();
        try {
            for (PublishSession to = backlog.take(batch); to != null; to = backlog.take(batch)) {
                send(batch, to);
                batch.clear();
            }
        } catch (InterruptedException e) {
            log.warn("{}: the publishing thread was interrupted; nothing is published any more", settings.name());
        }
    }

    private void send(List<Outgoing> batch, PublishSession to) {
        Gathering.during(() -> batch.forEach(to::send));
    }

    /** Publishes over a new connection from here on. */
    void connected(Connection connection) throws IOException {
        PublishSession made = new PublishSession(connection, this);
        backlog.connected(made);
        if (!connection.isOpen()) {
            lost(made, List.of());
        }
    }

    void blocked(boolean now) {
        backlog.blocked(now);
    }

    @Override
    public void settled(List<Outgoing> messages) {
        if (messages.isEmpty()) {
            return;
        }
        messages.forEach(this::release);
        complete(() -> messages.forEach(Outgoing::complete));
    }

    private void release(Outgoing out) {
        if (out.kind() == Outgoing.Kind.PUBLISH) {
            window.release();
        }
    }

    /** A refusal may last, as a full queue does: it is tried again ever more slowly. */
    @Override
    public void refused(List<Outgoing> messages) {
        for (Outgoing out : messages) {
            int refusals = out.countRefusal();
            long delay = Math.min(LAST_REPEAT_MILLIS, (long) FIRST_REPEAT_MILLIS << Math.min(refusals, 10));
            try {
                var unused = repeats.schedule(() -> repeat(out), delay, TimeUnit.MILLISECONDS);
            } catch (RejectedExecutionException e) {
                fail(out, closed());
            }
        }
    }

    private void repeat(Outgoing out) {
        if (out.isReturned()) {
            settled(List.of(out));
        } else if (out.kind() == Outgoing.Kind.PROBE) {
            fail(out, new ProxyException("the broker refused the probe of " + out.route() + "; try again"));
        } else {
            log.warn("the broker refused a message for {}; it is sent again", out.route());
            out.markReissued();
            again(List.of(out));
        }
    }

    @Override
    public void lost(PublishSession which, List<Outgoing> messages) {
        List<Outgoing> publishes = new ArrayList<>();
        List<Outgoing> others = new ArrayList<>();
        for (Outgoing out : messages) {
            out.markReissued();
            (out.kind() == Outgoing.Kind.PUBLISH ? publishes : others).add(out);
        }
        others.addAll(backlog.disconnected(which));
        again(publishes);
        others.forEach(out -> fail(
                out,
                new ProxyException("the connection was lost before it was known whether there is " + out.route()
                        + "; try again when connected")));
    }

    private void again(List<Outgoing> messages) {
        if (!backlog.putBack(messages)) {
            messages.forEach(out -> fail(out, closed()));
        }
    }

    @Override
    public void impossible(Outgoing message, RuntimeException why) {
        fail(message, new ProxyException("a message for " + message.route() + " cannot be sent: " + why, why));
    }

    private void fail(Outgoing out, RuntimeException why) {
        release(out);
        complete(() -> out.fail(why));
    }

    private void complete(Runnable task) {
        try {
            completions.executor().execute(task);
        } catch (RejectedExecutionException e) {
            // Closed meanwhile; whoever waits for the future must hear of it all the same.
            task.run();
        }
    }

    @Override
    public void useless(Connection connection) {
        // Not on this thread: it may be the connection's own, which has to take part.
        repeats.execute(() -> connection.abort(ABORT_MILLIS));
    }

    /** Lets what waits be confirmed for some time, then fails the rest. */
    void close(Duration timeout) {
        backlog.close();
        boolean interrupted = false;
        boolean all = false;
        try {
            all = window.tryAcquire(settings.window(), timeout.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            interrupted = true;
        }
        List<Outgoing> rest = backlog.stop();
        if (!all) {
            log.warn("{}: closing without the confirms of some messages; their senders are told", settings.name());
        }
        rest.forEach(out -> fail(out, closed()));
        // Whoever still waits for a permit gets one, and then sees the end.
        window.release(Integer.MAX_VALUE / 2);
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private ProxyClosedException closed() {
        return new ProxyClosedException(
                "the proxy " + settings.name() + " is closed; the message may or may not have reached the broker");
    }
}
