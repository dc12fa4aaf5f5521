package io.windlass.examples.flows;

import io.windlass.atom.Task;
import io.windlass.atom.TaskType;
import io.windlass.flow.GraphFlow;
import io.windlass.state.FlowState;
import java.util.List;

/** Steps whose order follows from what they need and provide; they may be added in any order. */
final class Graphs implements Example {
    /** Begins a text. */
    @TaskType("graph.begin")
    static final class Begin extends Task {
        public String execute() {
            return "a";
        }
    }

    /** Goes on with one text. */
    @TaskType("graph.extend")
    static final class Extend extends Task {
        public String execute(String text, String with) {
            return text + with;
        }
    }

    /** Puts two together. */
    @TaskType("graph.join")
    static final class Join extends Task {
        public String execute(String left, String right) {
            return left + "+" + right;
        }
    }

    @Override
    public String name() {
        return "graph";
    }

    @Override
    public String summary() {
        return "A, B and C in the order of what they need; then a diamond";
    }

    @Override
    public List<Scene> scenes() {
        return List.of(
                Scene.of("A, then B, then C, though C was added first", chain(), FlowState.SUCCESS)
                        .showing("c"),
                Scene.of("A, then B and C side by side, then D", diamond(), FlowState.SUCCESS)
                        .showing("d"));
    }

    private static GraphFlow chain() {
        return GraphFlow.named("chain").add(extend("C", "b", "c"), extend("B", "a", "b"), begin());
    }

    private static GraphFlow diamond() {
        Task join = new Join().named("D").rebind("left", "b").rebind("right", "c");
        return GraphFlow.named("diamond")
                .add(join.provides("d"), extend("B", "a", "b"), extend("C", "a", "c"), begin());
    }

    private static Task begin() {
        return new Begin().named("A").provides("a");
    }

    private static Task extend(String name, String from, String to) {
        return new Extend().named(name).rebind("text", from).inject("with", to).provides(to);
    }

    @Override
    public List<Post> posts() {
        return Post.one("graph.begin", "graph.extend", "graph.join");
    }
}
