package io.windlass.storage;

import io.windlass.atom.Task;
import io.windlass.failure.Failure;
import io.windlass.persistence.AtomKind;
import io.windlass.persistence.StoredAtom;
import io.windlass.state.AtomState;
import io.windlass.state.Intention;
import io.windlass.value.Failures;
import io.windlass.value.Value;
import org.jspecify.annotations.Nullable;

/** One atom as the run sees it; knows whether it differs from what is stored. */
final class AtomCell {
    private final Task task;
    AtomState state = AtomState.PENDING;
    Intention intention = Intention.EXECUTE;
    int round;
    int attempt;

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

    AtomCell(Task task) {
        this.task = task;
    }

    void load(StoredAtom stored) {
        state = stored.state();
        intention = stored.intention();
        round = stored.round();
        attempt = stored.attempt();
        result = stored.result();
        failure = read(stored.failure());
        revertFailure = read(stored.revertFailure());
        worker = stored.worker();
        runId = stored.runId();
    }

    private static @Nullable Failure read(@Nullable Value dictionary) {
        return dictionary == null ? null : Failures.read(dictionary);
    }

    StoredAtom toRecord() {
        return new StoredAtom(
                task.name(),
                AtomKind.TASK,
                task.version().toString(),
                state,
                intention,
                round,
                attempt,
                result,
                failure == null ? null : Failures.write(failure),
                revertFailure == null ? null : Failures.write(revertFailure),
                worker,
                runId);
    }
}
