package io.windlass.examples.crash;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.windlass.embedded.Services;
import io.windlass.embedded.TemporaryDatabase;
import io.windlass.engine.Engine;
import io.windlass.failure.PoisonException;
import io.windlass.flow.LinearFlow;
import io.windlass.persistence.Persistence;
import io.windlass.persistence.postgres.PostgresPersistence;
import io.windlass.proxy.amqp.AmqpProxy;
import io.windlass.remote.RemoteExecutor;
import io.windlass.remote.RemoteOptions;
import io.windlass.state.FlowState;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A task that ends the process of each worker that starts it, on the broker and database that the services say. */
@Tag("services")
@Timeout(300)
class PoisonTest {
    private static final int STARTS = 3;
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final RemoteOptions OPTIONS =
            RemoteOptions.DEFAULT.withHeartbeat(DeadlyWorker.HEARTBEAT).withMaxStarts(STARTS);

    @TempDir
    private Path logs;

    @Test
    void aFlowEndsAlthoughItsTaskKillsEveryWorker() {
        Services services = Services.shared();
        String prefix = "windlass.poison." + UUID.randomUUID();
        List<Process> workers = new ArrayList<>();
        try (TemporaryDatabase database = services.newDatabase("windlass_poison");
                Persistence persistence =
                        PostgresPersistence.builder().url(database.url()).open();
                AmqpProxy proxy =
                        AmqpProxy.builder(services.amqpUrl()).prefix(prefix).connect()) {
            try (RemoteExecutor executor = new RemoteExecutor(proxy, persistence, OPTIONS)) {
                Engine engine = Engine.builder(LinearFlow.named("poisonous")
                                .add(new DeadlyWorker.Harmless(), new DeadlyWorker.Deadly().named("deadly")))
                        .persistence(persistence)
                        .executor(executor)
                        .build();
                CompletableFuture<FlowState> end = engine.start();
                while (!end.isDone()) {
                    Process worker = DeadlyWorker.start(services.amqpUrl(), prefix, "w" + workers.size(), logs);
                    workers.add(worker);
                    await().atMost(PATIENCE).until(() -> !worker.isAlive() || end.isDone());
                }
                assertThatThrownBy(end::join).hasMessageContaining(PoisonException.class.getName());
                assertThat(engine.state()).isEqualTo(FlowState.REVERTED);
                List<Process> dead =
                        workers.stream().filter(worker -> !worker.isAlive()).toList();
                assertThat(dead)
                        .hasSizeBetween(STARTS, STARTS + 1) // a first start may be over before it is heard of
                        .allSatisfy(worker -> assertThat(worker.exitValue()).isEqualTo(DeadlyWorker.STATUS));
                assertThat(proxy.deadLetters().list(10)).singleElement().satisfies(letter -> {
                    assertThat(letter.request()).isEqualTo(engine.id() + "/deadly/execute/1/1");
                    assertThat(letter.reason()).contains("started 3 times");
                });
            } finally {
                workers.forEach(Process::destroyForcibly);
                proxy.deleteAll(DeadlyWorker.QUEUES.stream()
                        .map(proxy.naming()::requestQueue)
                        .toList());
            }
        }
    }
}
