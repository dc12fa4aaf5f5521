package io.windlass.examples.taskflow;

import io.windlass.atom.Task;
import io.windlass.atom.TaskContext;
import io.windlass.engine.Engine;
import io.windlass.engine.EngineBuilder;
import io.windlass.execution.ParallelExecutor;
import io.windlass.flow.LinearFlow;
import io.windlass.notify.FlowListener;

/** Many tasks that tell how far they are. What they tell too fast may be left out. */
final class AlphabetSoup {
    private static final int PARTS = 5;
    private static final int PART_MILLIS = 20;
    private static final int PERCENT = 100;

    static final class Letter extends Task {
        public void execute(TaskContext context) throws InterruptedException {
            for (int part = 1; part < PARTS; part++) {
                context.progress((double) part / PARTS);
                Thread.sleep(PART_MILLIS);
            }
        }
    }

    private static final class ProgressPrinter implements FlowListener {
        @Override
        public void progressed(Progressed progress) {
            System.out.println("Task '" + progress.atom() + "' reached " + Math.round(progress.fraction() * PERCENT)
                    + "% completion");
        }
    }

    private AlphabetSoup() {}

    public static void main(String... arguments) {
        System.out.println("Constructing...");
        LinearFlow soup = LinearFlow.named("alphabet-soup");
        for (char letter = 'a'; letter <= 'z'; letter++) {
            soup.add(new Letter().named(String.valueOf(letter)));
        }
        try (ParallelExecutor threads = ParallelExecutor.ofThreads(2)) {
            System.out.println("Loading...");
            EngineBuilder builder = Engine.builder(soup).executor(threads).listener(new ProgressPrinter());
            System.out.println("Compiling...");
            System.out.println("Preparing...");
            Engine engine = builder.build(); // both
            System.out.println("Running...");
            engine.run();
            System.out.println("Done: " + engine.statistics());
        }
    }
}
