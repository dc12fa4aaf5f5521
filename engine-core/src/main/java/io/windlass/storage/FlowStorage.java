package io.windlass.storage;

import io.windlass.atom.FlowFailures;
import io.windlass.atom.Outcome;
import io.windlass.compiler.Compilation;
import io.windlass.failure.DuplicateException;
import io.windlass.failure.Failure;
import io.windlass.failure.InvalidStateException;
import io.windlass.persistence.AtomChange;
import io.windlass.persistence.FlowChange;
import io.windlass.persistence.FlowRecord;
import io.windlass.persistence.HistoryEntry;
import io.windlass.persistence.Persistence;
import io.windlass.persistence.StoredAtom;
import io.windlass.persistence.StoredFlow;
import io.windlass.retry.History;
import io.windlass.state.Action;
import io.windlass.state.AtomState;
import io.windlass.state.FlowState;
import io.windlass.state.Intention;
import io.windlass.state.RequestName;
import io.windlass.value.Value;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * The states, values and failures of one flow, as its run sees them. Changes gather here until {@link #commit} hands
 * them to the store in one piece. Used by one thread at a time, the run's; {@link #values} may be asked by others
 * once the run has ended.
 */
public final class FlowStorage {
    private final Compilation compilation;
    private final Persistence persistence;
    private final UUID id;
    private final Map<String, Value> store;
    private final @Nullable AtomCell[] cells;
    private final Set<Integer> dirty = new LinkedHashSet<>();
    private final List<HistoryEntry> history = new ArrayList<>();
    private final FailureBook failures = new FailureBook();
    private final ValueLookup values;
    private FlowState state;
    private long sequence;
    private boolean stored;
    private @Nullable Starts starts;
    private HandedOver handedOver = new HandedOver(false, Set.of(), Set.of(), List.of());

    private FlowStorage(Compilation compilation, Persistence persistence, FlowRecord flow, boolean stored) {
        this.compilation = compilation;
        this.persistence = persistence;
        this.id = flow.id();
        this.store = flow.store();
        this.state = flow.state();
        this.sequence = flow.history();
        this.stored = stored;
        this.cells = new AtomCell[compilation.size()];
        compilation.atoms().forEach(node -> cells[node] = new AtomCell(compilation.atom(node)));
        this.values = new ValueLookup(compilation, store, this::cell);
    }

    /** The storage of a new flow; nothing is stored before the first commit. */
    public static FlowStorage create(
            Compilation compilation, Persistence persistence, UUID id, Map<String, Value> store) {
        FlowRecord flow = new FlowRecord(id, compilation.name(), FlowState.PENDING, store, 0);
        return new FlowStorage(compilation, persistence, flow, false);
    }

    /**
     * The storage of a flow that is stored. Stored atoms are found by name; those that the flow no longer has are
     * left alone.
     *
     * @throws DuplicateException when a stored atom is of another kind than the flow's
     */
    public static FlowStorage load(Compilation compilation, Persistence persistence, StoredFlow flow) {
        FlowStorage storage = new FlowStorage(compilation, persistence, flow.flow(), true);
        for (StoredAtom atom : flow.atoms()) {
            Integer node = compilation.node(atom.name());
            if (node != null) {
                storage.load(node, atom);
            }
        }
        return storage;
    }

    private void load(int node, StoredAtom atom) {
        AtomCell cell = cell(node);
        if (atom.kind() != cell.kind()) {
            throw new DuplicateException("atom '" + atom.name() + "' is stored as a " + atom.kind() + ", but is a "
                    + cell.kind() + " in flow '" + compilation.name() + "'; give the new one another name");
        }
        cell.load(atom);
        if (cell.state != AtomState.PENDING) {
            failures.enter(atom.name(), cell);
        }
    }

    private AtomCell cell(int node) {
        AtomCell cell = cells[node];
        if (cell == null) {
            throw new IllegalStateException("node " + node + " of '" + compilation.name() + "' is no atom");
        }
        return cell;
    }

    /** {@return the flow's id} */
    public UUID id() {
        return id;
    }

    /** {@return the flow's state} */
    public FlowState flowState() {
        return state;
    }

    /** {@return the atom's state} */
    public AtomState state(int node) {
        return cell(node).state;
    }

    /** {@return what is meant to be done with the atom} */
    public Intention intention(int node) {
        return cell(node).intention;
    }

    /** {@return the failures of execute that the flow holds, by atom, in the order in which they came} */
    public Map<String, Failure> executeFailures() {
        return failures.execute();
    }

    /** {@return the failures of revert that the flow holds, by atom, in the order in which they came} */
    public Map<String, Failure> revertFailures() {
        return failures.revert();
    }

    /** {@return the failures of execute, for a revert} */
    public FlowFailures told() {
        return failures.told();
    }

    /** {@return what a retry has been through} */
    public History retryHistory(int node) {
        return cell(node).history();
    }

    /** {@return the values of the flow, by name and by atom} */
    public ValueLookup values() {
        return values;
    }

    /**
     * Moves the flow.
     *
     * @return whether it moved; false when the move is one that is ignored
     * @throws InvalidStateException when the move is forbidden
     */
    public boolean moveFlow(FlowState next) {
        switch (state.moveTo(next)) {
            case MADE -> {
                history.add(new HistoryEntry(++sequence, null, 0, 0, state.name(), next.name(), null, null));
                state = next;
                return true;
            }
            case IGNORED -> {
                return false;
            }
            case FORBIDDEN ->
                throw new InvalidStateException(
                        "flow '" + compilation.name() + "' (" + id + ") cannot go from " + state + " to " + next);
        }
        throw new AssertionError(next);
    }

    /** Changes what is meant to be done with an atom; nobody is notified of that. */
    public void intend(int node, Intention intention) {
        AtomCell cell = cell(node);
        if (cell.intention != intention) {
            remember(node, cell);
            cell.intention = intention;
            touch(node, cell, false);
        }
    }

    /** From here on changes are remembered, so that {@link #takeBackStarts} can undo them. */
    public void markStarts() {
        starts = new Starts(state, sequence);
    }

    /** The changes since the mark stay: somebody else knows of them. */
    public void keepStarts() {
        starts = null;
    }

    /**
     * All is again what it was at the mark. The requests that were named since must not have been handed to anybody.
     * Where the store has the changes the history tells of the way back, else of nothing.
     */
    public void takeBackStarts() {
        if (starts == null) {
            return;
        }
        Starts undone = starts;
        starts = null;
        boolean unstored = history.removeIf(entry -> entry.sequence() > undone.sequence());
        if (unstored) {
            sequence = undone.sequence();
            state = undone.flow();
        }
        undone.before().forEach((node, before) -> {
            AtomCell cell = cell(node);
            if (unstored) {
                cell.state = before.state();
            } else if (cell.state != before.state()) {
                move(node, cell, before.state());
            }
            touch(node, cell, before.restore(cell));
            enterFailures(node, cell);
        });
    }

    private void enterFailures(int node, AtomCell cell) {
        String name = compilation.atom(node).name();
        if (cell.state == AtomState.PENDING) {
            failures.strike(name);
        } else {
            failures.enter(name, cell);
        }
    }

    private void remember(int node, AtomCell cell) {
        if (starts != null) {
            starts.remember(node, cell);
        }
    }

    /**
     * Names the next request for an atom and moves the atom to RUNNING or REVERTING, unless it is there.
     *
     * @return the name: the one it had when it is in flight already
     */
    public RequestName begin(int node, Action action) {
        AtomCell cell = cell(node);
        AtomState next = action == Action.EXECUTE ? AtomState.RUNNING : AtomState.REVERTING;
        if (cell.state != next) {
            remember(node, cell);
            if (action == Action.EXECUTE) {
                cell.round++;
                touch(node, cell, cell.result != null || cell.failure != null);
                cell.failure = null;
                cell.result = cell.isRetry() ? cell.result : null;
            }
            cell.attempt = 1;
            move(node, cell, next);
        }
        return request(node, action);
    }

    /** {@return the name of the newest request to execute an atom} */
    public RequestName newestRequest(int node) {
        return request(node, Action.EXECUTE);
    }

    private RequestName request(int node, Action action) {
        AtomCell cell = cell(node);
        return new RequestName(
                id, compilation.atom(node).name(), action, Math.max(1, cell.round), Math.max(1, cell.attempt));
    }

    /** Moves a retry to RETRYING, and back from the intention to be. */
    public void retrying(int node) {
        AtomCell cell = cell(node);
        remember(node, cell);
        cell.intention = Intention.EXECUTE;
        move(node, cell, AtomState.RETRYING);
    }

    /**
     * Makes an atom ready to be done afresh. What its execute led to stays readable for people; the flow no longer
     * holds its failures.
     *
     * @return whether its state changed
     */
    public boolean renew(int node) {
        failures.strike(compilation.atom(node).name());
        return settleIn(node, AtomState.PENDING, Intention.EXECUTE);
    }

    /** Skips an atom; {@return whether its state changed} */
    public boolean ignore(int node) {
        return settleIn(node, AtomState.IGNORE, Intention.IGNORE);
    }

    private boolean settleIn(int node, AtomState next, Intention intention) {
        AtomCell cell = cell(node);
        remember(node, cell);
        intend(node, intention);
        if (cell.state == next) {
            return false;
        }
        move(node, cell, next);
        return true;
    }

    /**
     * Records, in a retry's newest round, why an atom failed; of several failures of one atom the first.
     *
     * @throws io.windlass.failure.StorageException when the retry has no round
     */
    public void roundFailed(int retry, String atom, Failure failure) {
        AtomCell cell = cell(retry);
        cell.roundFailed(atom, failure);
        touch(retry, cell, true);
    }

    /** {@return what became of an atom's execute, for its revert} */
    public Outcome<Value> previousOutcome(int node) {
        AtomCell cell = cell(node);
        if (cell.failure != null) {
            return new Outcome.Failed<>(cell.failure);
        }
        return cell.result == null ? new Outcome.Unknown<>() : new Outcome.Succeeded<>(cell.result);
    }

    /** Records that execute returned a value. */
    public void succeeded(int node, Value result, @Nullable String worker, @Nullable String runId) {
        AtomCell cell = ranBy(node, worker, runId);
        cell.succeeded(result);
        finish(node, cell, AtomState.SUCCESS);
    }

    /** Records that execute failed. */
    public void failed(int node, Failure failure, @Nullable String worker, @Nullable String runId) {
        AtomCell cell = ranBy(node, worker, runId);
        cell.failed(failure);
        finish(node, cell, AtomState.FAILURE);
    }

    /** Records that revert returned. */
    public void reverted(int node, @Nullable String worker, @Nullable String runId) {
        AtomCell cell = ranBy(node, worker, runId);
        cell.reverted();
        finish(node, cell, AtomState.REVERTED);
    }

    /** Records that revert failed. */
    public void revertFailed(int node, Failure failure, @Nullable String worker, @Nullable String runId) {
        AtomCell cell = ranBy(node, worker, runId);
        cell.revertFailed(failure);
        finish(node, cell, AtomState.REVERT_FAILURE);
    }

    /** Takes back an outcome that the store refused: the atom is in flight again, as it was. */
    public void unfinish(int node) {
        AtomCell cell = cell(node);
        boolean executed = cell.state == AtomState.SUCCESS || cell.state == AtomState.FAILURE;
        if (executed) {
            cell.unexecuted();
        }
        cell.revertFailure = null;
        finish(node, cell, executed ? AtomState.RUNNING : AtomState.REVERTING);
    }

    private AtomCell ranBy(int node, @Nullable String worker, @Nullable String runId) {
        AtomCell cell = cell(node);
        cell.worker = worker;
        cell.runId = runId;
        return cell;
    }

    private void finish(int node, AtomCell cell, AtomState next) {
        touch(node, cell, true);
        move(node, cell, next);
        enterFailures(node, cell);
    }

    private void move(int node, AtomCell cell, AtomState next) {
        boolean outcome = next.isOutcome();
        history.add(new HistoryEntry(
                ++sequence,
                compilation.atom(node).name(),
                cell.round,
                cell.attempt,
                cell.state.name(),
                next.name(),
                outcome ? cell.worker : null,
                outcome ? cell.runId : null));
        cell.state = next;
        touch(node, cell, false);
    }

    private void touch(int node, AtomCell cell, boolean outcome) {
        cell.outcomeChanged |= outcome;
        dirty.add(node);
    }

    /**
     * Hands all changes since the last commit to the store.
     *
     * @return completes when they are durable; see {@link Persistence#save}
     */
    public CompletionStage<Void> commit() {
        Set<Integer> outcomes = new LinkedHashSet<>();
        List<AtomChange> atoms = new ArrayList<>(dirty.size());
        for (int node : dirty) {
            AtomCell cell = cell(node);
            atoms.add(new AtomChange(cell.toRecord(), cell.outcomeChanged));
            if (cell.outcomeChanged) {
                outcomes.add(node);
                cell.outcomeChanged = false;
            }
        }
        FlowRecord flow = new FlowRecord(id, compilation.name(), state, stored ? Map.of() : store, sequence);
        FlowChange change = new FlowChange(flow, !stored, atoms, history);
        handedOver = new HandedOver(stored, Set.copyOf(dirty), outcomes, List.copyOf(history));
        stored = true;
        dirty.clear();
        history.clear();
        return persistence.save(change);
    }

    /** What the last commit handed to the store, kept in case the store refuses it. */
    private record HandedOver(boolean stored, Set<Integer> dirty, Set<Integer> outcomes, List<HistoryEntry> history) {}

    /** Takes back the last commit, which the store refused: its changes are to be committed again. */
    public void uncommit() {
        stored = handedOver.stored();
        handedOver
                .dirty()
                .forEach(node -> touch(node, cell(node), handedOver.outcomes().contains(node)));
        history.addAll(0, handedOver.history());
    }

    /** {@return whether there is anything to commit} */
    public boolean hasChanges() {
        return !stored || !dirty.isEmpty() || !history.isEmpty();
    }
}
