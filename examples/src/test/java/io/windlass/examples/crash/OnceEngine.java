package io.windlass.examples.crash;

import io.windlass.atom.Task;
import io.windlass.engine.EngineBuilder;
import io.windlass.engine.FlowFactories;
import io.windlass.examples.volume.CreateRecord;
import io.windlass.examples.volume.Ledger;
import io.windlass.failure.StorageException;
import io.windlass.flow.Flow;
import io.windlass.flow.UnorderedFlow;
import io.windlass.persistence.Persistence;
import io.windlass.persistence.Takeover;
import io.windlass.persistence.postgres.PostgresPersistence;
import io.windlass.proxy.Proxy;
import io.windlass.proxy.amqp.AmqpProxy;
import io.windlass.remote.RemoteExecutor;
import io.windlass.remote.RemoteOptions;
import io.windlass.runtime.RunThreads;
import io.windlass.state.FlowState;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/** An engine process for flows of tasks that run at most once: one for each line of its input, which is the flow's id. */
public final class OnceEngine {
    static final Duration HEARTBEAT = Duration.ofMillis(300);
    static final Duration LEASE = Duration.ofSeconds(2);
    static final int TASKS = 10;
    private static final String NAME = "once";
    private static final int TAKE_AT_ONCE = 1_000;

    private final Persistence persistence;
    private final RemoteExecutor executor;
    private final RunThreads threads = new RunThreads();
    private final FlowFactories factories = new FlowFactories().register(NAME, arguments -> flow());

    private OnceEngine(Persistence persistence, RemoteExecutor executor) {
        this.persistence = persistence;
        this.executor = executor;
    }

    private static Flow flow() {
        Task[] tasks = new Task[TASKS];
        for (int i = 0; i < TASKS; i++) {
            tasks[i] = new CreateRecord(Ledger.NONE).named("record-" + i).atMostOnce();
        }
        return UnorderedFlow.named(NAME).add(tasks);
    }

    private void start(EngineBuilder builder) {
        CompletableFuture<FlowState> unused =
                builder.executor(executor).threads(threads).build().start();
    }

    private void takeOver() {
        try {
            for (Takeover takeover : executor.takeOver(Set.of(NAME), TAKE_AT_ONCE)) {
                takeover.flows().forEach(flow -> start(factories.resume(persistence, flow)));
            }
        } catch (StorageException e) {
            System.out.println("cannot look for dead engines yet: " + e);
        }
    }

    private void serve() throws IOException {
        BufferedReader lines = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            start(factories
                    .engine(NAME, Map.of())
                    .persistence(persistence)
                    .id(UUID.fromString(line))
                    .store("volumeId", "v")
                    .store("sizeGb", 1));
        }
    }

    /** Arguments: the broker's URL, the prefix, the process's name, the database's URL. */
    public static void main(String[] arguments) throws IOException {
        try (Persistence persistence = PostgresPersistence.builder()
                        .url(arguments[3])
                        .name(arguments[2])
                        .lease(LEASE)
                        .open();
                Proxy proxy = AmqpProxy.builder(arguments[0])
                        .prefix(arguments[1])
                        .name(arguments[2])
                        .connect();
                RemoteExecutor executor =
                        new RemoteExecutor(proxy, persistence, RemoteOptions.DEFAULT.withHeartbeat(HEARTBEAT))) {
            persistence.onFenced(() -> Runtime.getRuntime().halt(1));
            OnceEngine engine = new OnceEngine(persistence, executor);
            ScheduledExecutorService takeovers = Executors.newSingleThreadScheduledExecutor();
            ScheduledFuture<?> unused =
                    takeovers.scheduleWithFixedDelay(engine::takeOver, 0, LEASE.toMillis() / 3, TimeUnit.MILLISECONDS);
            engine.serve();
            takeovers.shutdownNow();
        }
    }
}
