package io.windlass.storage;

import io.windlass.atom.Atom;
import io.windlass.atom.FlowFailures;
import io.windlass.atom.Outcome;
import io.windlass.atom.Progress;
import io.windlass.atom.Provides;
import io.windlass.compiler.Compilation;
import io.windlass.execution.TaskOutcome;
import io.windlass.failure.DuplicateException;
import io.windlass.failure.Failure;
import io.windlass.failure.InvalidStateException;
import io.windlass.persistence.FlowRecord;
import io.windlass.persistence.Persistence;
import io.windlass.persistence.ProgressMeta;
import io.windlass.persistence.StartsMeta;
import io.windlass.persistence.StoredAtom;
import io.windlass.persistence.StoredFlow;
import io.windlass.retry.History;
import io.windlass.state.Action;
import io.windlass.state.AtomState;
import io.windlass.state.FlowState;
import io.windlass.state.Intention;
import io.windlass.state.RequestName;
import io.windlass.state.Start;
import io.windlass.value.Value;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
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
    private final @Nullable AtomCell[] cells;
    private final Journal journal;
    private final FailureBook failures = new FailureBook();
    private final Given given;
    private final ValueLookup values;
    private FlowState state;
    private @Nullable Starts starts;

    private FlowStorage(Compilation compilation, Persistence persistence, FlowRecord flow, boolean stored) {
        this.compilation = compilation;
        this.persistence = persistence;
        this.id = flow.id();
        this.state = flow.state();
        this.journal = new Journal(flow, stored);
        this.cells = new AtomCell[compilation.size()];
        compilation.atoms().forEach(node -> cells[node] = new AtomCell(compilation.atom(node)));
        this.given = new Given(flow.store());
        this.values = new ValueLookup(compilation, given, this::cell);
    }

    /** The storage of a new flow, in a log book or in none; nothing is stored before the first commit. */
    public static FlowStorage create(
            Compilation compilation, Persistence persistence, UUID id, @Nullable UUID book, Map<String, Value> store) {
        FlowRecord flow = new FlowRecord(id, compilation.name(), book, FlowState.PENDING, store, Map.of(), 0);
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
        if (cell.state != AtomState.PENDING && cell.state != AtomState.IGNORE) {
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

    /** {@return the time by the store's clock, as it is stored: in microseconds} */
    public Instant now() {
        return persistence.clock().instant().truncatedTo(ChronoUnit.MICROS);
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

    /** {@return why the atom's execute failed; null when it did not} */
    public @Nullable Failure failure(int node) {
        return cell(node).failure;
    }

    /** {@return why the atom's revert failed; null when it did not} */
    public @Nullable Failure revertFailure(int node) {
        return cell(node).revertFailure;
    }

    /** {@return the round of the atom's newest request, 0 before the first} */
    public int round(int node) {
        return cell(node).round;
    }

    /** {@return the attempt of the atom's newest request, 0 before the first} */
    public int attempt(int node) {
        return cell(node).attempt;
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

    /** {@return what is kept of an atom besides its outcome, by name} */
    public Map<String, Value> meta(int node) {
        return cell(node).meta;
    }

    /** Keeps more of an atom, or other values under names that there are; recorded with the next commit. */
    public void putMeta(int node, Map<String, Value> entries) {
        journal.putMeta(cell(node), entries);
    }

    /** Keeps the starts of a request for a task, until another request for it is started; recorded with the next commit. */
    public void putStarts(int node, RequestName request, List<Start> starts) {
        putMeta(node, StartsMeta.entries(request, starts));
    }

    /** {@return the starts of a request for a task, as far as they are kept} */
    public List<Start> starts(int node, RequestName request) {
        return StartsMeta.of(request, meta(node));
    }

    /** {@return how far a task has come} */
    public Progress progress(int node) {
        return ProgressMeta.of(state(node), meta(node));
    }

    /** {@return what is kept of the flow besides its store, by name} */
    public Map<String, Value> flowMeta() {
        return journal.meta();
    }

    /** Keeps more of the flow, or other values under names that there are; recorded with the next commit. */
    public void putFlowMeta(Map<String, Value> entries) {
        journal.putMeta(entries);
    }

    /** Gives the flow more values, or others; recorded with the next commit, or for this process only. */
    public void inject(Map<String, Value> more, boolean inMemory) {
        if (inMemory) {
            given.putInMemory(more);
        } else {
            journal.putStore(given.put(more));
        }
    }

    /** Gives values to arguments of one atom; recorded with the next commit, or for this process only. */
    public void inject(int node, Map<String, Value> arguments, boolean inMemory) {
        AtomCell cell = cell(node);
        if (inMemory) {
            cell.injectInMemory(arguments);
        } else {
            journal.putMeta(cell, cell.inject(arguments));
        }
    }

    /** Has what the flow's definition injects into its atoms stored with them. */
    public void storeInjected() {
        for (int node : compilation.atoms()) {
            Map<String, Value> defined = compilation.atom(node).injected();
            if (!defined.isEmpty()) {
                inject(node, defined, false);
            }
        }
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
                journal.moved(state, next);
                state = next;
                journal.deadline(next.isTerminal() ? null : journal.deadline());
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
            remember(cell);
            cell.intention = intention;
            journal.touch(cell, false);
        }
    }

    /** From here on changes are remembered, so that {@link #takeBackStarts} can undo them. */
    public void markStarts() {
        starts = new Starts(state, journal);
    }

    /** The changes since the mark stay: somebody else knows of them. */
    public void keepStarts() {
        starts = null;
    }

    /** All is again what it was at the mark; nobody must have been handed the requests that were named since. */
    public void takeBackStarts() {
        if (starts != null) {
            state = starts.takeBack(journal, state);
            starts.changed().forEach(this::enterFailures);
            starts = null;
        }
    }

    private void enterFailures(AtomCell cell) {
        if (cell.state == AtomState.PENDING) {
            failures.strike(cell.name());
        } else {
            failures.enter(cell.name(), cell);
        }
    }

    private void remember(AtomCell cell) {
        if (starts != null) {
            starts.remember(cell);
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
            remember(cell);
            if (action == Action.EXECUTE) {
                journal.touch(cell, cell.begin());
            }
            cell.attempt = 1;
            cell.unlimit();
            journal.move(cell, next);
        } else if (cell.due != null) {
            remember(cell);
            cell.due = null;
            cell.startBy = null;
            journal.touch(cell, false);
        }
        return newestRequest(node, action);
    }

    /** Takes back a request to execute that nobody has begun: the atom is PENDING again. */
    public void withdraw(int node) {
        cell(node).unlimit();
        journal.move(cell(node), AtomState.PENDING);
    }

    /** {@return when execute of an atom is given up; null for never} */
    public @Nullable Instant deadline(int node) {
        return cell(node).deadline;
    }

    /** {@return by when a worker must have started an atom's newest request; null for whenever} */
    public @Nullable Instant startBy(int node) {
        return cell(node).startBy;
    }

    /** Limits the time of a request that {@link #begin} has just named. */
    public void limit(int node, @Nullable Instant startBy, @Nullable Instant deadline) {
        AtomCell cell = cell(node);
        cell.startBy = startBy;
        cell.deadline = deadline;
    }

    /** {@return when the flow is given up; null for never} */
    public @Nullable Instant deadline() {
        return journal.deadline();
    }

    /** Limits the time of a flow that has just been moved to RUNNING; it ends with the flow. */
    public void limit(Instant deadline) {
        journal.deadline(deadline);
    }

    /** {@return when an atom may be started that waits for another attempt or round; null when it does not wait} */
    public @Nullable Instant due(int node) {
        return cell(node).due;
    }

    /** Lets a retry that is to begin another round wait. */
    public void waitUntil(int node, Instant due) {
        AtomCell cell = cell(node);
        remember(cell);
        cell.due = due;
        journal.touch(cell, false);
    }

    /** Lets a task, whose newest attempt failed, wait for another: it is still RUNNING. */
    public void again(int node, TaskOutcome failed, Instant due) {
        AtomCell cell = cell(node);
        cell.worker = failed.worker();
        cell.runId = failed.runId();
        journal.move(cell, AtomState.RUNNING);
        cell.attempt++;
        cell.due = due;
    }

    /** {@return the name of the newest request for an atom} */
    public RequestName newestRequest(int node, Action action) {
        AtomCell cell = cell(node);
        return new RequestName(
                id, compilation.atom(node).name(), action, Math.max(1, cell.round), Math.max(1, cell.attempt));
    }

    /** Moves a retry to RETRYING, and back from the intention to be. */
    public void retrying(int node) {
        AtomCell cell = cell(node);
        remember(cell);
        cell.intention = Intention.EXECUTE;
        journal.move(cell, AtomState.RETRYING);
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
        remember(cell);
        intend(node, intention);
        if (cell.state == next) {
            return false;
        }
        cell.unlimit();
        journal.move(cell, next);
        return true;
    }

    /**
     * Records, in a retry's newest round, why an atom failed; of several failures of one atom the first. A retry has no
     * round when the flow got it after the atom had failed.
     */
    public void roundFailed(int retry, String atom, Failure failure) {
        AtomCell cell = cell(retry);
        cell.roundFailed(atom, failure);
        journal.touch(cell, true);
    }

    /** {@return what became of an atom's execute, for its revert} */
    public Outcome<Value> previousOutcome(int node) {
        AtomCell cell = cell(node);
        if (cell.failure != null) {
            return new Outcome.Failed<>(cell.failure);
        }
        return cell.result == null ? new Outcome.Unknown<>() : new Outcome.Succeeded<>(cell.result);
    }

    /** Records what a request led to. */
    public void finished(int node, TaskOutcome outcome) {
        AtomCell cell = cell(node);
        Value result = outcome.result();
        Atom<?> atom = compilation.atom(node);
        boolean hasParts = atom.results().form() != Provides.Form.WHOLE;
        if (result != null && hasParts && outcome.name().action() == Action.EXECUTE) {
            ShortResults.warn(atom, values.partsOf(node, result));
        }
        finish(cell, cell.finish(outcome));
    }

    /** Takes back an outcome that the store refused: the atom is in flight again, as it was. */
    public void unfinish(int node) {
        AtomCell cell = cell(node);
        finish(cell, cell.unfinish());
    }

    private void finish(AtomCell cell, AtomState next) {
        cell.unlimit();
        journal.touch(cell, true);
        journal.move(cell, next);
        enterFailures(cell);
    }

    /**
     * Hands all changes since the last commit to the store.
     *
     * @return completes when they are durable; see {@link Persistence#save}
     */
    public CompletionStage<Void> commit() {
        return persistence.save(journal.handOver(state));
    }

    /** Takes back the last commit, which the store refused: its changes are to be committed again. */
    public void uncommit() {
        journal.takeBack();
    }

    /** {@return whether the flow was ever handed to the store} */
    public boolean isStored() {
        return journal.isStored();
    }

    /** {@return whether there is anything to commit} */
    public boolean hasChanges() {
        return !journal.isEmpty();
    }
}
