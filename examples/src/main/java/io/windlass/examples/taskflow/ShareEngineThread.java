package io.windlass.examples.taskflow;

import io.windlass.atom.Task;
import io.windlass.atom.TaskContext;
import io.windlass.engine.Engine;
import io.windlass.execution.ParallelExecutor;
import io.windlass.flow.UnorderedFlow;
import io.windlass.runtime.RunIterator;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;

/** Two engines on one pool of threads, taken on by one thread, a state of each in turn. */
final class ShareEngineThread {
    private static final int LONGEST_MILLIS = 200;

    static final class Delayed extends Task {
        public void execute(TaskContext context) throws InterruptedException {
            System.out.println("Running '" + context.request().atom() + "' in thread '"
                    + Thread.currentThread().getName() + "'");
            Thread.sleep(ThreadLocalRandom.current().nextInt(LONGEST_MILLIS));
        }
    }

    private ShareEngineThread() {}

    private static UnorderedFlow flow(String name) {
        return UnorderedFlow.named(name).add(new Delayed().named(name + "-1"), new Delayed().named(name + "-2"));
    }

    public static void main(String... arguments) {
        try (ParallelExecutor threads = ParallelExecutor.ofThreads(4)) {
            List<RunIterator> runs = new ArrayList<>();
            for (String name : List.of("f1", "f2")) {
                runs.add(Engine.builder(flow(name)).executor(threads).build().iterate());
            }
            while (!runs.isEmpty()) {
                runs.removeIf(run -> !run.hasNext());
                runs.forEach(RunIterator::next);
            }
        }
    }
}
