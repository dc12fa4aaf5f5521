package io.windlass.remote;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.windlass.atom.Task;
import io.windlass.atom.TaskContext;
import io.windlass.atom.TaskType;
import io.windlass.engine.Engine;
import io.windlass.engine.EngineBuilder;
import io.windlass.flow.LinearFlow;
import io.windlass.persistence.memory.MemoryPersistence;
import io.windlass.persistence.memory.MemoryStore;
import io.windlass.proxy.RequestQueue;
import io.windlass.proxy.inprocess.InProcessBroker;
import io.windlass.proxy.inprocess.InProcessProxy;
import io.windlass.worker.Worker;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;

/** Engines and workers of one test, on one broker and store, with a task that lasts until the test lets it end. */
final class Crew {
    static final Duration HEARTBEAT = Duration.ofMillis(100);
    /** Nothing that is to happen in a test waits for it. */
    static final Duration NEVER = Duration.ofMinutes(10);

    static final RequestQueue QUEUE = new RequestQueue("p", "test.long", 1);

    final InProcessBroker broker = new InProcessBroker();
    private final SimpleMeterRegistry atEngines = new SimpleMeterRegistry();
    private final SimpleMeterRegistry atWorkers = new SimpleMeterRegistry();
    private final MemoryStore store = new MemoryStore();
    private final List<AutoCloseable> opened = new ArrayList<>();
    private final List<String> runs = new CopyOnWriteArrayList<>();
    private final CountDownLatch gate = new CountDownLatch(1);

    /** Notes that it runs, and waits. */
    @TaskType("test.long")
    static final class LongTask extends Task {
        private final Crew crew;

        LongTask(Crew crew) {
            this.crew = crew;
        }

        public String execute(TaskContext context) throws InterruptedException {
            crew.runs.add(context.request().atom() + " on " + context.process());
            crew.gate.await();
            return context.process();
        }

        public void revert() {}
    }

    /** An engine's process. */
    final class Node {
        final MemoryPersistence persistence = open(new MemoryPersistence(store));
        final InProcessProxy proxy;
        final RemoteExecutor executor;

        private Node(String name, RemoteOptions options) {
            proxy = open(broker.connect(name));
            executor = open(RemoteExecutor.builder(proxy, persistence)
                    .options(options)
                    .meters(atEngines)
                    .open());
        }

        Engine engine(Task... tasks) {
            return builder(tasks).build();
        }

        EngineBuilder builder(Task... tasks) {
            return Engine.builder(LinearFlow.named("f").add(tasks))
                    .persistence(persistence)
                    .executor(executor);
        }

        void crash() {
            proxy.kill();
            store.freeze(persistence.owner());
        }
    }

    Node node(String name, RemoteOptions options) {
        return new Node(name, options);
    }

    /** {@return a flow of one long task that a dead process had, in another process} */
    Engine successor(Engine engine, RemoteOptions options, Task task) {
        Node node = node("successor", options);
        node.executor.takeOver(Set.of("f"), 10);
        return node.builder(task)
                .resume(node.persistence.load(engine.id()).orElseThrow())
                .build();
    }

    Task task(String name) {
        return new LongTask(this).named(name).provides(name);
    }

    Worker worker(String name, InProcessProxy proxy, int slots) {
        return open(Worker.builder(proxy)
                .name(name)
                .pool(QUEUE.pool())
                .slots(slots)
                .heartbeat(HEARTBEAT)
                .drainTimeout(HEARTBEAT)
                .meters(atWorkers)
                .register(LongTask.class, () -> new LongTask(this))
                .build()
                .start());
    }

    InProcessProxy worker(String name) {
        InProcessProxy proxy = connect(name);
        worker(name, proxy, 1);
        return proxy;
    }

    InProcessProxy connect(String name) {
        return open(broker.connect(name));
    }

    /** {@return all runs so far, as {@code TASK on WORKER}} */
    List<String> runs() {
        return runs;
    }

    void letEnd() {
        gate.countDown();
    }

    double count(String meter, String... tags) {
        return Stream.of(atEngines, atWorkers)
                .flatMap(registry -> registry.find(meter).tags(tags).counters().stream())
                .mapToDouble(Counter::count)
                .sum();
    }

    private <T extends AutoCloseable> T open(T resource) {
        opened.add(0, resource);
        return resource;
    }

    void close() throws Exception {
        gate.countDown();
        for (AutoCloseable resource : opened) {
            resource.close();
        }
    }
}
