package io.windlass.examples.taskflow;

import io.windlass.atom.Task;
import io.windlass.engine.Engine;
import io.windlass.flow.LinearFlow;
import io.windlass.listener.PrintingDurationListener;
import io.windlass.notify.Registration;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;

/** How long a flow and each of its tasks take. */
final class TimingListener {
    private static final int LONGEST_MILLIS = 100;

    static final class Variable extends Task {
        public void execute() throws InterruptedException {
            Thread.sleep(ThreadLocalRandom.current().nextInt(LONGEST_MILLIS));
        }
    }

    private TimingListener() {}

    public static void main(String... arguments) {
        LinearFlow flow = LinearFlow.named("root");
        for (String name : List.of("a", "b", "c")) {
            flow.add(new Variable().named(name));
        }
        Engine engine = Engine.builder(flow).build();
        Registration registration = engine.notifier().register(new PrintingDurationListener(engine.storage()));
        engine.run();
        registration.close();
    }
}
