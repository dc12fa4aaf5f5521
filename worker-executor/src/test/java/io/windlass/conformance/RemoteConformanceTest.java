package io.windlass.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.windlass.embedded.Services;
import io.windlass.embedded.TemporaryDatabase;
import io.windlass.persistence.Persistence;
import io.windlass.persistence.memory.MemoryPersistence;
import io.windlass.persistence.postgres.PostgresPersistence;
import io.windlass.proxy.Proxy;
import io.windlass.proxy.RequestQueue;
import io.windlass.proxy.amqp.AmqpProxy;
import io.windlass.proxy.inprocess.InProcessBroker;
import io.windlass.remote.RemoteExecutor;
import io.windlass.remote.RemoteOptions;
import io.windlass.runtime.RunThreads;
import io.windlass.worker.Worker;
import java.io.IOException;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Replays the recorded flows with tasks that run in a worker. */
class RemoteConformanceTest {
    private static final RemoteOptions OPTIONS = RemoteOptions.DEFAULT.withHeartbeat(Duration.ofMillis(100));
    private static final String POOL = "conformance";
    private static final int SLOTS = 4;
    private static final int SAMPLE = 100;

    private final WorkerScripts scripts = new WorkerScripts();

    @Test
    @Timeout(300)
    void endsAsTaskFlowDidWhereOrderDoesNotMatter() throws IOException {
        InProcessBroker broker = new InProcessBroker();
        try (Proxy engineEnd = broker.connect("engine");
                Proxy workerEnd = broker.connect("worker");
                Persistence persistence = new MemoryPersistence()) {
            replay("remote workers, in-process broker", Cases.read(), engineEnd, workerEnd, persistence);
        }
    }

    @Test
    @Tag("services")
    @Timeout(300)
    void aSampleDoesSoOnARealBrokerAndDatabase() throws IOException {
        long seed = Long.getLong("windlass.seed", System.nanoTime());
        System.out.println("conformance: sample of " + SAMPLE + " with -Dwindlass.seed=" + seed);
        List<JsonNode> cases = Cases.read();
        Collections.shuffle(cases, new Random(seed));
        Services services = Services.shared();
        String prefix = "conformance-" + UUID.randomUUID();
        try (TemporaryDatabase database = services.newDatabase("conformance");
                Persistence persistence =
                        PostgresPersistence.builder().url(database.url()).open();
                AmqpProxy engineEnd = connect(services, prefix, "engine");
                AmqpProxy workerEnd = connect(services, prefix, "worker")) {
            String where = "remote workers, " + (services.brokerIsEmbedded() ? "Qpid" : "RabbitMQ") + " and PostgreSQL";
            replay(where, cases.subList(0, Math.min(SAMPLE, cases.size())), engineEnd, workerEnd, persistence);
            engineEnd.deleteAll(List.of(engineEnd
                    .naming()
                    .requestQueue(new RequestQueue(POOL, scripts.body().typeName(), 1))));
        }
    }

    private static AmqpProxy connect(Services services, String prefix, String name) {
        return AmqpProxy.builder(services.amqpUrl()).prefix(prefix).name(name).connect();
    }

    private void replay(String where, List<JsonNode> cases, Proxy engineEnd, Proxy workerEnd, Persistence persistence) {
        Worker worker = Worker.builder(workerEnd)
                .name("conformance-worker")
                .pool(POOL)
                .slots(SLOTS)
                .heartbeat(OPTIONS.heartbeat())
                .register(WorkerScripts.Scripted.class, scripts::body)
                .build();
        try (RunThreads threads = new RunThreads(2);
                RemoteExecutor executor = new RemoteExecutor(engineEnd, persistence, OPTIONS);
                worker) {
            worker.start();
            Replay.Setting setting = new Replay.Setting(threads, persistence, executor);
            Tally tally = new Tally(where, 1);
            cases.forEach(recorded -> tally.count(recorded, setting, scripts::tasks));
            assertThat(tally.report()).isEmpty();
        }
    }
}
