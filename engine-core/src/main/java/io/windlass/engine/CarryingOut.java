package io.windlass.engine;

import io.windlass.failure.InvalidStateException;
import io.windlass.failure.StorageException;
import io.windlass.persistence.CancelMeta;
import io.windlass.persistence.FlowChange;
import io.windlass.persistence.FlowOperation;
import io.windlass.persistence.FlowOperation.Kind;
import io.windlass.persistence.FlowOperation.Status;
import io.windlass.persistence.FlowRecord;
import io.windlass.persistence.OperationStore;
import io.windlass.persistence.Persistence;
import io.windlass.persistence.StoredFlow;
import io.windlass.state.FlowState;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Carries out operations on flows that nobody runs: claims the flow, carries out all that is open on it, and lets go of it.
 * What was carried out by a process that did not come to say so is not done again. Thread-safe.
 */
final class CarryingOut {
    private static final Duration SHORTEST_PAUSE = Duration.ofMillis(10);
    private static final Duration LONGEST_PAUSE = Duration.ofMillis(500);

    private final Persistence persistence;
    private final OperationStore operations;

    CarryingOut(Persistence persistence) {
        this.persistence = persistence;
        this.operations = persistence.operations();
    }

    private FlowRecord flow(FlowOperation operation) {
        return persistence.loadRecord(operation.flow()).orElseThrow(() -> Operations.noFlow(operation.flow()));
    }

    /** Waits until it is finished, or there is nothing left to do here; what can be done here is. */
    FlowOperation until(FlowOperation operation, Duration patience, Supplier<Boolean> enough) {
        long end = System.nanoTime() + patience.toNanos();
        Duration pause = SHORTEST_PAUSE;
        while (true) {
            FlowOperation now = current(operation);
            if (now.isOpen() && !isLeftToOthers(operation)) {
                carryOut(operation.flow());
                now = current(operation);
            }
            if (!now.isOpen() || enough.get() || System.nanoTime() >= end) {
                return now;
            }
            pause(operation, pause);
            pause = pause.multipliedBy(2).compareTo(LONGEST_PAUSE) < 0 ? pause.multipliedBy(2) : LONGEST_PAUSE;
        }
    }

    private FlowOperation current(FlowOperation operation) {
        return operations.of(operation.flow()).stream()
                .filter(kept -> kept.id().equals(operation.id()))
                .findFirst()
                .orElseThrow(() -> Operations.noFlow(operation.flow()));
    }

    /** {@return whether all is done that whoever asks can do: others go on with the flow, or are at it} */
    boolean isLeftToOthers(FlowOperation operation) {
        FlowRecord flow = flow(operation);
        if (flow.state() != FlowState.SUSPENDED || !operation.kind().wantsRun()) {
            return !flow.state().isTerminal() && flow.state() != FlowState.SUSPENDED;
        }
        return operation.kind() == Kind.RESUME || CancelMeta.of(flow.meta()).isPresent();
    }

    private static void pause(FlowOperation operation, Duration pause) {
        try {
            TimeUnit.NANOSECONDS.sleep(pause.toNanos());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StorageException(
                    "interrupted while waiting for " + operation.kind() + " of flow " + operation.flow()
                            + "; it stays open",
                    e);
        }
    }

    /** Carries out what is open on a flow, if it can be had and is not under way; else somebody else does. */
    private void carryOut(UUID flow) {
        boolean idle = persistence
                .ownershipOf(flow)
                .filter(found -> found.state().isTerminal() || found.state() == FlowState.SUSPENDED)
                .isPresent();
        if (!idle || operations.isAttended(flow)) {
            return;
        }
        Optional<StoredFlow> mine = persistence.claim(flow);
        if (mine.isEmpty()) {
            return;
        }
        FlowState state = mine.get().flow().state();
        if (state.isTerminal() || state == FlowState.SUSPENDED) {
            try {
                operations.of(flow).stream().filter(FlowOperation::isOpen).forEach(this::carryOut);
            } finally {
                persistence.release(flow);
            }
        }
    }

    private void carryOut(FlowOperation operation) {
        StoredFlow stored = persistence.load(operation.flow()).orElseThrow(() -> Operations.noFlow(operation.flow()));
        FlowState state = stored.flow().state();
        try {
            switch (operation.kind()) {
                case SUSPEND -> suspended(operation, state);
                case RESUME -> {
                    if (state == FlowState.FAILURE) {
                        save(Mending.reopen(stored, operation, operation.asked()));
                    } else if (state != FlowState.SUSPENDED) {
                        finish(operation, Status.REFUSED, "the flow has ended " + state);
                    }
                }
                case CANCEL -> {
                    if (state.isTerminal()) {
                        finish(operation, Status.REFUSED, "the flow has ended " + state);
                    } else if (CancelMeta.of(stored.flow().meta()).isEmpty()) {
                        save(Mending.cancel(stored, operation, operation.asked()));
                    }
                }
                case RETRY, MARK_DONE, MARK_REVERTED, SKIP, GIVE_UP -> {
                    if (!Mending.isMade(stored.flow().meta(), operation.id())) {
                        save(Mending.mend(stored, operation, persistence.clock().instant()));
                    }
                    finish(operation, Status.DONE, outcome(operation));
                }
            }
        } catch (InvalidStateException e) {
            finish(operation, Status.REFUSED, String.valueOf(e.getMessage()));
        }
    }

    private void suspended(FlowOperation operation, FlowState state) {
        if (state == FlowState.SUSPENDED) {
            finish(operation, Status.DONE, "the flow is SUSPENDED");
        } else {
            finish(operation, Status.REFUSED, "the flow has ended " + state);
        }
    }

    private String outcome(FlowOperation operation) {
        FlowState state = flow(operation).state();
        return switch (operation.kind()) {
            case RETRY -> "it is tried again when the flow is resumed";
            case MARK_DONE -> "it is done; the flow can be resumed";
            case MARK_REVERTED -> "it is undone; the flow can be resumed";
            case SKIP -> "it is skipped; the flow can be resumed";
            default ->
                state == FlowState.FAILURE ? "the flow has ended FAILURE" : "it is undone when the flow is resumed";
        };
    }

    private void save(FlowChange change) {
        Ends.await(persistence.save(change).toCompletableFuture(), change.flow().id());
    }

    private void finish(FlowOperation operation, Status status, String outcome) {
        operations.finish(operation.finished(status, persistence.clock().instant(), outcome));
    }
}
