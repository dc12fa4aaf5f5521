package io.windlass.runtime;

import io.windlass.compiler.Compilation;
import io.windlass.failure.Failure;
import io.windlass.state.FlowState;
import io.windlass.storage.FlowStorage;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;

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
    final InFlight inFlight;
    final Waits waits = new Waits();

    /** Outcomes that were taken. */
    int completed;
    /** Failures of tasks that were resolved. */
    int resolved;

    private final BooleanSupplier listened;
    private final InstantSource clock = InstantSource.system();
    private volatile boolean suspendAsked;

    RunContext(
            Compilation graph,
            FlowStorage storage,
            RunOptions options,
            boolean requestsOutlive,
            BooleanSupplier listened,
            boolean stepwise) {
        this.graph = graph;
        this.storage = storage;
        this.options = options;
        this.requestsOutlive = requestsOutlive;
        this.listened = listened;
        this.stepwise = stepwise;
        this.inFlight = new InFlight(graph);
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

    /** {@return whether there is nothing to wait for} */
    boolean isIdle() {
        return inFlight.isEmpty() && (waits.isEmpty() || !mayStart());
    }

    /** {@return the time, as it is stored} */
    Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }

    /** {@return whether anything new may be started} */
    boolean mayStart() {
        return storage.flowState() == FlowState.RUNNING && !suspendAsked && engineFailures.isEmpty();
    }
}
