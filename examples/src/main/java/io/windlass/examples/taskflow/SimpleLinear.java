package io.windlass.examples.taskflow;

import io.windlass.atom.Task;
import io.windlass.engine.Engine;
import io.windlass.flow.LinearFlow;

/** Two tasks, one after the other. Each finds its number in the flow's store, by the name of its parameter. */
final class SimpleLinear {
    static final class CallJim extends Task {
        public void execute(int jimNumber) {
            System.out.println("Calling jim " + jimNumber + ".");
        }
    }

    static final class CallJoe extends Task {
        public void execute(int joeNumber) {
            System.out.println("Calling joe " + joeNumber + ".");
        }
    }

    private SimpleLinear() {}

    public static void main(String... arguments) {
        LinearFlow flow = LinearFlow.named("simple-linear").add(new CallJim(), new CallJoe());
        Engine.builder(flow)
                .store("jimNumber", 555)
                .store("joeNumber", 444)
                .build()
                .run();
    }
}
