package io.windlass.examples.taskflow;

import io.windlass.atom.Task;
import io.windlass.atom.TaskType;
import io.windlass.engine.Engine;
import io.windlass.flow.LinearFlow;
import io.windlass.persistence.memory.MemoryPersistence;
import io.windlass.proxy.Proxy;
import io.windlass.proxy.inprocess.InProcessBroker;
import io.windlass.remote.RemoteExecutor;
import io.windlass.remote.RemoteOptions;
import io.windlass.worker.Worker;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Two tasks on workers. The broker is in this process here; with {@code AmqpProxy} in place of it, and the workers in
 * processes of their own, nothing else changes.
 */
final class WbeSimpleLinear {
    @TaskType("example.count-arguments")
    static final class One extends Task {
        public int execute(int x) {
            return 1;
        }
    }

    @TaskType("example.sum")
    static final class Sum extends Task {
        public int execute(int x, int y, int z) {
            return x + y + z;
        }
    }

    private WbeSimpleLinear() {}

    private static Worker worker(Proxy proxy, String name) {
        return Worker.builder(proxy)
                .name(name)
                .register(One.class)
                .register(Sum.class)
                .build()
                .start();
    }

    private static Map<String, Integer> run(Proxy proxy) {
        LinearFlow flow =
                LinearFlow.named("simple-linear").add(new One().provides("result1"), new Sum().provides("result2"));
        try (MemoryPersistence persistence = new MemoryPersistence();
                RemoteExecutor workers = new RemoteExecutor(proxy, persistence, RemoteOptions.DEFAULT)) {
            Engine engine = Engine.builder(flow)
                    .store("x", 111)
                    .store("y", 222)
                    .store("z", 333)
                    .persistence(persistence)
                    .executor(workers)
                    .build();
            engine.run();
            Map<String, Integer> values = new TreeMap<>();
            for (String name : List.of("result1", "result2", "x", "y", "z")) {
                values.put(name, engine.result(name, Integer.class));
            }
            return values;
        }
    }

    public static void main(String... arguments) {
        InProcessBroker broker = new InProcessBroker();
        System.out.println("Running 2 workers.");
        try (Proxy first = broker.connect("worker-1");
                Proxy second = broker.connect("worker-2");
                Worker one = worker(first, "worker-1");
                Worker two = worker(second, "worker-2");
                Proxy proxy = broker.connect("engine")) {
            System.out.println("Executing some work.");
            Map<String, Integer> result = run(proxy);
            System.out.println("Execution finished.");
            System.out.println("Result = " + result);
            System.out.println("Stopping workers.");
        }
    }
}
