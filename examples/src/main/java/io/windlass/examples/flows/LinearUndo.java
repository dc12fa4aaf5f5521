package io.windlass.examples.flows;

import io.windlass.atom.Task;
import io.windlass.atom.TaskType;
import io.windlass.flow.LinearFlow;
import io.windlass.state.FlowState;
import java.util.List;
import java.util.Map;

/** Steps in a line: the second fails, and what was done is undone in reverse order. */
final class LinearUndo implements Example {
    /** Takes money from an account. */
    @TaskType("transfer.debit")
    static final class Debit extends Task {
        public int execute(String from, int amount) {
            return -amount;
        }

        /** Gives it back. */
        public void revert(String from, int amount) {}
    }

    /** Gives money to an account, which may be closed. */
    @TaskType("transfer.credit")
    static final class Credit extends Task {
        public int execute(String to, int amount) {
            if (to.startsWith("closed-")) {
                throw new IllegalStateException("account " + to + " takes no money");
            }
            return amount;
        }
    }

    @Override
    public String name() {
        return "linear";
    }

    @Override
    public String summary() {
        return "a line of steps; the second fails, and the first is undone";
    }

    @Override
    public List<Scene> scenes() {
        LinearFlow flow = LinearFlow.named("transfer")
                .add(new Debit().named("debit").provides("debited"), new Credit().named("credit"));
        return List.of(Scene.of("Money goes to an account that is closed", flow, FlowState.REVERTED)
                .given(Map.of("from", "alice", "to", "closed-bob", "amount", 30)));
    }

    @Override
    public List<Post> posts() {
        return Post.one("transfer.debit", "transfer.credit");
    }
}
