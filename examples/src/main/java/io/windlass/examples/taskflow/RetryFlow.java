package io.windlass.examples.taskflow;

import io.windlass.atom.Outcome;
import io.windlass.atom.Task;
import io.windlass.engine.Engine;
import io.windlass.flow.LinearFlow;
import io.windlass.retry.ParameterizedForEach;
import java.util.List;

/** A controller has the flow tried with one number after the other, undoing it in between, until one is right. */
final class RetryFlow {
    private static final int RIGHT = 555;

    static final class CallJim extends Task {
        public void execute(int jimNumber) {
            System.out.println("Calling jim " + jimNumber + ".");
            if (jimNumber != RIGHT) {
                throw new IllegalArgumentException("Wrong number!");
            }
            System.out.println("Hello Jim!");
        }

        public void revert(Outcome<Void> outcome) {
            if (outcome instanceof Outcome.Failed) {
                System.out.println("Wrong number, apologizing.");
            }
        }
    }

    private RetryFlow() {}

    public static void main(String... arguments) {
        LinearFlow flow = LinearFlow.named(
                        "retrying-linear",
                        new ParameterizedForEach()
                                .rebind("values", "phoneNumbers")
                                .provides("jimNumber"))
                .add(new CallJim());
        Engine.builder(flow)
                .store("phoneNumbers", List.of(333, 444, RIGHT, 666))
                .build()
                .run();
    }
}
