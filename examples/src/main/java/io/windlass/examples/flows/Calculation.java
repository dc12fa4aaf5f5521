package io.windlass.examples.flows;

import static io.windlass.atom.Input.in;

import io.windlass.atom.Task;
import io.windlass.atom.TaskType;
import io.windlass.atom.Tasks;
import io.windlass.flow.LinearFlow;
import io.windlass.state.FlowState;
import java.util.List;
import java.util.Map;

/** Values go from the flow's store through its tasks: (x + y) × 10. */
final class Calculation implements Example {
    private static final int FACTOR = 10;
    private static final String TITLE = "(3 + 4) × 10";
    private static final Map<String, Object> GIVEN = Map.of("x", 3, "y", 4);

    /** The sum, for a worker, by a class that both know. */
    @TaskType("calculation.add")
    static final class Add extends Task {
        public int execute(int x, int y) {
            return x + y;
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
        Task add = Tasks.of("add", in("x", Integer.class), in("y", Integer.class), (x, y) -> x + y);
        return List.of(scene(add));
    }

    /** The sum is a worker's here. The product stays a lambda, which runs in the engine's process in this flow too. */
    @Override
    public List<Scene> remoteScenes() {
        return List.of(scene(new Add().named("add")));
    }

    private static Scene scene(Task add) {
        Task multiply = Tasks.of("multiply", in("sum", Integer.class), sum -> sum * FACTOR);
        LinearFlow flow = LinearFlow.named("calculation").add(add.provides("sum"), multiply.provides("product"));
        return Scene.of(TITLE, flow, FlowState.SUCCESS).given(GIVEN).showing("sum", "product");
    }

    @Override
    public List<Post> posts() {
        return Post.one("calculation.add");
    }
}
