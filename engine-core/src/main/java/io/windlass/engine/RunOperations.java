package io.windlass.engine;

import io.windlass.failure.FencedException;
import io.windlass.failure.StorageException;
import io.windlass.persistence.CancelMeta;
import io.windlass.persistence.CancelMeta.Cancelled;
import io.windlass.persistence.FlowOperation;
import io.windlass.persistence.FlowOperation.Kind;
import io.windlass.persistence.FlowOperation.Status;
import io.windlass.persistence.OperationStore;
import io.windlass.persistence.ParkedMeta;
import io.windlass.persistence.Persistence;
import io.windlass.runtime.FlowRun;
import io.windlass.state.Cancellation;
import io.windlass.state.FlowState;
import io.windlass.storage.FlowStorage;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Carries out operations on a flow while it is run, and lets go of it when it waits for others in the end. Thread-safe.
 */
final class RunOperations {
    private static final Logger LOG = LoggerFactory.getLogger(RunOperations.class);

    private final Persistence persistence;
    private final OperationStore operations;
    private final FlowStorage storage;
    private final Map<UUID, FlowOperation> taken = new LinkedHashMap<>();
    private Runnable leave = () -> {};

    RunOperations(Persistence persistence, FlowStorage storage) {
        this.persistence = persistence;
        this.operations = persistence.operations();
        this.storage = storage;
    }

    /** Before the run begins: what was wanted of a process that is gone is wanted of this one. */
    void recall(FlowRun run) {
        try {
            operations.of(storage.id()).stream()
                    .filter(FlowOperation::isOpen)
                    .forEach(operation -> recall(run, operation));
        } catch (StorageException e) {
            LOG.warn("Flow {}: operations are looked for later", storage.id(), e);
        }
    }

    private void recall(FlowRun run, FlowOperation operation) {
        boolean made = operation.kind().isAboutAtom() && Mending.isMade(storage.flowMeta(), operation.id());
        if (made) {
            finish(operation, Status.DONE, "carried out before the flow was resumed");
        } else if (operation.kind() == Kind.CANCEL) {
            if (CancelMeta.of(storage.flowMeta()).isEmpty()) {
                storage.putFlowMeta(Map.of(CancelMeta.CANCELLED, Objects.requireNonNull(operation.argument())));
            }
            isNew(operation); // the run finds it in the metadata
        } else {
            take(run, operation);
        }
    }

    private boolean isNew(FlowOperation operation) {
        synchronized (taken) {
            return taken.putIfAbsent(operation.id(), operation) == null;
        }
    }

    /** From now on the run is told of operations. */
    void attend(FlowRun run) {
        leave = operations.attend(storage.id(), operation -> take(run, operation));
    }

    private void take(FlowRun run, FlowOperation operation) {
        if (!isNew(operation)) {
            return;
        }
        LOG.info("Flow {}: {} by {} ({})", storage.id(), operation.kind(), operation.who(), operation.why());
        switch (operation.kind()) {
            case SUSPEND -> run.suspend();
            case CANCEL -> run.cancel(how(operation));
            case RESUME ->
                finish(operation, Status.DONE, "process " + persistence.owner().id() + " goes on with it");
            case RETRY, MARK_DONE, MARK_REVERTED, SKIP, GIVE_UP ->
                finish(operation, Status.REFUSED, "the flow is being run; nothing can be mended meanwhile");
        }
    }

    private static Cancellation how(FlowOperation operation) {
        return CancelMeta.of(Map.of(CancelMeta.CANCELLED, Objects.requireNonNull(operation.argument())))
                .map(Cancelled::how)
                .orElseThrow(
                        () -> new IllegalStateException("operation " + operation.id() + " says not how to cancel"));
    }

    /** The run is over, and will not be taken up here; {@return whether this process has let go of the flow} */
    boolean ended(boolean broken) {
        leave.run();
        if (broken) {
            return false; // whoever takes the flow over takes the operations over
        }
        try {
            FlowState state = storage.flowState();
            boolean wanted = false;
            synchronized (taken) {
                for (FlowOperation operation : taken.values()) {
                    wanted |= operation.kind() == Kind.SUSPEND || operation.kind() == Kind.CANCEL;
                    ended(operation, state);
                }
            }
            boolean waits = state == FlowState.SUSPENDED
                    && (wanted || !ParkedMeta.of(storage.flowMeta()).isEmpty());
            if (waits) {
                persistence.release(storage.id());
            }
            return waits;
        } catch (FencedException e) {
            LOG.debug("Flow {} is not let go of: it is not this process's any more", storage.id(), e);
        } catch (StorageException e) {
            LOG.warn("Flow {}: what came of operations on it is not recorded yet", storage.id(), e);
        }
        return false;
    }

    private void ended(FlowOperation operation, FlowState state) {
        boolean suspended = state == FlowState.SUSPENDED;
        if (operation.kind() == Kind.SUSPEND) {
            finish(operation, suspended ? Status.DONE : Status.REFUSED, "the flow is " + state);
        } else if (operation.kind() == Kind.CANCEL && !suspended) {
            boolean cancelled = CancelMeta.of(storage.flowMeta()).isPresent();
            finish(
                    operation,
                    cancelled ? Status.DONE : Status.REFUSED,
                    "the flow has ended " + state + (cancelled ? "" : " before it could be cancelled"));
        }
    }

    private void finish(FlowOperation operation, Status status, String outcome) {
        operations.finish(operation.finished(status, persistence.clock().instant(), outcome));
    }
}
