package io.windlass.health;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.windlass.atom.RemoteTask;
import io.windlass.atom.Task;
import io.windlass.atom.TaskType;
import io.windlass.engine.Engine;
import io.windlass.flow.LinearFlow;
import io.windlass.persistence.memory.MemoryPersistence;
import io.windlass.persistence.memory.MemoryStore;
import io.windlass.proxy.inprocess.InProcessBroker;
import io.windlass.proxy.inprocess.InProcessProxy;
import io.windlass.remote.RemoteExecutor;
import io.windlass.remote.RemoteOptions;
import io.windlass.state.FlowState;
import io.windlass.worker.Worker;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What workers and engines tell of themselves. */
@Timeout(120)
class ProcessHealthTest {
    private static final Duration HEARTBEAT = Duration.ofMillis(100);
    private static final Duration LEASE = Duration.ofMillis(300);

    private final MemoryStore store = new MemoryStore();
    private final InProcessBroker broker = new InProcessBroker();
    private final List<AutoCloseable> opened = new ArrayList<>();
    private final CountDownLatch started = new CountDownLatch(1);
    private final CountDownLatch gate = new CountDownLatch(1);

    @TaskType("test.slow")
    static final class Slow extends Task {
        private final CountDownLatch started;
        private final CountDownLatch gate;

        Slow(CountDownLatch started, CountDownLatch gate) {
            this.started = started;
            this.gate = gate;
        }

        public boolean execute() throws InterruptedException {
            started.countDown();
            gate.await();
            return true;
        }
    }

    private <T extends AutoCloseable> T open(T resource) {
        opened.add(0, resource);
        return resource;
    }

    @AfterEach
    void closeAll() throws Exception {
        gate.countDown();
        for (AutoCloseable resource : opened) {
            resource.close();
        }
    }

    private Worker worker(InProcessProxy proxy) {
        return open(Worker.builder(proxy)
                .heartbeat(HEARTBEAT)
                .register(Slow.class, () -> new Slow(started, gate))
                .build());
    }

    private RemoteExecutor executor(InProcessProxy proxy, MemoryPersistence persistence) {
        return open(RemoteExecutor.builder(proxy, persistence)
                .options(RemoteOptions.DEFAULT.withHeartbeat(HEARTBEAT))
                .open());
    }

    private Client serve(java.util.function.Supplier<Health> source) {
        return new Client(open(HealthServer.start(0, source)));
    }

    @Test
    void aWorkerIsReadyFromItsStartUntilItDrains() throws Exception {
        Worker worker = worker(open(broker.connect("worker")));
        Client client = serve(worker::health);
        assertThat(client.get("/ready")).startsWith("503 ").contains("has not started");
        assertThat(client.get("/health")).startsWith("200 ");
        worker.start();
        assertThat(client.get("/ready")).startsWith("200 ");

        MemoryPersistence persistence = open(new MemoryPersistence(store));
        RemoteExecutor executor = executor(open(broker.connect("engine")), persistence);
        CompletableFuture<FlowState> end = Engine.builder(LinearFlow.named("f").add(RemoteTask.of("test.slow")))
                .persistence(persistence)
                .executor(executor)
                .build()
                .start();
        started.await();
        CompletableFuture<Void> drained = CompletableFuture.runAsync(worker::close);
        await().until(() -> client.get("/ready").startsWith("503 "));
        assertThat(client.get("/ready")).contains("drains");
        assertThat(client.get("/health")).startsWith("200 ");
        gate.countDown();
        assertThat(end.join()).isEqualTo(FlowState.SUCCESS);
        drained.join();
        assertThat(client.get("/health")).startsWith("503 ").contains("the worker is closed");
    }

    @Test
    void bothAnswersChangeWhenTheBrokerIsCut() throws Exception {
        InProcessProxy ofWorker = open(broker.connect("worker"));
        InProcessProxy ofEngine = open(broker.connect("engine"));
        Worker worker = worker(ofWorker).start();
        RemoteExecutor executor = executor(ofEngine, open(new MemoryPersistence(store)));
        List<Client> clients = List.of(serve(worker::health), serve(executor::health));
        for (Client client : clients) {
            assertThat(client.get("/health")).startsWith("200 ");
            assertThat(client.get("/ready")).startsWith("200 ");
        }
        ofWorker.kill();
        ofEngine.kill();
        for (Client client : clients) {
            assertThat(client.get("/health")).startsWith("503 ").contains("the connection to the broker");
            assertThat(client.get("/ready")).startsWith("503 ");
        }
    }

    @Test
    void anEngineIsReadyWhileItHoldsItsLeaseAndBrokenOnceItIsFenced() throws Exception {
        MemoryPersistence persistence = open(new MemoryPersistence(store, LEASE));
        RemoteExecutor executor = executor(open(broker.connect("engine")), persistence);
        Client client = serve(executor::health);
        assertThat(client.get("/ready")).startsWith("200 ");
        store.freeze(persistence.owner());
        assertThat(client.get("/ready")).startsWith("503 ").contains("not renewed in time");
        assertThat(client.get("/health")).startsWith("200 ");
        MemoryPersistence other = open(new MemoryPersistence(store));
        assertThat(other.takeOver(1)).isEmpty();
        await().until(() -> client.get("/health").startsWith("503 "));
        assertThat(client.get("/health")).contains("lost its lease");
        assertThat(client.get("/ready")).startsWith("503 ");
    }

    @Test
    void aClosedExecutorIsBroken() throws Exception {
        RemoteExecutor executor = executor(open(broker.connect("engine")), open(new MemoryPersistence(store)));
        Client client = serve(executor::health);
        executor.close();
        assertThat(client.get("/health")).startsWith("503 ").contains("the remote executor is closed");
    }
}
