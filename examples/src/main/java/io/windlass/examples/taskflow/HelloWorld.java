package io.windlass.examples.taskflow;

import io.windlass.atom.Task;
import io.windlass.atom.TaskContext;
import io.windlass.atom.TaskType;
import io.windlass.engine.Engine;
import io.windlass.execution.ParallelExecutor;
import io.windlass.flow.Flow;
import io.windlass.flow.LinearFlow;
import io.windlass.flow.UnorderedFlow;
import java.util.List;

/** One song, two choruses, four ways to sing it: who runs the tasks is not the flow's affair. */
final class HelloWorld {
    private static final int FIRST_WITH_VIRTUAL_THREADS = 21;

    /** What a worker knows it by: a worker makes a task of its own, and has its inputs from the request. */
    @TaskType("hello-world.sing")
    static final class Sing extends Task {
        public void execute(String output, boolean named, TaskContext context) {
            System.out.println(named ? context.request().atom() + ": " + output : output);
        }
    }

    private HelloWorld() {}

    private static Task sing(String singer, boolean named, String output) {
        return new Sing().named(singer).inject("output", output).inject("named", named);
    }

    private static Flow song() {
        return LinearFlow.named("beats")
                .add(
                        sing("conductor@begin", false, "*ding*"),
                        UnorderedFlow.named("hello")
                                .add(
                                        sing("bob@hello", true, "hello"),
                                        sing("joe@hello", true, "hellooo"),
                                        sing("sue@hello", true, "helloooooo!")),
                        UnorderedFlow.named("world")
                                .add(
                                        sing("bob@world", true, "world"),
                                        sing("joe@world", true, "worllllld"),
                                        sing("sue@world", true, "wooorllld!")),
                        sing("conductor@end", false, "*dong*"));
    }

    private static void onVirtualThreads() {
        System.out.println("-- Running in parallel using virtual threads --");
        try (ParallelExecutor threads = ParallelExecutor.ofVirtualThreads()) {
            Engine.builder(song()).executor(threads).build().run();
        }
    }

    private static void onThreads() {
        System.out.println("-- Running in parallel using threads --");
        try (ParallelExecutor threads = ParallelExecutor.ofThreads(1)) {
            Engine.builder(song()).executor(threads).build().run();
        }
    }

    private static void onAWorker() {
        System.out.println("-- Running in parallel using a worker --");
        try (LocalWorkers workers = LocalWorkers.start(1, List.of(Sing.class))) {
            workers.engine(song()).build().run();
        }
    }

    private static void serially() {
        System.out.println("-- Running serially --");
        Engine engine = Engine.builder(song()).build();
        engine.run();
        System.out.println("-- Statistics gathered --");
        System.out.println(engine.statistics());
    }

    public static void main(String... arguments) {
        if (Runtime.version().feature() >= FIRST_WITH_VIRTUAL_THREADS) {
            onVirtualThreads();
        }
        onThreads();
        onAWorker();
        serially();
    }
}
