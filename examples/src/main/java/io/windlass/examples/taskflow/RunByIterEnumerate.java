package io.windlass.examples.taskflow;

import io.windlass.atom.Task;
import io.windlass.atom.TaskContext;
import io.windlass.engine.Engine;
import io.windlass.flow.LinearFlow;
import io.windlass.runtime.RunIterator;

/** The states that a run of ten tasks goes through, numbered. */
final class RunByIterEnumerate {
    private static final int TASKS = 10;

    static final class EchoName extends Task {
        public void execute(TaskContext context) {
            System.out.println(context.request().atom());
        }
    }

    private RunByIterEnumerate() {}

    public static void main(String... arguments) {
        LinearFlow flow = LinearFlow.named("alphabet");
        for (int number = 1; number <= TASKS; number++) {
            flow.add(new EchoName().named("echo_" + number));
        }
        int transition = 0;
        try (RunIterator run = Engine.builder(flow).build().iterate()) {
            while (run.hasNext()) {
                System.out.println("Transition " + ++transition + ": " + run.next());
            }
        }
    }
}
