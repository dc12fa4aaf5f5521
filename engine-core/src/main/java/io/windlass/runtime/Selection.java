package io.windlass.runtime;

import java.util.ArrayList;
import java.util.List;

/** What one step is to start: atoms that are ready, and those whose deciders have not voted yet. */
final class Selection {
    private final RunContext run;
    private final Intentions.Changed skipped;
    private final NodeSet undecided = new NodeSet();
    private final NodeSet selected = new NodeSet();

    /** Tells of each atom that is skipped. */
    Selection(RunContext run, Intentions.Changed skipped) {
        this.run = run;
        this.skipped = skipped;
    }

    NodeSet selected() {
        return selected;
    }

    /** Adds an atom that is ready, if nobody votes against it. On one in the backlog was voted. */
    void addReady(int node) {
        if (!run.backlog.has(node)) {
            boolean gated = !run.graph.gates(node).isEmpty() && run.readiness.mayExecute(node);
            (gated ? undecided : selected).add(node);
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
        List<Ballot> ballots = new ArrayList<>();
        if (run.engineFailures.isEmpty() && !run.isCancelled()) {
            undecided.forEach(node -> {
                if (run.readiness.mayExecute(node)) {
                    ballots.add(Ballot.of(run, node));
                }
            });
        }
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
                run.readiness.settle(verdict.node(), this::addReady);
            }
        }
    }

    void clear() {
        selected.clear();
        undecided.clear();
    }
}
