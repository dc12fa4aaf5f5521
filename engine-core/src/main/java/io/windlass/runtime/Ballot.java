package io.windlass.runtime;

import io.windlass.atom.DeciderDepth;
import io.windlass.atom.Results;
import io.windlass.compiler.Gate;
import io.windlass.execution.LogContext;
import io.windlass.failure.Failure;
import io.windlass.state.AtomState;
import io.windlass.value.Value;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The deciders that one atom must pass before it starts, with what they are told. */
record Ballot(UUID flow, int node, String atom, List<Gate> gates, Results results) {
    /**
     * How the vote on an atom went.
     *
     * @param skip the widest depth among those who voted no; null when nobody did
     * @param failure what a decider threw instead of voting
     */
    record Verdict(
            int node, @Nullable DeciderDepth skip, @Nullable Failure failure) {}

    /** A decider whose task was skipped has no vote; the result of a whole flow is nothing. */
    static Ballot of(RunContext run, int node) {
        List<Gate> voters = new ArrayList<>();
        Map<String, Value> results = new LinkedHashMap<>();
        for (Gate gate : run.graph.gates(node)) {
            boolean atom = run.graph.kind(gate.source()).isAtom();
            if (atom && run.storage.state(gate.source()) == AtomState.IGNORE) {
                continue;
            }
            voters.add(gate);
            if (atom) {
                String name = run.graph.atom(gate.source()).name();
                run.storage.values().result(gate.source()).ifPresent(value -> results.put(name, value));
            }
        }
        return new Ballot(run.storage.id(), node, run.graph.atom(node).name(), voters, new Results(results));
    }

    /** Asks the deciders of all, until one throws; on a thread for user code. */
    static List<Verdict> vote(List<Ballot> ballots) {
        List<Verdict> verdicts = new ArrayList<>();
        for (Ballot ballot : ballots) {
            Verdict verdict = LogContext.during(ballot.flow, ballot.atom, ballot::vote);
            verdicts.add(verdict);
            if (verdict.failure() != null) {
                break;
            }
        }
        return verdicts;
    }

    private Verdict vote() {
        DeciderDepth widest = null;
        try {
            for (Gate gate : gates) {
                boolean no = !gate.decider().proceed(results);
                if (no && (widest == null || gate.depth().compareTo(widest) > 0)) {
                    widest = gate.depth();
                }
            }
            return new Verdict(node, widest, null);
        } catch (Throwable thrown) {
            return new Verdict(node, null, Failure.of(thrown));
        }
    }
}
