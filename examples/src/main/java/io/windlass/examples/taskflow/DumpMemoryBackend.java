package io.windlass.examples.taskflow;

import io.windlass.atom.Task;
import io.windlass.atom.TaskContext;
import io.windlass.engine.Engine;
import io.windlass.flow.LinearFlow;
import io.windlass.persistence.LogBook;
import io.windlass.persistence.memory.MemoryPersistence;
import java.util.List;

/** What a store holds before and after a run: a flow is there from its first change on, a task from its start. */
final class DumpMemoryBackend {
    static final class PrintName extends Task {
        public void execute(TaskContext context) {
            System.out.println("Running '" + context.request().atom() + "'");
        }
    }

    private DumpMemoryBackend() {}

    public static void main(String... arguments) {
        LinearFlow flow = LinearFlow.named("root");
        for (String name : List.of("a", "b", "c")) {
            flow.add(new PrintName().named(name));
        }
        try (MemoryPersistence persistence = new MemoryPersistence()) {
            LogBook book = persistence.saveBook(LogBook.named("letters"));
            Engine engine = Engine.builder(flow)
                    .persistence(persistence)
                    .book(book.id())
                    .build();
            Headline.print("Before run");
            Dump.print(persistence);
            engine.run();
            Headline.print("After run");
            Dump.print(persistence);
        }
    }
}
