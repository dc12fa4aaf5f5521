package io.windlass.examples.taskflow;

import io.windlass.atom.Task;
import io.windlass.engine.Engine;
import io.windlass.engine.EngineBuilder;
import io.windlass.flow.Flow;
import io.windlass.persistence.Persistence;
import io.windlass.persistence.memory.MemoryPersistence;
import io.windlass.proxy.Proxy;
import io.windlass.proxy.inprocess.InProcessBroker;
import io.windlass.remote.RemoteExecutor;
import io.windlass.remote.RemoteOptions;
import io.windlass.worker.Worker;
import io.windlass.worker.WorkerBuilder;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/**
 * Workers, a broker and a store within this process, for flows that run on workers. With {@code AmqpProxy} and {@code
 * PostgresPersistence} in place of these, and the workers in processes of their own, nothing else changes.
 */
final class LocalWorkers implements AutoCloseable {
    private final InProcessBroker broker = new InProcessBroker();
    private final Deque<Worker> workers = new ArrayDeque<>();
    private final Deque<Proxy> proxies = new ArrayDeque<>();
    private final Persistence persistence = new MemoryPersistence();
    private final RemoteExecutor executor = new RemoteExecutor(connect("engine"), persistence, RemoteOptions.DEFAULT);

    private LocalWorkers() {}

    /** So many workers, each of which can do these tasks. */
    static LocalWorkers start(int count, List<Class<? extends Task>> tasks) {
        LocalWorkers all = none();
        for (int number = 1; number <= count; number++) {
            all.add("worker-" + number, tasks);
        }
        return all;
    }

    /** Broker and store only; workers are to be added. */
    static LocalWorkers none() {
        return new LocalWorkers();
    }

    /** Adds a worker that can do these tasks. */
    LocalWorkers add(String name, List<Class<? extends Task>> tasks) {
        WorkerBuilder worker = Worker.builder(connect(name)).name(name);
        tasks.forEach(worker::register);
        workers.push(worker.build().start());
        return this;
    }

    private Proxy connect(String name) {
        Proxy proxy = broker.connect(name);
        proxies.push(proxy);
        return proxy;
    }

    /** Begins to describe a run on the workers. */
    EngineBuilder engine(Flow flow) {
        return Engine.builder(flow).persistence(persistence).executor(executor);
    }

    /** {@return what has tasks run on the workers} */
    RemoteExecutor executor() {
        return executor;
    }

    /** {@return where flows are stored} */
    Persistence persistence() {
        return persistence;
    }

    @Override
    public void close() {
        executor.close();
        workers.forEach(Worker::close);
        proxies.forEach(Proxy::close);
        persistence.close();
    }
}
