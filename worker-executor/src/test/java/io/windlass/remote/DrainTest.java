package io.windlass.remote;

import static io.windlass.atom.Input.context;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.windlass.atom.RemoteTask;
import io.windlass.atom.Tasks;
import io.windlass.engine.Engine;
import io.windlass.flow.LinearFlow;
import io.windlass.persistence.memory.MemoryPersistence;
import io.windlass.proxy.inprocess.InProcessBroker;
import io.windlass.proxy.inprocess.InProcessProxy;
import io.windlass.state.FlowState;
import io.windlass.worker.Worker;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A worker is drained while it runs something. */
@Timeout(120)
class DrainTest {
    private static final Duration HEARTBEAT = Duration.ofMillis(100);

    private final InProcessBroker broker = new InProcessBroker();
    private final List<AutoCloseable> opened = new ArrayList<>();
    private final List<String> begun = new CopyOnWriteArrayList<>();
    private final Map<String, InProcessProxy> proxies = new HashMap<>();
    private final CountDownLatch mayEnd = new CountDownLatch(1);

    private <T extends AutoCloseable> T open(T resource) {
        opened.add(0, resource);
        return resource;
    }

    @AfterEach
    void closeAll() throws Exception {
        for (AutoCloseable resource : opened) {
            resource.close();
        }
    }

    private Worker worker(String name, Duration drainTimeout) {
        InProcessProxy proxy = open(broker.connect(name));
        proxies.put(name, proxy);
        return open(Worker.builder(proxy)
                .name(name)
                .heartbeat(HEARTBEAT)
                .drainTimeout(drainTimeout)
                .register(() -> Tasks.of("slow", context(), given -> {
                            begun.add(name);
                            mayEnd.await();
                            return name;
                        })
                        .ofType("test.slow"))
                .build()
                .start());
    }

    private CompletableFuture<FlowState> start() {
        MemoryPersistence persistence = open(new MemoryPersistence());
        InProcessProxy proxy = open(broker.connect("engine"));
        RemoteExecutor executor =
                open(new RemoteExecutor(proxy, persistence, RemoteOptions.DEFAULT.withHeartbeat(HEARTBEAT)));
        return Engine.builder(LinearFlow.named("f").add(RemoteTask.of("test.slow")))
                .persistence(persistence)
                .executor(executor)
                .build()
                .start();
    }

    @Test
    void itSaysThatAllWasFinished() {
        Worker worker = worker("w1", Duration.ofMinutes(1));
        CompletableFuture<FlowState> end = start();
        await().until(() -> begun.size() == 1);
        CompletableFuture<Boolean> drained = CompletableFuture.supplyAsync(worker::drain);
        await().until(() -> !worker.health().problems().isEmpty());

        mayEnd.countDown();

        assertThat(drained).succeedsWithin(Duration.ofMinutes(1)).isEqualTo(true);
        assertThat(end).succeedsWithin(Duration.ofMinutes(1)).isEqualTo(FlowState.SUCCESS);
    }

    @Test
    void itSaysThatSomethingWasLeftWhichAnotherWorkerThenRuns() throws Exception {
        Worker worker = worker("w1", Duration.ofMillis(50));
        CompletableFuture<FlowState> end = start();
        await().until(() -> begun.size() == 1);

        assertThat(worker.drain()).isFalse();
        Objects.requireNonNull(proxies.get("w1")).close(); // as at the end of a process

        worker("w2", Duration.ofMinutes(1));
        await().until(() -> begun.equals(List.of("w1", "w2")));
        mayEnd.countDown();
        assertThat(end).succeedsWithin(Duration.ofMinutes(1)).isEqualTo(FlowState.SUCCESS);
    }
}
