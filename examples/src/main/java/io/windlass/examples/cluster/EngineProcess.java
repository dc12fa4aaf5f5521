package io.windlass.examples.cluster;

import io.windlass.engine.Engine;
import io.windlass.engine.EngineBuilder;
import io.windlass.engine.FlowFactories;
import io.windlass.examples.volume.BackendPlan;
import io.windlass.examples.volume.CreateVolume;
import io.windlass.examples.volume.Effects;
import io.windlass.failure.StorageException;
import io.windlass.notify.FlowListener;
import io.windlass.persistence.Persistence;
import io.windlass.persistence.Takeover;
import io.windlass.remote.RemoteExecutor;
import io.windlass.runtime.RunThreads;
import io.windlass.state.FlowState;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Map;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs the flows that it is told to, and those of engines that died. */
public final class EngineProcess implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(EngineProcess.class);
    private static final int TAKE_AT_ONCE = 1_000;

    private final Persistence persistence;
    private final RemoteExecutor executor;
    private final Effects effects;
    private final FlowFactories factories;
    private final Duration lookEvery;
    /** Flows that are this process's and not resumed yet: nobody else would, while it lives. One thread's. */
    private final Queue<UUID> taken = new ArrayDeque<>();

    private final RunThreads threads = new RunThreads();
    private final ScheduledExecutorService takeovers = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "windlass-takeover");
        thread.setDaemon(true);
        return thread;
    });

    /** An engine on that store and executor, which it does not close. It looks for dead engines each third of a lease. */
    public EngineProcess(Persistence persistence, RemoteExecutor executor, String databaseUrl, Duration lease) {
        this.persistence = persistence;
        this.executor = executor;
        this.effects = new Effects(databaseUrl);
        this.factories = new FlowFactories()
                .register(CreateVolume.NAME, arguments -> CreateVolume.flow(effects))
                .register(CreateVolume.NAME_V2, arguments -> CreateVolume.flowV2(effects));
        this.lookEvery = lease.dividedBy(3);
    }

    /** Makes a flow for each line of the input, tells of each change in a line, and returns when the input ends. */
    public void serve(InputStream input, PrintStream output) throws IOException {
        ScheduledFuture<?> unused =
                takeovers.scheduleAtFixedRate(() -> takeOver(output), 0, lookEvery.toMillis(), TimeUnit.MILLISECONDS);
        output.println("ready");
        BufferedReader lines = new BufferedReader(new InputStreamReader(input, StandardCharsets.UTF_8));
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            if (!line.isBlank()) {
                create(line, output);
            }
        }
    }

    private void create(String line, PrintStream output) {
        try {
            create(FlowOrder.parse(line), output);
        } catch (IllegalArgumentException e) {
            output.println("refused: " + e.getMessage());
        }
    }

    private void create(FlowOrder order, PrintStream output) {
        start(
                factories
                        .engine(order.version() == 1 ? CreateVolume.NAME : CreateVolume.NAME_V2, Map.of())
                        .persistence(persistence)
                        .id(order.id())
                        .store("volumeId", order.volume())
                        .store("sizeGb", order.sizeGb())
                        .store("plan", new BackendPlan(order.backendMillis(), order.fails())),
                output);
    }

    private void takeOver(PrintStream output) {
        try {
            for (Takeover takeover : executor.takeOver(factories.names(), TAKE_AT_ONCE)) {
                LOG.info(
                        "Takes {} flows over from dead process {}",
                        takeover.flows().size(),
                        takeover.from().id());
                taken.addAll(takeover.flows());
            }
            while (!taken.isEmpty()) {
                resume(taken.element(), output);
                taken.remove();
            }
        } catch (StorageException e) {
            LOG.warn(
                    "Cannot take flows over now, {} that were taken are still to be resumed; tries again in {}",
                    taken.size(),
                    lookEvery,
                    e);
        }
    }

    private void resume(UUID flow, PrintStream output) {
        try {
            EngineBuilder builder = factories.resume(persistence, flow);
            output.println("resumed " + flow);
            start(builder, output);
        } catch (StorageException e) {
            throw e;
        } catch (RuntimeException e) {
            LOG.error("Flow {} cannot be made again and is left to whoever claims it; the others go on", flow, e);
            persistence.release(flow);
        }
    }

    private void start(EngineBuilder builder, PrintStream output) {
        Engine engine = builder.executor(executor)
                .threads(threads)
                .listener(new Teller(output))
                .build();
        CompletableFuture<FlowState> unused = engine.start().whenComplete((state, error) -> {
            FlowState end = engine.state();
            output.println("ended " + engine.id() + " " + end);
            if (error != null && !end.isTerminal()) {
                LOG.error("Flow {} is no longer run here", engine.id(), error);
            }
        });
    }

    /** Tells of each change of an atom in a line: {@code atom ID NAME STATE WORKER}. */
    private record Teller(PrintStream output) implements FlowListener {
        @Override
        public void atomChanged(AtomChanged change) {
            String worker = change.worker() == null ? "-" : change.worker();
            output.println("atom " + change.flow() + " " + change.atom() + " " + change.to() + " " + worker);
        }
    }

    /** Stops looking for dead engines. Flows that still run are resumed by whoever takes them over. */
    @Override
    public void close() {
        takeovers.shutdownNow();
        threads.close();
        effects.close();
    }
}
