package io.windlass.examples.taskflow;

import io.windlass.atom.Task;
import io.windlass.atom.TaskContext;
import io.windlass.engine.Engine;
import io.windlass.flow.GraphFlow;
import io.windlass.persistence.StoredFlow;
import io.windlass.persistence.memory.MemoryPersistence;

/** A decider on a link says no: what the link leads to is skipped. */
final class SwitchGraphFlow {
    static final class PrintName extends Task {
        public void execute(TaskContext context) {
            System.out.println("Running " + context.request().atom());
        }
    }

    private SwitchGraphFlow() {}

    public static void main(String... arguments) {
        Task a = new PrintName().named("r-a");
        Task b = new PrintName().named("r-b");
        GraphFlow flow = GraphFlow.named("root").add(a, b).link(a, b, results -> {
            System.out.println("{r-a=" + results.get("r-a", Object.class) + "}");
            return false;
        });
        MemoryPersistence persistence = new MemoryPersistence();
        Engine engine = Engine.builder(flow).persistence(persistence).build();
        engine.run();

        Headline.print("After run");
        StoredFlow stored = persistence.load(engine.id()).orElseThrow();
        System.out.println("flow " + stored.flow().name() + ": " + stored.flow().state());
        stored.atoms().forEach(atom -> System.out.println("atom " + atom.name() + ": " + atom.state()));
    }
}
