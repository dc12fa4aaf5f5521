package io.windlass.runtime;

import io.windlass.atom.BodyListener;
import io.windlass.atom.TaskContext;
import io.windlass.execution.RetryInvoker;
import io.windlass.failure.Failure;
import io.windlass.failure.WindlassException;
import io.windlass.retry.Decision;
import io.windlass.retry.History;
import io.windlass.retry.Retry;
import io.windlass.state.Action;
import io.windlass.state.RequestName;
import io.windlass.value.Value;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What becomes of one failure. Controllers are asked from the nearest outwards until one says more than that it gives
 * up; where all give up the nearest one's flow is undone, or, when reverts are deferred or nobody controls the atom,
 * everything.
 */
final class Resolution {
    private static final int NOBODY = -1;

    private final RunContext run;
    private final int failed;
    private final Failure failure;
    private final int nearest;
    private int asked;
    private String cause;
    private boolean decided;
    private boolean changed;

    Resolution(RunContext run, int failed, Failure failure) {
        this.run = run;
        this.failed = failed;
        this.failure = failure;
        this.nearest = run.graph.controllerOf(failed);
        this.asked = nearest;
        this.cause = run.graph.atom(failed).name();
    }

    /** {@return the atom that failed} */
    int failed() {
        return failed;
    }

    /** {@return whether it changed what is meant to be done with any atom} */
    boolean changed() {
        return changed;
    }

    /** {@return what to ask next, on a thread for user code; null when it is decided} */
    @Nullable
    Supplier<RetryInvoker.Answer> question() {
        if (!decided && asked == NOBODY) {
            decide(nobodyElse());
        }
        if (decided) {
            return null;
        }
        try {
            return questionTo(asked);
        } catch (WindlassException e) {
            broke(Failure.of(e));
            return null;
        }
    }

    private Supplier<RetryInvoker.Answer> questionTo(int controller) {
        Retry retry = run.graph.retry(controller);
        run.storage.roundFailed(controller, cause, failure);
        Map<String, Value> arguments = run.storage.values().arguments(controller, Action.EXECUTE);
        History history = run.storage.retryHistory(controller);
        RequestName round = run.storage.newestRequest(controller, Action.EXECUTE);
        return () -> RetryInvoker.onFailure(retry, arguments, history, TaskContext.here(round, BodyListener.NONE));
    }

    /** Takes the answer to the last question. */
    void answered(RetryInvoker.Answer answer) {
        Decision decision = answer.decision();
        if (decision == null) {
            broke(java.util.Objects.requireNonNull(answer.failure()));
            return;
        }
        switch (decision) {
            case RETRY -> decide(run.intentions.retry(asked));
            case REVERT_ALL -> decide(run.intentions.revertAll());
            case REVERT -> {
                cause = run.graph.atom(asked).name();
                asked = run.graph.controllerOf(asked);
            }
        }
    }

    private boolean nobodyElse() {
        boolean everything = nearest == NOBODY || run.options.deferReverts();
        return everything ? run.intentions.revertAll() : run.intentions.revertFrom(nearest);
    }

    private void decide(boolean isNew) {
        decided = true;
        changed = isNew;
    }

    private void broke(Failure reason) {
        decided = true;
        run.engineFailures.add(reason);
    }
}
