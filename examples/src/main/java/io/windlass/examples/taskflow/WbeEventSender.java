package io.windlass.examples.taskflow;

import io.windlass.atom.Task;
import io.windlass.atom.TaskContext;
import io.windlass.atom.TaskType;
import io.windlass.flow.LinearFlow;
import io.windlass.notify.FlowListener;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** A task on a worker tells of events; listeners in the engine's process hear of them. */
final class WbeEventSender {
    @TaskType("example.event-reporter")
    static final class EventReporter extends Task {
        public void execute(TaskContext context) {
            for (char letter = 'A'; letter <= 'Z'; letter++) {
                List<String> leftover = IntStream.rangeClosed(letter, 'Z')
                        .mapToObj(Character::toString)
                        .toList();
                context.event(String.valueOf(letter), Map.of("leftover", leftover));
            }
        }
    }

    private static final class Receiver implements FlowListener {
        @Override
        public void taskEvent(TaskEvent event) {
            print(event.type(), event.details());
        }

        @Override
        public void progressed(Progressed progress) {
            print("update_progress", progress.fraction());
        }

        private static void print(String type, Object details) {
            System.out.println("Received event '" + type + "'");
            System.out.println("Details = " + details);
        }
    }

    private WbeEventSender() {}

    public static void main(String... arguments) {
        System.out.println("Running 1 workers.");
        try (LocalWorkers workers = LocalWorkers.start(1, List.of(EventReporter.class))) {
            System.out.println("Executing some work.");
            LinearFlow flow = LinearFlow.named("event-reporter").add(new EventReporter());
            workers.engine(flow).listener(new Receiver()).build().run();
            System.out.println("Execution finished.");
            System.out.println("Stopping workers.");
        }
    }
}
