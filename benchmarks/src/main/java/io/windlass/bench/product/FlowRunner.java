package io.windlass.bench.product;

import io.windlass.bench.child.Load;
import io.windlass.bench.child.Timing;
import io.windlass.engine.Engine;
import io.windlass.execution.TaskExecutor;
import io.windlass.persistence.Persistence;
import io.windlass.runtime.RunThreads;
import io.windlass.state.FlowState;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** Runs flows, as many at once as a load says. */
final class FlowRunner implements AutoCloseable {
    private final Persistence persistence;
    private final TaskExecutor executor;
    private final RunThreads threads = new RunThreads();

    /** Runs on that store and executor, which it does not close. */
    FlowRunner(Persistence persistence, TaskExecutor executor) {
        this.persistence = persistence;
        this.executor = executor;
    }

    /**
     * Runs a load; {@return its figures}
     *
     * @throws IllegalStateException when a flow does not end in SUCCESS
     */
    Map<String, Double> run(Load load) throws InterruptedException {
        Semaphore places = new Semaphore(load.inFlight());
        AtomicInteger failed = new AtomicInteger();
        Timing timing = new Timing();
        for (int begun = 0; begun < load.flows() && isTime(load, timing); begun++) {
            places.acquire();
            long began = System.nanoTime();
            CompletableFuture<FlowState> unused = start(load).whenComplete((state, error) -> {
                if (state != FlowState.SUCCESS) {
                    failed.incrementAndGet();
                }
                timing.flowEnded(began);
                places.release();
            });
        }
        places.acquire(load.inFlight());
        if (failed.get() > 0) {
            throw new IllegalStateException(failed.get() + " flows did not succeed");
        }
        return timing.figures(load.tasks());
    }

    private static boolean isTime(Load load, Timing timing) {
        return load.millis() == 0 || timing.elapsed() < TimeUnit.MILLISECONDS.toNanos(load.millis());
    }

    private CompletableFuture<FlowState> start(Load load) {
        return Engine.builder(Flows.of(load))
                .store(Flows.INPUT, 0)
                .persistence(persistence)
                .executor(executor)
                .threads(threads)
                .build()
                .start();
    }

    @Override
    public void close() {
        threads.close();
    }
}
