package io.windlass.storage;

import io.windlass.atom.Atom;
import io.windlass.failure.Failure;
import io.windlass.failure.StorageException;
import io.windlass.persistence.AtomKind;
import io.windlass.persistence.StoredAtom;
import io.windlass.retry.Attempt;
import io.windlass.retry.History;
import io.windlass.retry.Retry;
import io.windlass.state.AtomState;
import io.windlass.state.Intention;
import io.windlass.value.Failures;
import io.windlass.value.Value;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One atom as the run sees it; knows whether it differs from what is stored. */
final class AtomCell {
    private final Atom<?> atom;
    private final List<Attempt> attempts = new ArrayList<>();
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

    boolean outcomeChanged;

    AtomCell(Atom<?> atom) {
        this.atom = atom;
    }

    boolean isRetry() {
        return atom instanceof Retry;
    }

    AtomKind kind() {
        return isRetry() ? AtomKind.RETRY : AtomKind.TASK;
    }

    void load(StoredAtom stored) {
        state = stored.state();
        intention = stored.intention();
        round = stored.round();
        attempt = stored.attempt();
        if (isRetry()) {
            attempts.addAll(Histories.read(stored.result()));
            result = newest();
        } else {
            result = stored.result();
        }
        failure = read(stored.failure());
        revertFailure = read(stored.revertFailure());
        worker = stored.worker();
        runId = stored.runId();
    }

    private static @Nullable Failure read(@Nullable Value dictionary) {
        return dictionary == null ? null : Failures.read(dictionary);
    }

    private @Nullable Value newest() {
        return attempts.isEmpty() ? null : attempts.get(attempts.size() - 1).provided();
    }

    /** Execute returned a value. */
    void succeeded(Value value) {
        if (isRetry()) {
            attempts.add(new Attempt(value, Map.of()));
        }
        result = value;
        failure = null;
        revertFailure = null;
    }

    /** Execute failed. */
    void failed(Failure why) {
        result = null;
        failure = why;
        revertFailure = null;
    }

    /** Revert returned: a retry forgets its rounds. */
    void reverted() {
        attempts.clear();
        result = isRetry() ? null : result;
        revertFailure = null;
    }

    /** Revert failed. */
    void revertFailed(Failure why) {
        result = isRetry() ? result : null;
        revertFailure = why;
    }

    /** Forgets what execute led to, as if it were under way. */
    void unexecuted() {
        if (isRetry() && state == AtomState.SUCCESS) {
            attempts.remove(attempts.size() - 1);
        }
        result = isRetry() ? newest() : null;
        failure = null;
        revertFailure = null;
    }

    /** A round of the retry failed; the first failure of each atom counts. */
    void roundFailed(String cause, Failure why) {
        if (attempts.isEmpty()) {
            throw new StorageException(atom + " has no round in which '" + cause + "' could have failed");
        }
        Attempt newest = attempts.get(attempts.size() - 1);
        if (!newest.failures().containsKey(cause)) {
            Map<String, Failure> failures = new LinkedHashMap<>(newest.failures());
            failures.put(cause, why);
            attempts.set(attempts.size() - 1, new Attempt(newest.provided(), failures));
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
                runId);
    }
}
