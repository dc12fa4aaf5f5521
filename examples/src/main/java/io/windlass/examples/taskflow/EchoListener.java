package io.windlass.examples.taskflow;

import io.windlass.atom.Task;
import io.windlass.atom.TaskContext;
import io.windlass.engine.Engine;
import io.windlass.flow.LinearFlow;
import io.windlass.listener.LoggingListener;
import java.util.List;

/** A listener that logs each change at DEBUG: {@code ./windlass example echo-listener --verbose} shows them. */
final class EchoListener {
    static final class Echo extends Task {
        public void execute(TaskContext context) {
            System.out.println(context.request().atom());
        }
    }

    private EchoListener() {}

    public static void main(String... arguments) {
        LinearFlow flow = LinearFlow.named("root");
        for (String name : List.of("a", "b", "c")) {
            flow.add(new Echo().named(name));
        }
        Engine.builder(flow).listener(new LoggingListener()).build().run();
    }
}
