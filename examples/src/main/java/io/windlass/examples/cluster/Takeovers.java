package io.windlass.examples.cluster;

import io.windlass.failure.StorageException;
import io.windlass.persistence.Takeover;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Looks for flows of dead processes each third of a lease, and has them gone on with, on a thread of its own. */
public final class Takeovers implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Takeovers.class);
    private static final int AT_ONCE = 1_000;

    private final Source source;
    private final Set<String> names;
    private final Duration every;
    /** Taken over, and not yet gone on with. */
    private final Deque<UUID> taken = new ArrayDeque<>();

    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread made = new Thread(task, "windlass-takeover");
        made.setDaemon(true);
        return made;
    });

    /** A store, or an executor that also takes what comes for the dead. */
    @FunctionalInterface
    public interface Source {
        /** Takes flows over, see {@link io.windlass.persistence.Persistence#takeOver(Set, int)}. */
        List<Takeover> takeOver(Set<String> names, int limit);
    }

    /**
     * Does not look yet.
     *
     * @param names of the flows that this process can run
     * @param lease of the process
     */
    public Takeovers(Source source, Set<String> names, Duration lease) {
        this.source = source;
        this.names = names;
        this.every = lease.dividedBy(3);
    }

    /**
     * Begins to look.
     *
     * @param heir is given each flow, once; again later when it throws a {@link StorageException}
     */
    public void start(Consumer<UUID> heir) {
        ScheduledFuture<?> unused =
                thread.scheduleAtFixedRate(() -> look(heir), 0, every.toNanos(), TimeUnit.NANOSECONDS);
    }

    private void look(Consumer<UUID> heir) {
        try {
            for (Takeover takeover : source.takeOver(names, AT_ONCE)) {
                LOG.info(
                        "Takes {} flows over from dead process {}",
                        takeover.flows().size(),
                        takeover.from().id());
                taken.addAll(takeover.flows());
            }
            while (!taken.isEmpty()) {
                goOn(taken.element(), heir);
                taken.remove();
            }
        } catch (StorageException e) {
            LOG.warn("Cannot take flows over; tries again in {}", every, e);
        } catch (RuntimeException e) {
            LOG.error("Cannot take flows over, for a reason unknown; tries again in {}", every, e);
        }
    }

    private void goOn(UUID flow, Consumer<UUID> heir) {
        try {
            heir.accept(flow);
        } catch (StorageException e) {
            throw e;
        } catch (RuntimeException e) {
            LOG.error("Flow {} cannot be gone on with and stays as it is; the others go on", flow, e);
        }
    }

    /** Looks no more. */
    @Override
    public void close() {
        thread.shutdownNow();
    }
}
