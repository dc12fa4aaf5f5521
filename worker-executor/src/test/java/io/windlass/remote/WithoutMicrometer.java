package io.windlass.remote;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.windlass.atom.Task;
import io.windlass.atom.TaskType;
import io.windlass.atom.Tasks;
import io.windlass.engine.Engine;
import io.windlass.execution.ParallelExecutor;
import io.windlass.flow.LinearFlow;
import io.windlass.health.HealthServer;
import io.windlass.persistence.memory.MemoryPersistence;
import io.windlass.persistence.postgres.PostgresPersistence;
import io.windlass.proxy.Proxy;
import io.windlass.proxy.inprocess.InProcessBroker;
import io.windlass.worker.Worker;
import java.util.List;

/** What a process does that has no Micrometer; run by {@link WithoutMicrometerTest} in a JVM of its own. */
public final class WithoutMicrometer {
    private WithoutMicrometer() {}

    @TaskType("test.hello")
    static final class Hello extends Task {
        public String execute() {
            return "hello";
        }
    }

    /** Runs a flow locally and one on a worker. With an argument it touches Micrometer, which must end it. */
    public static void main(String[] arguments) {
        if (arguments.length > 0) {
            Measured.run();
        }
        PostgresPersistence.builder().name("not opened").poolSize(3);
        InProcessBroker broker = new InProcessBroker();
        try (ParallelExecutor local = ParallelExecutor.ofThreads(1);
                MemoryPersistence persistence = new MemoryPersistence();
                Proxy ofEngine = broker.connect("engine");
                Proxy ofWorker = broker.connect("worker");
                Worker worker =
                        Worker.builder(ofWorker).register(Hello.class).build().start();
                RemoteExecutor executor =
                        RemoteExecutor.builder(ofEngine, persistence).open();
                HealthServer health = HealthServer.start(0, worker::health)) {
            Task lambda = Tasks.of("lambda", List.of(), inputs -> true);
            System.out.println(Engine.builder(LinearFlow.named("local").add(lambda, new Hello()))
                    .executor(local)
                    .build()
                    .run());
            System.out.println(Engine.builder(LinearFlow.named("remote").add(lambda, new Hello()))
                    .persistence(persistence)
                    .executor(executor)
                    .build()
                    .run());
            System.out.println(
                    health.address().getPort() > 0 && executor.health().isReady());
        }
    }

    /** A class of its own: the JVM looks at what a class does with Micrometer's types before it runs. */
    private static final class Measured {
        static void run() {
            try (ParallelExecutor local = ParallelExecutor.ofThreads(1).meters(new SimpleMeterRegistry())) {
                System.out.println(local.outlivesProcess());
            }
        }
    }
}
