package io.windlass.examples.flows;

import static io.windlass.atom.Input.in;

import io.windlass.atom.Inputs;
import io.windlass.atom.Task;
import io.windlass.atom.TaskType;
import io.windlass.atom.Tasks;
import io.windlass.flow.LinearFlow;
import io.windlass.state.FlowState;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Values go from the flow's store through its tasks: (x + y) × 10. */
final class Calculation implements Example {
    private static final int FACTOR = 10;
    private static final String TITLE = "(3 + 4) × 10";
    private static final Map<String, Object> GIVEN = Map.of("x", 3, "y", 4);

    /** The sum, for workers. */
    @TaskType("calculation.add")
    static final class Add extends Task {
        public int execute(int x, int y) {
            return x + y;
        }
    }

    /** The product, for workers. */
    @TaskType("calculation.multiply")
    static final class Multiply extends Task {
        public int execute(int sum, int factor) {
            return sum * factor;
        }
    }

    @Override
    public String name() {
        return "calculation";
    }

    @Override
    public String summary() {
        return "values from the store through the tasks, which are lambdas: (x + y) × 10";
    }

    @Override
    public List<Scene> scenes() {
        LinearFlow flow = LinearFlow.named("calculation")
                .add(
                        Tasks.of(
                                        "add",
                                        List.of(in("x", Integer.class), in("y", Integer.class)),
                                        in -> number(in, "x") + number(in, "y"))
                                .provides("sum"),
                        Tasks.of("multiply", List.of(in("sum", Integer.class)), in -> number(in, "sum") * FACTOR)
                                .provides("product"));
        return List.of(scene(flow));
    }

    private static int number(Inputs in, String name) {
        return (Integer) Objects.requireNonNull(in.get(name));
    }

    /** With classes: a worker has no way to know a lambda. */
    @Override
    public List<Scene> remoteScenes() {
        LinearFlow flow = LinearFlow.named("calculation")
                .add(
                        new Add().named("add").provides("sum"),
                        new Multiply()
                                .named("multiply")
                                .inject("factor", FACTOR)
                                .provides("product"));
        return List.of(scene(flow));
    }

    private static Scene scene(LinearFlow flow) {
        return Scene.of(TITLE, flow, FlowState.SUCCESS).given(GIVEN).showing("sum", "product");
    }

    @Override
    public List<Post> posts() {
        return Post.one("calculation.add", "calculation.multiply");
    }
}
