package io.windlass.conductor;

import io.windlass.engine.Engine;
import io.windlass.failure.StorageException;
import io.windlass.persistence.FlowRecord;
import io.windlass.persistence.StoredFlow;
import io.windlass.state.FlowState;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A flow of this process's that it came by without a job: run here when there is none, else left to the job's claimer. */
final class Adoption {
    private static final Logger LOG = LoggerFactory.getLogger(Adoption.class);

    private final UUID flow;
    private final Work work;

    /** In the place of a job, so that no job of this conductor's takes the flow meanwhile. */
    private final UUID place = UUID.randomUUID();

    Adoption(UUID flow, Work work) {
        this.flow = flow;
        this.work = work;
    }

    void begin() {
        if (!work.hand.reserve(flow, place)) {
            return; // one of this conductor's jobs is about it, and runs it or lets go of it
        }
        boolean runs = false;
        try {
            runs = isRun();
        } catch (StorageException e) {
            throw e;
        } catch (RuntimeException e) {
            LOG.error("Flow {} cannot be made again and is left to whoever claims it", flow, e);
            work.persistence.release(flow);
        } finally {
            if (!runs) {
                work.hand.free(flow, place);
            }
        }
    }

    private boolean isRun() {
        Optional<StoredFlow> mine = work.persistence.claim(flow);
        if (mine.isEmpty() || mine.get().flow().state().isTerminal()) {
            return false;
        }
        if (isLeft(mine.get().flow())) {
            LOG.info("Flow {} is a job's, and left to whoever claims that", flow);
            work.persistence.release(flow);
            return false;
        }
        Engine engine = work.setUp(work.taking.factories().resume(work.persistence, mine.get()))
                .build();
        CompletableFuture<FlowState> unused = engine.start().whenComplete((state, error) -> {
            work.hand.free(flow, place);
            LOG.info("Flow {}, taken over without a job, is {}", flow, engine.state());
        });
        return true;
    }

    /** What is in a log book and was not begun was stored for a job, which may not even be posted yet. */
    private static boolean isLeft(FlowRecord record) {
        return FlowJob.isBegunBy(record) || (record.state() == FlowState.PENDING && record.book() != null);
    }
}
