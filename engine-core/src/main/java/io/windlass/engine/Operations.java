package io.windlass.engine;

import io.windlass.atom.Task;
import io.windlass.compiler.Compilation;
import io.windlass.compiler.Compiler;
import io.windlass.failure.InvalidFormatException;
import io.windlass.failure.InvalidStateException;
import io.windlass.failure.NotFoundException;
import io.windlass.failure.StorageException;
import io.windlass.persistence.CancelMeta;
import io.windlass.persistence.CancelMeta.Cancelled;
import io.windlass.persistence.FlowOperation;
import io.windlass.persistence.FlowOperation.Kind;
import io.windlass.persistence.FlowOperation.Status;
import io.windlass.persistence.FlowRecord;
import io.windlass.persistence.OperationStore;
import io.windlass.persistence.ParkedMeta;
import io.windlass.persistence.ParkedMeta.Parked;
import io.windlass.persistence.Persistence;
import io.windlass.persistence.StoredFlow;
import io.windlass.state.Cancellation;
import io.windlass.state.FlowState;
import io.windlass.value.Value;
import io.windlass.value.Values;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What people do with flows, from any process of a store: suspend, resume, cancel, and get going again what is stuck. An
 * atom is stuck whose revert has failed, or whose execute failed and nothing was done about it, in a flow that is parked
 * ({@link EngineBuilder#park}) or has ended FAILURE.
 *
 * <p>Each operation is kept with its flow, with who wants it, why, and what came of it. A flow that is run somewhere is
 * told there, within a second or so, and the operation is open until that process has finished it, or whoever takes the flow
 * over. What nobody runs is changed here and now. So a process that dies at any moment leaves an operation open, or
 * finished, and one that is open is taken up by the next operation on its flow.
 *
 * <p>An operation that makes no sense is refused with an {@link InvalidStateException}, kept as refused, and changes
 * nothing. All of them throw {@link NotFoundException} when there is no such flow, {@link IllegalArgumentException} when
 * who and why are not said, {@link StorageException} when the store does not answer. Thread-safe.
 */
public final class Operations {
    /** How long to wait for another process to let go of a flow that it does not run. */
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final Persistence persistence;
    private final OperationStore operations;
    private final CarryingOut carrying;
    private final @Nullable FlowFactories factories;

    private Operations(Persistence persistence, @Nullable FlowFactories factories) {
        this.persistence = persistence;
        this.operations = persistence.operations();
        this.carrying = new CarryingOut(persistence);
        this.factories = factories;
    }

    /** {@return what can be done with the flows of a store} It is not closed by this. */
    public static Operations on(Persistence persistence) {
        return new Operations(persistence, null);
    }

    /** {@return the same, for a process that can make flows: the result of what is marked done is checked by its task} */
    public Operations knowing(FlowFactories known) {
        return new Operations(persistence, known);
    }

    /**
     * Has a flow start nothing more; it is SUSPENDED when what is in flight has come back. The process that runs it then
     * lets go of it.
     *
     * @return the operation, open: see {@link #await}
     */
    public FlowOperation suspend(UUID flow, By by) {
        FlowRecord record = record(flow);
        FlowOperation operation = operation(Kind.SUSPEND, flow, null, null, by);
        if (record.state().isTerminal() || record.state() == FlowState.SUSPENDED) {
            throw refused(operation, "it is " + record.state() + "; only a flow that is under way can be suspended");
        }
        operations.put(operation);
        return operation;
    }

    /**
     * Has a process that can make the flow go on with it: whichever takes flows over next ({@link Persistence#takeOver}).
     * A flow that has ended FAILURE is opened again for that.
     *
     * @return the operation, open until a process runs the flow
     */
    public FlowOperation resume(UUID flow, By by) {
        FlowState state = record(flow).state();
        FlowOperation operation = operation(Kind.RESUME, flow, null, null, by);
        if (state != FlowState.SUSPENDED && state != FlowState.FAILURE) {
            throw refused(
                    operation,
                    "it is " + state + "; only a flow that is SUSPENDED, or has ended FAILURE, can be resumed");
        }
        operations.put(operation);
        return carriedOut(operation, () -> carrying.isLeftToOthers(operation));
    }

    /**
     * Ends a flow before its time, see {@link Cancellation}. One that is suspended is run to that end by whichever process
     * takes flows over next.
     *
     * @return the operation, open until the flow has ended
     */
    public FlowOperation cancel(UUID flow, Cancellation how, By by) {
        FlowState state = record(flow).state();
        Cancelled asked = new Cancelled(how.by(by.who()), persistence.clock().instant());
        Value argument = Objects.requireNonNull(CancelMeta.entries(asked).get(CancelMeta.CANCELLED));
        FlowOperation operation = operation(Kind.CANCEL, flow, null, argument, by);
        if (state.isTerminal()) {
            throw refused(operation, "it has ended " + state + "; there is nothing to cancel");
        }
        operations.put(operation);
        return state == FlowState.SUSPENDED
                ? carriedOut(operation, () -> carrying.isLeftToOthers(operation))
                : operation;
    }

    /**
     * Has what is stuck tried again when the flow is resumed: revert as another attempt, execute too, under the same
     * idempotency key. A task that runs at most once in a round, and may have run, begins another round.
     */
    public FlowOperation retry(UUID flow, String atom, By by) {
        return mend(Kind.RETRY, flow, atom, null, by);
    }

    /**
     * Takes a task that failed for done. A revert that failed cannot be taken for done.
     *
     * @param result what execute would have returned, refused when it does not read as what the task declares, where that
     *     is known ({@link #knowing}); else whoever takes it fails
     * @throws io.windlass.failure.InvalidFormatException when it is no JSON
     */
    public FlowOperation markDone(UUID flow, String atom, Value result, By by) {
        Values.tree(result); // what is no JSON never gets as far as the store
        return mend(Kind.MARK_DONE, flow, atom, result, by);
    }

    /**
     * Takes what is stuck for undone: nothing of it is there. Of a task that failed its revert is not called, and the flow
     * goes on as after any failure: it is undone, or a retry controller has it done again.
     */
    public FlowOperation markReverted(UUID flow, String atom, By by) {
        return mend(Kind.MARK_REVERTED, flow, atom, null, by);
    }

    /**
     * Leaves what is stuck as it is, whatever that is. After a revert that failed the rest is undone. A task that failed
     * is IGNOREd, and so is all that comes after it in the flow, as if a decider had said so.
     */
    public FlowOperation skip(UUID flow, String atom, By by) {
        return mend(Kind.SKIP, flow, atom, null, by);
    }

    /**
     * Goes on as if the flow had not been parked: after a revert that failed it ends FAILURE now; a task that failed is
     * undone with the flow when that is resumed, unless a retry controller says otherwise.
     */
    public FlowOperation giveUp(UUID flow, String atom, By by) {
        return mend(Kind.GIVE_UP, flow, atom, null, by);
    }

    /** {@return every operation on a flow, refused ones too, the oldest first} */
    public List<FlowOperation> audit(UUID flow) {
        record(flow);
        return operations.of(flow);
    }

    /** {@return whether somebody has asked that a process go on with a flow, and none has begun yet} */
    public boolean isRunWanted(UUID flow) {
        return isRunWanted(operations.of(flow));
    }

    private static boolean isRunWanted(List<FlowOperation> all) {
        return all.stream()
                .anyMatch(operation -> operation.isOpen() && operation.kind().wantsRun());
    }

    /**
     * {@return what people have to do before a flow is gone on with by itself, in a line: it is parked, or was suspended by
     * somebody; empty when nothing keeps whoever comes from it} For those who look for work, such as conductors.
     */
    public Optional<String> heldBy(FlowRecord flow) {
        if (flow.state() != FlowState.SUSPENDED) {
            return Optional.empty();
        }
        List<FlowOperation> all = operations.of(flow.id());
        List<Parked> parked = ParkedMeta.of(flow.meta());
        if (isRunWanted(all)) {
            return Optional.empty();
        }
        if (!parked.isEmpty()) {
            return Optional.of("it is parked, as " + parked.get(0).action() + " of '"
                    + parked.get(0).atom() + "' got stuck");
        }
        return all.stream()
                .filter(operation -> operation.status() == Status.DONE)
                .filter(operation -> operation.kind() == Kind.SUSPEND || operation.kind() == Kind.RESUME)
                .reduce((earlier, later) -> later)
                .filter(newest -> newest.kind() == Kind.SUSPEND)
                .map(newest -> "it was suspended by " + newest.who());
    }

    /** {@return what of a flow is done, and what is undone, as far as it is known} */
    public UndoReport report(UUID flow) {
        StoredFlow stored = persistence.load(flow).orElseThrow(() -> noFlow(flow));
        return UndoReport.of(stored.flow(), stored.atoms(), persistence.changes(flow));
    }

    /**
     * Waits until an operation is finished. One that nobody else will carry out, as its process is gone, is carried out
     * here.
     *
     * @return the operation as it is then: still open when the time was not enough
     */
    public FlowOperation await(FlowOperation operation, Duration patience) {
        return carrying.until(operation, patience, () -> false);
    }

    private FlowOperation mend(Kind kind, UUID flow, String atom, @Nullable Value argument, By by) {
        StoredFlow stored = persistence.load(flow).orElseThrow(() -> noFlow(flow));
        FlowOperation operation = operation(kind, flow, atom, argument, by);
        try {
            Mending.mend(stored, operation, operation.asked());
            requireFits(stored, operation);
        } catch (InvalidStateException e) {
            throw refused(operation, e.getMessage());
        }
        operations.put(operation);
        return carriedOut(operation, () -> false);
    }

    private void requireFits(StoredFlow stored, FlowOperation operation) {
        Value result = operation.argument();
        if (factories == null || result == null || result.equals(Value.NULL)) {
            return;
        }
        Compilation compilation;
        try {
            compilation = Compiler.compile(factories.flow(stored));
        } catch (NotFoundException e) {
            return; // others can make it
        }
        Integer node = compilation.node(String.valueOf(operation.atom()));
        if (node != null && compilation.atom(node) instanceof Task task) {
            try {
                Values.read(result, task.signature().result());
            } catch (InvalidFormatException e) {
                throw new InvalidStateException("the result is none that " + task + " returns: " + e.getMessage(), e);
            }
        }
    }

    private FlowOperation operation(Kind kind, UUID flow, @Nullable String atom, @Nullable Value argument, By by) {
        return new FlowOperation(
                UUID.randomUUID(),
                flow,
                kind,
                atom,
                argument,
                by.who(),
                by.why(),
                persistence.clock().instant(),
                Status.OPEN,
                null,
                null);
    }

    private FlowRecord record(UUID flow) {
        return persistence.loadRecord(flow).orElseThrow(() -> noFlow(flow));
    }

    static NotFoundException noFlow(UUID flow) {
        return new NotFoundException("there is no flow " + flow);
    }

    private InvalidStateException refused(FlowOperation operation, @Nullable String why) {
        String reason = String.valueOf(why);
        operations.put(operation.finished(Status.REFUSED, persistence.clock().instant(), reason));
        return error(operation, reason);
    }

    private static InvalidStateException error(FlowOperation operation, @Nullable String reason) {
        return new InvalidStateException(operation.kind() + " of flow " + operation.flow() + " is refused: " + reason);
    }

    /** {@return the operation, as far as it came} Throws when it was refused after all. */
    private FlowOperation carriedOut(FlowOperation operation, Supplier<Boolean> enough) {
        FlowOperation now = carrying.until(operation, PATIENCE, enough);
        if (now.status() == Status.REFUSED) {
            throw error(operation, now.outcome());
        }
        return now;
    }
}
