package io.windlass.examples.taskflow;

import io.windlass.atom.Task;
import io.windlass.engine.Engine;
import io.windlass.failure.FlowFailedException;
import io.windlass.flow.LinearFlow;
import java.util.Set;

/** The third task fails; what the first two did is undone, the last first. */
final class RevertingLinear {
    private static final Set<Integer> AT_HOME = Set.of(555, 444);

    static final class CallJim extends Task {
        public void execute(int jimNumber) {
            System.out.println("Calling jim " + jimNumber + ".");
        }

        public void revert(int jimNumber) {
            System.out.println("Calling " + jimNumber + " and apologizing.");
        }
    }

    static final class CallJoe extends Task {
        public void execute(int joeNumber) {
            System.out.println("Calling joe " + joeNumber + ".");
        }

        public void revert(int joeNumber) {
            System.out.println("Calling " + joeNumber + " and apologizing.");
        }
    }

    static final class CallSuzzie extends Task {
        public void execute(int suzzieNumber) {
            if (!AT_HOME.contains(suzzieNumber)) {
                throw new IllegalStateException("Suzzie not home right now.");
            }
            System.out.println("Calling suzzie " + suzzieNumber + ".");
        }
    }

    private RevertingLinear() {}

    public static void main(String... arguments) {
        LinearFlow flow = LinearFlow.named("simple-linear").add(new CallJim(), new CallJoe(), new CallSuzzie());
        Engine engine = Engine.builder(flow)
                .store("jimNumber", 555)
                .store("joeNumber", 444)
                .store("suzzieNumber", 666)
                .build();
        try {
            engine.run();
        } catch (FlowFailedException e) {
            System.out.println("Flow failed: " + e.failures().get(0).message());
        }
    }
}
