package io.windlass.runtime;

import io.windlass.compiler.Compilation;
import io.windlass.execution.TaskOutcome;
import io.windlass.failure.Failure;
import io.windlass.state.Action;
import io.windlass.state.AtomState;
import io.windlass.state.Intention;
import io.windlass.storage.FlowStorage;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** What follows from outcomes: the new states, the resolution of failures, and the atoms to start next. */
final class Completion {
    private final Compilation graph;
    private final FlowStorage storage;
    private final Readiness readiness;
    private final RunOptions options;
    private final List<Failure> engineFailures;

    Completion(
            Compilation graph,
            FlowStorage storage,
            Readiness readiness,
            RunOptions options,
            List<Failure> engineFailures) {
        this.graph = graph;
        this.storage = storage;
        this.readiness = readiness;
        this.options = options;
        this.engineFailures = engineFailures;
    }

    /** Where to start: failures that were not resolved are, then what was in flight goes first. */
    List<Integer> resume() {
        List<Integer> unfinished = new ArrayList<>();
        for (int node : graph.atoms()) {
            if (storage.state(node) == AtomState.FAILURE && !options.neverResolve()) {
                resolve(node);
            }
        }
        for (int node : graph.atoms()) {
            if (storage.state(node).isInFlight()) {
                unfinished.add(node);
            }
        }
        readiness.rebuild();
        Set<Integer> next = new LinkedHashSet<>(unfinished);
        next.addAll(readiness.all());
        return List.copyOf(next);
    }

    /** Records one outcome; {@return the atoms that may start because of it} */
    List<Integer> complete(int node, Action action, TaskOutcome outcome) {
        Failure failure = outcome.failure();
        if (action == Action.EXECUTE) {
            return failure == null ? succeeded(node, outcome) : failed(node, outcome, failure);
        }
        if (failure == null) {
            storage.reverted(node, outcome.worker(), outcome.runId());
            return readiness.clear(node);
        }
        storage.revertFailed(node, failure, outcome.worker(), outcome.runId());
        engineFailures.add(failure);
        return List.of();
    }

    private List<Integer> succeeded(int node, TaskOutcome outcome) {
        storage.succeeded(node, java.util.Objects.requireNonNull(outcome.result()), outcome.worker(), outcome.runId());
        return storage.intention(node) == Intention.REVERT ? itself(node) : readiness.settle(node);
    }

    private List<Integer> failed(int node, TaskOutcome outcome, Failure failure) {
        storage.failed(node, failure, outcome.worker(), outcome.runId());
        if (options.neverResolve()) {
            engineFailures.add(failure);
            return List.of();
        }
        if (storage.intention(node) == Intention.REVERT) {
            return itself(node);
        }
        resolve(node);
        readiness.rebuild();
        return readiness.all().stream().filter(readiness::mayRevert).toList();
    }

    private List<Integer> itself(int node) {
        return readiness.mayRevert(node) ? List.of(node) : List.of();
    }

    /** Without a controller to ask, a failure undoes the whole flow. */
    private void resolve(int failed) {
        if (storage.intention(failed) != Intention.REVERT) {
            graph.atoms().forEach(node -> storage.intend(node, Intention.REVERT));
        }
    }
}
