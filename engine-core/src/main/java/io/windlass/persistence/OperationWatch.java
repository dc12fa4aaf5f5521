package io.windlass.persistence;

import io.windlass.failure.StorageException;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings open operations to those who run their flows in this process; for implementations of {@link Persistence}. It looks
 * from time to time, by one question whatever is run, and when it is told to. A flow that this process owns and does not
 * run is let go of when somebody has an operation for it at two looks: then it is nobody's, and whoever asks can carry it
 * out. Thread-safe.
 */
public final class OperationWatch implements AutoCloseable {
    private static final Duration EVERY = Duration.ofSeconds(1);
    private static final int LOOKS_PER_LEASE = 3;
    /** While no flow is run here it looks this many times less often. */
    private static final int SELDOM = 5;

    private static final Logger LOG = LoggerFactory.getLogger(OperationWatch.class);

    private final Supplier<List<FlowOperation>> open;
    private final Consumer<UUID> release;
    private final Map<UUID, Consumer<FlowOperation>> attendants = new ConcurrentHashMap<>();
    private final ScheduledExecutorService thread;
    private Set<UUID> unattended = Set.of();
    /** How many times it was not looked since it was. */
    private int passed;

    /**
     * Looks from time to time, from {@link #start} on.
     *
     * @param process names its thread
     * @param open tells the open operations of flows that this process owns
     * @param release lets go of a flow
     */
    public OperationWatch(String process, Supplier<List<FlowOperation>> open, Consumer<UUID> release) {
        this.open = open;
        this.release = release;
        this.thread = Executors.newSingleThreadScheduledExecutor(task -> {
            Thread made = new Thread(task, "windlass-operations-" + process);
            made.setDaemon(true);
            return made;
        });
    }

    /**
     * Begins to look: each second, or three times in a lease where that is more often; a fifth as often while no flow is run
     * here, unless an operation waits for one that this process owns.
     */
    public void start(Duration lease) {
        Duration third = lease.dividedBy(LOOKS_PER_LEASE);
        long nanos = Math.max(1, (third.compareTo(EVERY) < 0 ? third : EVERY).toNanos());
        var unused = thread.scheduleWithFixedDelay(this::lookInTurn, nanos, nanos, TimeUnit.NANOSECONDS);
    }

    /** Tells somebody who runs a flow of its operations; {@return what ends that} */
    public Runnable attend(UUID flow, Consumer<FlowOperation> attendant) {
        attendants.put(flow, attendant);
        return () -> attendants.remove(flow, attendant);
    }

    /** {@return whether a flow is run in this process} */
    public boolean isAttended(UUID flow) {
        return attendants.containsKey(flow);
    }

    private synchronized void lookInTurn() {
        passed++;
        if (!attendants.isEmpty() || !unattended.isEmpty() || passed >= SELDOM) {
            look();
        }
    }

    /** Looks now, on this thread. */
    public synchronized void look() {
        passed = 0;
        try {
            Set<UUID> nobodys = new HashSet<>();
            for (FlowOperation operation : open.get()) {
                Consumer<FlowOperation> attendant = attendants.get(operation.flow());
                if (attendant != null) {
                    attendant.accept(operation);
                } else {
                    nobodys.add(operation.flow());
                }
            }
            nobodys.stream().filter(unattended::contains).forEach(this::letGo);
            unattended = nobodys;
        } catch (StorageException e) {
            LOG.debug("Operations are not looked at: {}; looks again.", e.getMessage());
        } catch (RuntimeException e) {
            LOG.error("Operations are not looked at, or not carried out; looks again.", e);
        }
    }

    private void letGo(UUID flow) {
        LOG.info("Flow {} is not run here, and somebody has an operation for it; this process lets go of it", flow);
        release.accept(flow);
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }
}
