package io.windlass.remote;

import io.windlass.proxy.Proxy;
import io.windlass.proxy.ProxyException;
import io.windlass.proxy.RequestQueue;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds requests that were sent, and that nobody has any more: a queue was deleted or purged, a broker lost a message,
 * a reply was lost. A request that no live worker is known to run is doubted after the heartbeat timeout, and lost when
 *
 * <ul>
 *   <li>its queue is gone, or was empty twice, a heartbeat timeout apart: what a worker takes out it starts, gives back
 *       or asks about sooner,
 *   <li>or many that were sent to its queue after it have been answered: queues are first in, first out,
 *   <li>or no worker is left in its pool while another pool serves it,
 *   <li>or nobody knows its queue, because it was sent by a process that is dead.
 * </ul>
 *
 * <p>A wrong guess costs messages only, since a worker asks before it starts what was issued again; and each request is
 * doubted after twice the time when it was lost before. Used by one thread; asks the broker on a thread of its own.
 */
final class Audit {
    private static final Logger LOG = LoggerFactory.getLogger(Audit.class);

    private static final int MAX_DOUBLINGS = 6;

    private final RemoteExecutor executor;
    private final Proxy proxy;
    private final LiveView view;
    private final Lanes lanes;
    private final RemoteOptions options;
    private final Map<RequestQueue, Look> looks = new HashMap<>();
    private final ExecutorService thread =
            Executors.newSingleThreadExecutor(DaemonThreads.named("windlass-remote-audit"));

    Audit(RemoteExecutor executor, Proxy proxy, LiveView view, Lanes lanes, RemoteOptions options) {
        this.executor = executor;
        this.proxy = proxy;
        this.view = view;
        this.lanes = lanes;
        this.options = options;
    }

    /** What was seen of a queue; times are monotonic nanoseconds. */
    private static final class Look {
        private long askedAt;
        private boolean awaited;
        private boolean gone;
        /** How often in a row there was nothing in it, and when it was seen so the time before last. */
        private int empty;

        private long emptyAt;
        private long emptyBefore;

        void ask(long now) {
            askedAt = now;
            awaited = true;
        }

        void seen(OptionalLong depth) {
            awaited = false;
            gone = depth.isEmpty();
            if (depth.orElse(0) > 0) {
                empty = 0;
            } else {
                empty++;
                emptyBefore = emptyAt;
                emptyAt = askedAt;
            }
        }

        /** {@return whether what was sent before is not in it} */
        boolean hasLost(long since) {
            return (gone && askedAt - since > 0) || (empty > 1 && emptyBefore - since > 0);
        }
    }

    /** {@return what is out and seems to be nowhere, to be searched for and issued again; to be called regularly} */
    List<InFlight> lost(Collection<RemoteSession> sessions, long now) {
        List<InFlight> lost = new ArrayList<>();
        Set<RequestQueue> doubted = new HashSet<>();
        for (RemoteSession session : sessions) {
            for (InFlight entry : session.open().values()) {
                if (isDoubted(entry, now)) {
                    RequestQueue queue = entry.queue();
                    if (queue == null || isLost(entry, queue)) {
                        entry.foundLost();
                        lost.add(entry);
                    } else {
                        doubted.add(queue);
                    }
                }
            }
        }
        if (!lost.isEmpty()) {
            LOG.warn(
                    "{} requests are out but neither in their queue nor known to run, {} for one; asks the workers",
                    lost.size(),
                    lost.get(0).request().name());
        }
        looks.keySet().retainAll(doubted);
        doubted.forEach(queue -> lookAt(queue, now));
        return lost;
    }

    private boolean isDoubted(InFlight entry, long now) {
        long patience = options.heartbeatTimeout().toNanos() << Math.min(entry.timesLost(), MAX_DOUBLINGS);
        InFlight.Holder holder = entry.holder();
        boolean inNobodysHands = holder == null || !view.has(holder.worker());
        return entry.place() == InFlight.Place.SENT && inNobodysHands && now - entry.since() > patience;
    }

    private boolean isLost(InFlight entry, RequestQueue queue) {
        if (!view.serves(queue) && view.serves(entry.request().task())) {
            return true;
        }
        Look look = looks.get(queue);
        return lanes.isOvertaken(entry) || (look != null && look.hasLost(entry.since()));
    }

    private void lookAt(RequestQueue queue, long now) {
        Look look = looks.get(queue);
        if (look == null) {
            look = new Look();
            looks.put(queue, look);
        } else if (look.awaited
                || now - look.askedAt < options.heartbeatTimeout().toNanos()) {
            return;
        }
        look.ask(now);
        Look asked = look;
        try {
            thread.execute(() -> ask(queue, asked));
        } catch (RejectedExecutionException e) {
            LOG.debug("Closed: what is out is up to the successor", e);
        }
    }

    private void ask(RequestQueue queue, Look look) {
        try {
            OptionalLong depth = proxy.depth(proxy.naming().requestQueue(queue));
            executor.act(() -> look.seen(depth));
        } catch (ProxyException e) {
            LOG.warn("Cannot look at the queue of {}; tries again later: {}", queue.path(), e.getMessage());
            executor.act(() -> look.awaited = false);
        }
    }

    void close() {
        thread.shutdownNow();
    }
}
