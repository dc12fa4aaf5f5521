package io.windlass.storage;

import io.windlass.atom.Atom;
import io.windlass.execution.TaskOutcome;
import io.windlass.failure.Failure;
import io.windlass.persistence.AtomKind;
import io.windlass.persistence.StoredAtom;
import io.windlass.retry.Attempt;
import io.windlass.retry.History;
import io.windlass.retry.Retry;
import io.windlass.state.Action;
import io.windlass.state.AtomState;
import io.windlass.state.Intention;
import io.windlass.value.Failures;
import io.windlass.value.Value;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One atom as the run sees it; knows whether it differs from what is stored. */
final class AtomCell {
    private final Atom<?> atom;
    /** Of a retry; tasks have none, and stay without a list, since a flow has many. */
    private final List<Attempt> attempts;

    /** Those of the newest attempt; null before the first. */
    private @Nullable RoundFailures newestFailures;

    AtomState state = AtomState.PENDING;
    Intention intention = Intention.EXECUTE;
    int round;
    int attempt;

    /** What execute returned; of a retry what it provides in its newest round. */
    @Nullable
    Value result;

    @Nullable
    Failure failure;

    @Nullable
    Failure revertFailure;

    @Nullable
    String worker;

    @Nullable
    String runId;

    /** What else is kept of it. */
    Map<String, Value> meta = Map.of();

    /** Not to be started before then; null when nothing waits. */
    @Nullable
    Instant due;

    /** By then a worker must have started its newest request; null for whenever. */
    @Nullable
    Instant startBy;

    /** Its execute is given up then; null for never. */
    @Nullable
    Instant deadline;

    /** What its arguments are given, by whom else than its definition; null for nothing. */
    private @Nullable Injected injected;

    /** Who remembers what it was last; null when nobody does. */
    @Nullable
    Starts remembered;

    /** Whether it was ever handed to the store. */
    boolean handedOver;

    /** Whether it differs from what was handed to the store; the other two say in what besides its state. */
    boolean dirty;

    boolean outcomeChanged;
    boolean metaChanged;

    AtomCell(Atom<?> atom) {
        this.atom = atom;
        this.attempts = isRetry() ? new ArrayList<>() : List.of();
    }

    String name() {
        return atom.name();
    }

    boolean isRetry() {
        return atom instanceof Retry;
    }

    AtomKind kind() {
        return isRetry() ? AtomKind.RETRY : AtomKind.TASK;
    }

    void load(StoredAtom stored) {
        handedOver = true;
        state = stored.state();
        intention = stored.intention();
        round = stored.round();
        attempt = stored.attempt();
        if (isRetry()) {
            attempts.addAll(Histories.read(stored.result()));
            reopen();
        } else {
            result = stored.result();
        }
        failure = read(stored.failure());
        revertFailure = read(stored.revertFailure());
        worker = stored.worker();
        runId = stored.runId();
        meta = stored.meta();
        due = stored.due();
        startBy = stored.startBy();
        deadline = stored.deadline();
        Value kept = meta.get(Injected.META);
        if (kept != null) {
            injected = new Injected(atom.injected(), kept);
        }
    }

    /** {@return the values of arguments of one body that are not looked up} */
    Map<String, Value> injected(Action action) {
        return injected == null
                ? atom.injected(action)
                : injected.of(action == Action.EXECUTE ? atom.executeInputs() : atom.revertInputs());
    }

    void injectInMemory(Map<String, Value> arguments) {
        changeInjected().putInMemory(arguments);
    }

    /** Gives values to arguments; {@return what to store of that as metadata} */
    Map<String, Value> inject(Map<String, Value> arguments) {
        return changeInjected().put(arguments);
    }

    private Injected changeInjected() {
        if (injected == null) {
            injected = new Injected(atom.injected(), null);
        }
        return injected;
    }

    private static @Nullable Failure read(@Nullable Value dictionary) {
        return dictionary == null ? null : Failures.read(dictionary);
    }

    /** Makes the last attempt the one that is under way. */
    private void reopen() {
        result = null;
        if (!attempts.isEmpty()) {
            Attempt last = attempts.get(attempts.size() - 1);
            newestFailures = new RoundFailures(last.failures());
            result = last.provided();
        }
    }

    /** Takes an outcome; {@return the state that follows from it} */
    AtomState finish(TaskOutcome outcome) {
        worker = outcome.worker();
        runId = outcome.runId();
        Value value = outcome.result();
        Failure why = outcome.failure();
        boolean execute = outcome.name().action() == Action.EXECUTE;
        if (value != null) {
            return execute ? succeeded(value) : reverted();
        }
        return execute ? failed(why) : revertFailed(why);
    }

    private AtomState succeeded(Value value) {
        if (isRetry()) {
            newestFailures = new RoundFailures();
            attempts.add(new Attempt(value, Map.of()));
        }
        result = value;
        failure = null;
        revertFailure = null;
        return AtomState.SUCCESS;
    }

    private AtomState failed(@Nullable Failure why) {
        result = null;
        failure = why;
        revertFailure = null;
        return AtomState.FAILURE;
    }

    /** A retry forgets its rounds. */
    private AtomState reverted() {
        if (isRetry()) {
            attempts.clear();
            result = null;
        }
        revertFailure = null;
        return AtomState.REVERTED;
    }

    /** What was done is still there, for whoever has it undone again. */
    private AtomState revertFailed(@Nullable Failure why) {
        revertFailure = why;
        return AtomState.REVERT_FAILURE;
    }

    /** Forgets the outcome; {@return the state in which it is under way again} */
    AtomState unfinish() {
        revertFailure = null;
        if (state != AtomState.SUCCESS && state != AtomState.FAILURE) {
            return AtomState.REVERTING;
        }
        if (isRetry() && state == AtomState.SUCCESS) {
            attempts.remove(attempts.size() - 1);
        }
        reopen();
        failure = null;
        return AtomState.RUNNING;
    }

    /** Nothing is under way any more that would have to end in time. */
    void unlimit() {
        due = null;
        startBy = null;
        deadline = null;
    }

    /** Begins to execute anew: what the round before led to is forgotten; {@return whether there was anything} */
    boolean begin() {
        boolean forgets = failure != null || (result != null && !isRetry());
        round++;
        failure = null;
        result = isRetry() ? result : null;
        return forgets;
    }

    /** A round of the retry failed, if there is one; the first failure of each atom counts. */
    void roundFailed(String cause, Failure why) {
        if (newestFailures != null && !attempts.isEmpty() && newestFailures.add(cause, why)) {
            int last = attempts.size() - 1;
            attempts.set(last, new Attempt(attempts.get(last).provided(), newestFailures.shown()));
        }
    }

    History history() {
        return new History(attempts, failure);
    }

    StoredAtom toRecord() {
        Value stored = isRetry() ? Histories.write(attempts) : result;
        return new StoredAtom(
                atom.name(),
                kind(),
                atom.version().toString(),
                state,
                intention,
                round,
                attempt,
                outcomeChanged ? stored : null,
                outcomeChanged && failure != null ? Failures.write(failure) : null,
                outcomeChanged && revertFailure != null ? Failures.write(revertFailure) : null,
                worker,
                runId,
                metaChanged ? meta : Map.of(),
                due,
                startBy,
                deadline);
    }
}
