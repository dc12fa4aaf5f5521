package io.windlass.runtime;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** What one step is to start: atoms that are ready, and those whose deciders have not voted yet. */
final class Selection {
    private final RunContext run;
    private final Intentions.Changed skipped;
    private final Set<Integer> undecided = new LinkedHashSet<>();
    private final Set<Integer> selected = new LinkedHashSet<>();

    /** Tells of each atom that is skipped. */
    Selection(RunContext run, Intentions.Changed skipped) {
        this.run = run;
        this.skipped = skipped;
    }

    Set<Integer> selected() {
        return selected;
    }

    /** Adds atoms that are ready, if nobody votes against them. On those in the backlog was voted. */
    void addReady(List<Integer> nodes) {
        for (int node : nodes) {
            if (!run.backlog.has(node)) {
                boolean gated = !run.graph.gates(node).isEmpty() && run.readiness.mayExecute(node);
                (gated ? undecided : selected).add(node);
            }
        }
    }

    /** Adds an atom that nobody votes on. */
    void add(int node) {
        if (!run.backlog.has(node)) {
            selected.add(node);
        }
    }

    /** {@return those whom deciders must let start; empty when nobody is left to ask, or nothing may start} */
    List<Ballot> ballots() {
        if (undecided.isEmpty()) {
            return List.of();
        }
        List<Ballot> ballots = run.engineFailures.isEmpty() && !run.isCancelled()
                ? undecided.stream()
                        .filter(run.readiness::mayExecute)
                        .map(node -> Ballot.of(run, node))
                        .toList()
                : List.of();
        undecided.clear();
        return ballots;
    }

    /** Takes the votes; those who are skipped may let others become ready. */
    void voted(List<Ballot.Verdict> verdicts) {
        for (Ballot.Verdict verdict : verdicts) {
            if (verdict.failure() != null) {
                run.engineFailures.add(verdict.failure());
            } else if (verdict.skip() == null) {
                selected.add(verdict.node());
            } else {
                run.intentions.ignore(verdict.node(), verdict.skip(), skipped);
                addReady(run.readiness.settle(verdict.node()));
            }
        }
    }

    void clear() {
        selected.clear();
        undecided.clear();
    }
}
