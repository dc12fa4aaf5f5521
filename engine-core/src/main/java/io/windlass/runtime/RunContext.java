package io.windlass.runtime;

import io.windlass.compiler.Compilation;
import io.windlass.execution.TaskExecutor;
import io.windlass.failure.Failure;
import io.windlass.persistence.CancelMeta.Cancelled;
import io.windlass.state.FlowState;
import io.windlass.storage.FlowStorage;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** What the parts of one run share. Touched by the run's loop only, {@link #suspendAsked} aside. */
final class RunContext {
    final Compilation graph;
    final FlowStorage storage;
    final RunOptions options;
    final Readiness readiness;
    final Intentions intentions;

    /** Whether requests go on when this process dies. */
    final boolean requestsOutlive;

    /** Whether somebody takes the run on state by state. */
    final boolean stepwise;

    final List<Failure> engineFailures = new ArrayList<>();
    final Backlog backlog;
    final InFlight inFlight;
    final Waits waits = new Waits();
    final Deadlines deadlines;
    final Parking parking;
    /** Why the flow is given up as a whole: then controllers are not asked, and all is undone; null while it is not. */
    @Nullable
    Failure givenUp;

    /** Outcomes that were taken. */
    int completed;
    /** Failures of tasks that were resolved. */
    int resolved;

    private final BooleanSupplier listened;
    private volatile boolean suspendAsked;
    private @Nullable Cancelled cancelled;

    RunContext(
            Compilation graph,
            FlowStorage storage,
            RunOptions options,
            TaskExecutor executor,
            BooleanSupplier listened,
            boolean stepwise) {
        this.graph = graph;
        this.storage = storage;
        this.options = options;
        this.requestsOutlive = executor.outlivesProcess();
        this.listened = listened;
        this.stepwise = stepwise;
        this.backlog = new Backlog(graph, executor::mostInFlight);
        this.inFlight = new InFlight(graph, backlog);
        this.deadlines = new Deadlines(this, executor.queuedTimeout());
        this.parking = new Parking(this);
        this.readiness = new Readiness(graph, storage);
        this.intentions = new Intentions(graph, storage);
    }

    /** {@return whether anybody is told of changes now, and may ask for suspension then} */
    boolean listened() {
        return listened.getAsBoolean();
    }

    void suspend() {
        suspendAsked = true;
    }

    boolean suspendAsked() {
        return suspendAsked;
    }

    /** Nothing new is done from now on. */
    void cancel(Cancelled how) {
        cancelled = how;
    }

    /** {@return how it is cancelled; null when it is not} */
    @Nullable
    Cancelled cancelled() {
        return cancelled;
    }

    boolean isCancelled() {
        return cancelled != null;
    }

    /** {@return whether there is nothing to wait for} */
    boolean isIdle() {
        return inFlight.isEmpty() && (waits.isEmpty() || !mayStart());
    }

    /** {@return the time by the store's clock} */
    Instant now() {
        return storage.now();
    }

    /** {@return whether somebody has waited for long enough, or something has taken too long} */
    boolean isAnyDue() {
        if (waits.isEmpty() && deadlines.isEmpty()) {
            return false;
        }
        Instant now = now();
        return waits.anyDue(now) || deadlines.isAnyOverdue(now);
    }

    /** {@return when to look again whether {@link #isAnyDue}; empty when nothing waits} */
    Optional<Instant> nextDue() {
        Optional<Instant> wait = waits.earliest();
        Optional<Instant> deadline = deadlines.earliest();
        return wait.isPresent() && deadline.filter(wait.get()::isAfter).isEmpty() ? wait : deadline;
    }

    /** {@return whether anything new may be started} */
    boolean mayStart() {
        return storage.flowState() == FlowState.RUNNING
                && !suspendAsked
                && engineFailures.isEmpty()
                && !parking.holds();
    }
}
