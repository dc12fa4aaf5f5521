package io.windlass.examples.crash;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.windlass.embedded.Services;
import io.windlass.embedded.TemporaryDatabase;
import io.windlass.engine.Engine;
import io.windlass.failure.MayHaveRunException;
import io.windlass.flow.LinearFlow;
import io.windlass.persistence.Persistence;
import io.windlass.persistence.postgres.PostgresPersistence;
import io.windlass.proxy.amqp.AmqpProxy;
import io.windlass.remote.RemoteExecutor;
import io.windlass.remote.RemoteOptions;
import io.windlass.state.FlowState;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The worker of a task that runs at most once is killed, and another one is there that could run it. */
@Tag("services")
@Timeout(300)
class AtMostOnceTest {
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    @TempDir
    private Path folder;

    private List<String> begun() throws IOException {
        Path ledger = folder.resolve("ledger");
        return Files.exists(ledger) ? Files.readAllLines(ledger) : List.of();
    }

    @Test
    void itIsNotStartedOnAnotherWorker() throws IOException {
        Services services = Services.shared();
        String prefix = "windlass.once." + UUID.randomUUID();
        List<Process> workers = List.of(
                DeadlyWorker.start(services.amqpUrl(), prefix, "w1", folder),
                DeadlyWorker.start(services.amqpUrl(), prefix, "w2", folder));
        try (TemporaryDatabase database = services.newDatabase("windlass_once");
                Persistence persistence =
                        PostgresPersistence.builder().url(database.url()).open();
                AmqpProxy proxy =
                        AmqpProxy.builder(services.amqpUrl()).prefix(prefix).connect()) {
            try (RemoteExecutor executor = new RemoteExecutor(
                    proxy, persistence, RemoteOptions.DEFAULT.withHeartbeat(DeadlyWorker.HEARTBEAT))) {
                Engine engine = Engine.builder(LinearFlow.named("once")
                                .add(
                                        new DeadlyWorker.Harmless(),
                                        new DeadlyWorker.Endless()
                                                .named("endless")
                                                .atMostOnce()))
                        .store("ledger", folder.resolve("ledger").toString())
                        .persistence(persistence)
                        .executor(executor)
                        .build();
                CompletableFuture<FlowState> end = engine.start();
                await().atMost(PATIENCE).until(() -> begun().size() == 1);
                String[] run = begun().get(0).split(" ", 2);
                long pid = Long.parseLong(run[0]);
                workers.stream().filter(worker -> worker.pid() == pid).forEach(Process::destroyForcibly);

                assertThatThrownBy(end::join)
                        .hasMessageContaining(MayHaveRunException.class.getName())
                        .hasMessageContaining(run[1]);
                assertThat(engine.state()).isEqualTo(FlowState.REVERTED);
                assertThat(workers).filteredOn(Process::isAlive).hasSize(1);
                assertThat(begun()).hasSize(1);
            } finally {
                workers.forEach(Process::destroyForcibly);
                proxy.deleteAll(DeadlyWorker.QUEUES.stream()
                        .map(proxy.naming()::requestQueue)
                        .toList());
            }
        }
    }
}
