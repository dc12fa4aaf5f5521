package io.windlass.examples.bench;

import io.windlass.engine.Engine;
import io.windlass.flow.Flow;
import io.windlass.flow.LinearFlow;
import io.windlass.persistence.Persistence;
import io.windlass.remote.RemoteExecutor;
import io.windlass.runtime.RunThreads;
import io.windlass.state.FlowState;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;

/** Runs flows of three chained remote tasks, many in flight or one alone, and takes the time. */
public final class FlowBench {
    /** How many tasks a flow has. */
    public static final int TASKS = 3;

    private final Persistence persistence;
    private final RemoteExecutor executor;
    private final RunThreads threads;

    /** A benchmark of that executor on that store, with a worker at the other end that serves {@link Step}. */
    public FlowBench(Persistence persistence, RemoteExecutor executor, RunThreads threads) {
        this.persistence = persistence;
        this.executor = executor;
        this.threads = threads;
    }

    private static Flow flow() {
        return LinearFlow.named("bench")
                .add(
                        new Step().named("first").provides("a"),
                        new Step().named("second").rebind("count", "a").provides("b"),
                        new Step().named("third").rebind("count", "b").provides("c"));
    }

    private Engine engine() {
        return Engine.builder(flow())
                .store("count", 0)
                .persistence(persistence)
                .executor(executor)
                .threads(threads)
                .build();
    }

    /**
     * Runs so many flows, so many at once; {@return how long that took, in nanoseconds}
     *
     * @throws IllegalStateException when one does not end in SUCCESS
     */
    public long run(int flows, int atOnce) throws InterruptedException {
        Semaphore places = new Semaphore(atOnce);
        CountDownLatch ended = new CountDownLatch(flows);
        AtomicInteger failed = new AtomicInteger();
        long start = System.nanoTime();
        for (int i = 0; i < flows; i++) {
            places.acquire();
            CompletableFuture<FlowState> unused = engine().start().whenComplete((state, error) -> {
                if (state != FlowState.SUCCESS) {
                    failed.incrementAndGet();
                }
                places.release();
                ended.countDown();
            });
        }
        ended.await();
        long took = System.nanoTime() - start;
        if (failed.get() > 0) {
            throw new IllegalStateException(failed.get() + " of " + flows + " flows did not succeed");
        }
        return took;
    }
}
