package io.windlass.runtime;

import io.windlass.execution.TaskExecutor;
import io.windlass.execution.TaskOutcome;
import io.windlass.failure.Failure;
import io.windlass.failure.FlowTimeoutException;
import io.windlass.failure.TaskTimeoutException;
import io.windlass.failure.WindlassException;
import io.windlass.state.Action;
import io.windlass.state.RequestName;
import io.windlass.state.Start;
import io.windlass.value.Failures;
import io.windlass.value.Value;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What has taken too long: makes the failures of tasks, and of the flow. Used by the run's loop. */
final class Overdue {
    private static final Logger LOG = LoggerFactory.getLogger(Overdue.class);

    /** Under this name the failure of a flow that was given up as a whole is kept with it, for its successors. */
    private static final String FAILURE = "windlass.given_up";

    private final RunContext run;
    private final TaskExecutor.Session session;

    Overdue(RunContext run, TaskExecutor.Session session) {
        this.run = run;
        this.session = session;
    }

    /** Before the first step of a run: a flow that is gone on with has failed as a whole if it had before. */
    static void recall(RunContext run, boolean goesOn) {
        Value kept = run.storage.flowMeta().getOrDefault(FAILURE, Value.NULL);
        if (kept.equals(Value.NULL)) {
            return;
        }
        if (goesOn) {
            run.givenUp = Failures.read(kept);
        } else {
            run.storage.putFlowMeta(Map.of(FAILURE, Value.NULL));
        }
    }

    /** {@return the outcomes of tasks that are given up now; where the flow is, {@link RunContext#givenUp} says so} */
    List<TaskOutcome> take() {
        Instant now = run.now();
        if (!run.deadlines.takeFlowOverdue(now)) {
            return outcomes(run.deadlines.takeOverdue(now), this::ofTask);
        }
        String flow = "flow '" + run.graph.name() + "' (" + run.storage.id() + ") was given up: "
                + tooLong("it", run.options.timeout(), run.storage.deadline());
        run.givenUp = Failure.of(new FlowTimeoutException(flow + "; what it has done is undone"));
        run.storage.putFlowMeta(Map.of(FAILURE, Failures.write(run.givenUp)));
        LOG.warn("{}", flow);
        return outcomes(
                run.deadlines.underWay(), name -> new FlowTimeoutException(name + " was given up with its " + flow));
    }

    private List<TaskOutcome> outcomes(List<Integer> nodes, Function<RequestName, WindlassException> reason) {
        List<TaskOutcome> outcomes = new ArrayList<>(nodes.size());
        for (int node : nodes) {
            RequestName name = run.storage.newestRequest(node, Action.EXECUTE);
            run.waits.forget(node);
            run.inFlight.put(name, node); // as if it were: one that waits for another attempt is not
            Optional<Start> start = session.startOf(name);
            outcomes.add(new TaskOutcome(
                    name,
                    null,
                    Failure.of(reason.apply(name)),
                    start.map(Start::worker).orElse(null),
                    start.map(Start::runId).orElse(null),
                    () -> {}));
        }
        return outcomes;
    }

    private WindlassException ofTask(RequestName name) {
        int node = Objects.requireNonNull(run.graph.node(name.atom()));
        Duration limit = run.graph.task(node).timeout().orElse(run.options.taskTimeout());
        String who = session.startOf(name)
                .map(start ->
                        "worker " + start.worker() + " had it (run " + start.runId() + ", from " + start.at() + ")")
                .orElse("no worker is known to have had it");
        String task = name + " was given up: " + tooLong("the task", limit, run.storage.deadline(node)) + "; " + who;
        LOG.warn("Flow {}: {}", run.storage.id(), task);
        return new TaskTimeoutException(task + "; what its run still brings does not count");
    }

    private static String tooLong(String what, @Nullable Duration limit, @Nullable Instant deadline) {
        String may = limit == null ? "" : what + " may take " + limit + ", and ";
        return may + "had until " + deadline + " by the store's clock";
    }
}
