package io.windlass.runtime;

import io.windlass.atom.FlowFailures;
import io.windlass.atom.Outcome;
import io.windlass.atom.Task;
import io.windlass.compiler.NodeKind;
import io.windlass.execution.TaskRequest;
import io.windlass.failure.Failure;
import io.windlass.failure.WindlassException;
import io.windlass.state.Action;
import io.windlass.state.AtomState;
import io.windlass.state.Intention;
import io.windlass.state.RequestName;
import io.windlass.value.Value;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What one step starts: moves atoms on by what is meant to be done with them, and makes their requests. */
final class Starter {
    private static final Outcome<Value> UNKNOWN = new Outcome.Unknown<>();

    private final RunContext run;
    private final Tidings told;
    private final List<TaskRequest> requests = new ArrayList<>(0);
    private final List<ControlRequest> controls = new ArrayList<>(0);
    private final List<Integer> waiting = new ArrayList<>(0);
    private boolean renewed;

    /** Tells of each change, in order. */
    Starter(RunContext run, Tidings told) {
        this.run = run;
        this.told = told;
    }

    List<TaskRequest> requests() {
        return requests;
    }

    List<ControlRequest> controls() {
        return controls;
    }

    /** {@return whether there is anything that was not in flight before} */
    boolean hasNew() {
        return requests.stream().anyMatch(request -> !request.reissued())
                || controls.stream().anyMatch(request -> !request.reissued());
    }

    /** Starts the atoms, those of higher priority first, until one cannot be. */
    void start(NodeSet nodes) {
        for (int node : nodes.byRank(node -> run.graph.atom(node).priority())) {
            if (!begin(node)) {
                break;
            }
        }
        if (renewed) {
            run.readiness.rebuild();
        }
    }

    /** Forgets what was not in flight before; the storage is told by whoever calls. */
    void forgetNew() {
        requests.stream()
                .filter(request -> !request.reissued())
                .forEach(request -> run.inFlight.remove(request.name()));
        controls.stream()
                .filter(request -> !request.reissued())
                .forEach(request -> run.inFlight.remove(request.name()));
        waiting.forEach(run.waits::forget);
        waiting.clear();
        requests.removeIf(request -> !request.reissued());
        controls.removeIf(request -> !request.reissued());
    }

    /** Takes over what another step was to start. */
    void adopt(Starter other) {
        requests.addAll(other.requests);
        controls.addAll(other.controls);
    }

    /** Starts one atom; {@return whether the next one may start} */
    private boolean begin(int node) {
        Action action = actionFor(node);
        if (action == null || isCancelled(node, action) || waits(node, action)) {
            return true;
        }
        if (action == Action.EXECUTE && run.storage.intention(node) == Intention.RETRY) {
            beginRound(node);
        }
        AtomState before = run.storage.state(node);
        boolean waited = run.storage.due(node) != null;
        RequestName name = run.storage.begin(node, action);
        boolean same = before == run.storage.state(node);
        boolean reissued = same && !waited;
        if (!same) {
            told.atom(node, before);
        }
        if (!reissued && action == Action.EXECUTE && run.graph.kind(node) == NodeKind.TASK) {
            // One that an operator has tried again begins its time anew: it has no deadline left.
            run.deadlines.taskBegins(node, !same || run.storage.deadline(node) == null);
        }
        try {
            request(node, name, reissued);
            run.inFlight.put(name, node);
            return true;
        } catch (WindlassException e) {
            run.engineFailures.add(Failure.of(e));
            return false;
        }
    }

    /** Of a cancelled flow nothing is executed any more but what others may be executing. */
    private boolean isCancelled(int node, Action action) {
        return action == Action.EXECUTE && run.isCancelled() && !goesOn(node);
    }

    /** {@return whether a request for it may have gone on when a process died} */
    private boolean goesOn(int node) {
        return run.requestsOutlive
                && run.storage.state(node) == AtomState.RUNNING
                && run.graph.kind(node) == NodeKind.TASK
                && run.storage.due(node) == null;
    }

    /** An atom that was selected, but is not to start any more since another failed, stays where it is. */
    private @Nullable Action actionFor(int node) {
        Intention intention = run.storage.intention(node);
        return switch (run.storage.state(node)) {
            case RUNNING -> goesOn(node) || intention != Intention.REVERT ? Action.EXECUTE : Action.REVERT;
            case PENDING, RETRYING -> intention == Intention.EXECUTE ? Action.EXECUTE : null;
            case REVERTING -> Action.REVERT;
            case SUCCESS, FAILURE ->
                switch (intention) {
                    case REVERT -> Action.REVERT;
                    case RETRY -> Action.EXECUTE;
                    case EXECUTE, IGNORE -> null;
                };
            case REVERTED, REVERT_FAILURE, IGNORE -> null;
        };
    }

    /** {@return whether an atom is to wait first, for another attempt or round} */
    private boolean waits(int node, Action action) {
        Instant due = run.storage.due(node);
        boolean another = action == Action.EXECUTE && (due != null || run.storage.intention(node) == Intention.RETRY);
        if (!another) {
            return false;
        }
        if (due == null) {
            Duration wait = run.graph
                    .retry(node)
                    .backoff()
                    .after(run.storage.retryHistory(node).size());
            if (wait.isZero()) {
                return false;
            }
            due = Deadlines.after(run.now(), wait);
            run.storage.waitUntil(node, due);
        }
        if (!due.isAfter(run.now())) {
            return false;
        }
        run.waits.add(new Waits.Wait(node, due, null));
        waiting.add(node);
        return true;
    }

    private void beginRound(int retry) {
        AtomState before = run.storage.state(retry);
        run.storage.retrying(retry);
        told.atom(retry, before);
        run.intentions.renewAfter(retry, told::atom);
        renewed = true;
    }

    private void request(int node, RequestName name, boolean reissued) {
        boolean execute = name.action() == Action.EXECUTE;
        FlowFailures failures = execute ? FlowFailures.NONE : run.storage.told();
        if (run.graph.kind(node) == NodeKind.RETRY) {
            controls.add(new ControlRequest(
                    name,
                    run.graph.retry(node),
                    run.storage.values().arguments(node, name.action()),
                    run.storage.retryHistory(node),
                    failures,
                    reissued));
            return;
        }
        Task task = run.graph.task(node);
        Map<String, Value> arguments = run.storage.values().arguments(node, name.action());
        Outcome<Value> previous = execute ? UNKNOWN : run.storage.previousOutcome(node);
        requests.add(new TaskRequest(
                name,
                task,
                arguments,
                previous,
                failures,
                reissued,
                run.storage.starts(node, name),
                run.storage.startBy(node)));
    }
}
