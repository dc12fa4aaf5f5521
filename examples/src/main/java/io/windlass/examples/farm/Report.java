package io.windlass.examples.farm;

import io.windlass.atom.FlowFailures;
import io.windlass.atom.Task;
import io.windlass.atom.TaskContext;
import io.windlass.atom.TaskType;
import io.windlass.failure.Failure;

/** Tells the review that it is being built and, if that fails, votes against it. */
@TaskType("farm.report")
public final class Report extends Task {
    /** Tells that it begins. */
    public void execute(String change, TaskContext context) {
        Said.by(context, change, "is being built");
    }

    /** Votes against the change. */
    public void revert(String change, FlowFailures failures, TaskContext context) {
        String why = failures.byAtom().values().stream()
                .map(Failure::message)
                .sorted()
                .findFirst()
                .orElse("the build was stopped");
        Said.by(context, change, "gets -1: " + why);
    }
}
