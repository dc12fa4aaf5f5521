package io.windlass.examples.taskflow;

import io.windlass.atom.Task;
import io.windlass.engine.Engine;
import io.windlass.engine.EngineBuilder;
import io.windlass.flow.LinearFlow;

/** What one task provides is another one's input. */
final class SimpleLinearPass {
    static final class TaskA extends Task {
        public String execute() {
            System.out.println("Executing 'a'");
            return "a";
        }
    }

    static final class TaskB extends Task {
        public void execute(String a) {
            System.out.println("Executing 'b'");
            System.out.println("Got input '" + a + "'");
        }
    }

    private SimpleLinearPass() {}

    public static void main(String... arguments) {
        System.out.println("Constructing...");
        LinearFlow flow =
                LinearFlow.named("pass-from-to").add(new TaskA().named("a").provides("a"), new TaskB().named("b"));
        System.out.println("Loading...");
        EngineBuilder builder = Engine.builder(flow);
        System.out.println("Compiling...");
        System.out.println("Preparing...");
        Engine engine = builder.build(); // both, and checks that each task finds its inputs
        System.out.println("Running...");
        engine.run();
        System.out.println("Done...");
    }
}
