package io.windlass.examples.cluster;

import io.windlass.conductor.FlowJob;
import io.windlass.engine.Engine;
import io.windlass.engine.EngineBuilder;
import io.windlass.engine.FlowFactories;
import io.windlass.examples.volume.BackendPlan;
import io.windlass.examples.volume.CreateVolume;
import io.windlass.examples.volume.Effects;
import io.windlass.failure.StorageException;
import io.windlass.notify.FlowListener;
import io.windlass.persistence.Persistence;
import io.windlass.persistence.StoredFlow;
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
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs the flows that it is told to, and those of engines that died. */
public final class EngineProcess implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(EngineProcess.class);

    private final Persistence persistence;
    private final RemoteExecutor executor;
    private final Effects effects;
    private final FlowFactories factories;
    private final Takeovers takeovers;
    private final RunThreads threads = new RunThreads();

    /** An engine on that store and executor, which it does not close. It looks for dead engines each third of a lease. */
    public EngineProcess(Persistence persistence, RemoteExecutor executor, String databaseUrl, Duration lease) {
        this.persistence = persistence;
        this.executor = executor;
        this.effects = new Effects(databaseUrl);
        this.factories = MadeFlows.ofVolumes(effects);
        this.takeovers = new Takeovers(executor::takeOver, factories.names(), lease);
    }

    /** Makes a flow for each line of the input, tells of each change in a line, and returns when the input ends. */
    public void serve(InputStream input, PrintStream output) throws IOException {
        takeovers.start(flow -> resume(flow, output));
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

    private void resume(UUID flow, PrintStream output) {
        Optional<StoredFlow> mine = persistence.claim(flow);
        if (mine.isEmpty()) {
            return;
        }
        if (FlowJob.isBegunBy(mine.get().flow())) {
            persistence.release(flow); // for the conductor that claims its job
            return;
        }
        try {
            EngineBuilder builder = factories.resume(persistence, mine.get());
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
        takeovers.close();
        threads.close();
        effects.close();
    }
}
