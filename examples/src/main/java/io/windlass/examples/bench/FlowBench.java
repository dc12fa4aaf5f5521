package io.windlass.examples.bench;

import io.windlass.engine.Engine;
import io.windlass.flow.Flow;
import io.windlass.flow.LinearFlow;
import io.windlass.persistence.Persistence;
import io.windlass.remote.RemoteExecutor;
import io.windlass.runtime.RunThreads;
import io.windlass.state.FlowState;
import java.io.PrintStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;

/** Times flows of three chained remote tasks: many in flight, and one alone. */
public final class FlowBench {
    private static final int TASKS = 3;

    private final Persistence persistence;
    private final RemoteExecutor executor;
    private final RunThreads threads;
    private final PrintStream out;

    /** A benchmark of that executor on that store, with a worker at the other end that serves {@link Step}. */
    public FlowBench(Persistence persistence, RemoteExecutor executor, RunThreads threads, PrintStream out) {
        this.persistence = persistence;
        this.executor = executor;
        this.threads = threads;
        this.out = out;
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

    /** Runs flows, so many at once; prints tasks a second. */
    public void inFlight(int flows, int atOnce) throws InterruptedException {
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
        Duration took = Duration.ofNanos(System.nanoTime() - start);
        out.printf(
                "%d flows of %d remote tasks, %d in flight: %.0f tasks a second (%d ms), %d failed%n",
                flows, TASKS, atOnce, flows * TASKS * 1e9 / took.toNanos(), took.toMillis(), failed.get());
    }

    /** Runs flows one after the other; prints how long one takes. */
    public void alone(int flows) {
        List<Long> micros = new ArrayList<>();
        for (int i = 0; i < flows; i++) {
            long start = System.nanoTime();
            engine().run();
            micros.add((System.nanoTime() - start) / 1_000);
        }
        Collections.sort(micros);
        out.printf(
                "one flow of %d remote tasks alone: median %.2f ms, from %.2f to %.2f ms (%d flows)%n",
                TASKS, at(micros, flows / 2) / 1e3, at(micros, 0) / 1e3, at(micros, flows - 1) / 1e3, flows);
    }

    private static double at(List<Long> sorted, int index) {
        return sorted.get(index);
    }
}
