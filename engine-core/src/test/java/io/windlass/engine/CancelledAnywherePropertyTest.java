package io.windlass.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.windlass.compiler.Compilation;
import io.windlass.compiler.Compiler;
import io.windlass.execution.ParallelExecutor;
import io.windlass.execution.SerialExecutor;
import io.windlass.execution.TaskExecutor;
import io.windlass.persistence.CancelMeta;
import io.windlass.persistence.Persistence;
import io.windlass.persistence.StoredFlow;
import io.windlass.persistence.memory.MemoryPersistence;
import io.windlass.runtime.RunThreads;
import io.windlass.state.Cancellation;
import io.windlass.state.FlowState;
import java.util.BitSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.statistics.Statistics;

/** Whatever the flow, and with whichever of its stored changes it is cancelled: it ends, and is undone in order. */
class CancelledAnywherePropertyTest {
    private static final RunThreads THREADS = new RunThreads(2);
    private static final TaskExecutor SERIAL = new SerialExecutor();
    private static final TaskExecutor PARALLEL = ParallelExecutor.ofThreads(3);

    @Provide
    static Arbitrary<DrawnFlow> flows() {
        return DrawnFlow.arbitrary();
    }

    @AfterContainer
    static void close() {
        SERIAL.close();
        PARALLEL.close();
        THREADS.close();
    }

    /** One run, which is cancelled when it stores one of its changes, in a process that dies at another. */
    private static final class Cancelled {
        private final UUID id = UUID.randomUUID();
        private final MemoryPersistence store = new MemoryPersistence();
        private final List<DrawnFlow.Call> calls = new CopyOnWriteArrayList<>();
        private final AtomicInteger changes = new AtomicInteger();
        private final TaskExecutor executor;

        Cancelled(TaskExecutor executor) {
            this.executor = executor;
        }

        /** {@return what is stored in the end, or by the dead process} */
        StoredFlow run(DrawnFlow drawn, Cancellation how, int cancelAt, int dieAt) throws Exception {
            CompletableFuture<Object> over = new CompletableFuture<>();
            AtomicReference<Engine> engine = new AtomicReference<>();
            Persistence dying = Stores.dying(store, () -> {
                int change = changes.incrementAndGet();
                if (change == cancelAt) {
                    CompletableFuture<FlowState> unused =
                            Objects.requireNonNull(engine.get()).cancel(how);
                }
                if (change == dieAt) {
                    over.complete(1);
                }
                return change >= dieAt;
            });
            Engine made = Engine.builder(DrawnFlow.build(drawn, call -> {
                        if (!over.isDone()) { // the dead do nothing, though the threads of this process go on
                            calls.add(call);
                        }
                    }))
                    .id(id)
                    .store(DrawnFlow.FIRST_ROUND, 1)
                    .threads(THREADS)
                    .executor(executor)
                    .persistence(dying)
                    .build();
            engine.set(made);
            CompletableFuture<FlowState> unused = made.start().whenComplete((state, error) -> over.complete(1));
            over.get(30, TimeUnit.SECONDS);
            return store.load(id).orElseThrow();
        }

        StoredFlow resume(DrawnFlow drawn) {
            Script.failuresOf(Engine.builder(DrawnFlow.build(drawn, calls::add))
                    .threads(THREADS)
                    .executor(executor)
                    .persistence(store)
                    .resume(store.load(id).orElseThrow())
                    .build());
            return store.load(id).orElseThrow();
        }
    }

    private static boolean isCancelled(StoredFlow flow) {
        return CancelMeta.of(flow.flow().meta()).isPresent();
    }

    @Property(tries = 20, edgeCases = EdgeCasesMode.NONE)
    void aCancelledRunEndsUndoneWhoeverEndsIt(
            @ForAll("flows") DrawnFlow drawn, @ForAll boolean parallel, @ForAll @IntRange(max = 100) int death)
            throws Exception {
        TaskExecutor executor = parallel ? PARALLEL : SERIAL;
        Compilation compilation = Compiler.compile(DrawnFlow.build(drawn, call -> {}));
        BitSet[] before = Undone.before(compilation);
        int all = Integer.MAX_VALUE;
        Cancelled whole = new Cancelled(executor);
        whole.run(drawn, Cancellation.revert(), all, all);
        for (int at = 1; at <= whole.changes.get(); at++) {
            Cancelled run = new Cancelled(executor);
            StoredFlow end = run.run(drawn, Cancellation.revert(), at, all);
            Statistics.label("ends").collect(end.flow().state(), isCancelled(end) ? "cancelled" : "too late");
            assertEnded(end, run.calls, drawn, compilation, before);
            int left = run.changes.get() - at;
            if (left > 0) {
                Cancelled dead = new Cancelled(executor);
                boolean stored = isCancelled(dead.run(drawn, Cancellation.revert(), at, at + 1 + death % left));
                StoredFlow resumed = dead.resume(drawn);
                assertEnded(resumed, dead.calls, drawn, compilation, before);
                assertThat(isCancelled(resumed)).isEqualTo(stored);
            }
        }
    }

    private static void assertEnded(
            StoredFlow end, List<DrawnFlow.Call> calls, DrawnFlow drawn, Compilation compilation, BitSet[] before) {
        if (isCancelled(end)) {
            assertThat(end.flow().state()).as("%s", end).isEqualTo(FlowState.REVERTED);
        } else {
            assertThat(end.flow().state().isTerminal()).isTrue();
        }
        Undone.check(end, calls, compilation, before, isCancelled(end) || !DrawnFlow.mayLeaveEffects(drawn));
    }

    @Property(tries = 20, edgeCases = EdgeCasesMode.NONE)
    void aRunThatIsLeftAsItIsCanBeRunToItsEnd(@ForAll("flows") DrawnFlow drawn, @ForAll boolean parallel)
            throws Exception {
        TaskExecutor executor = parallel ? PARALLEL : SERIAL;
        Compilation compilation = Compiler.compile(DrawnFlow.build(drawn, call -> {}));
        BitSet[] before = Undone.before(compilation);
        int all = Integer.MAX_VALUE;
        Cancelled whole = new Cancelled(executor);
        whole.run(drawn, Cancellation.leave(), all, all);
        for (int at = 1; at <= whole.changes.get(); at++) {
            Cancelled run = new Cancelled(executor);
            StoredFlow end = run.run(drawn, Cancellation.leave(), at, all);
            Statistics.label("ends").collect(end.flow().state(), isCancelled(end) ? "cancelled" : "too late");
            assertThat(end.flow().state().isTerminal()).as("%s", end).isTrue();
            Optional<FlowState> again = rerun(run, drawn);
            Undone.check(run.store.load(run.id).orElseThrow(), run.calls, compilation, before, false);
            assertThat(again)
                    .hasValueSatisfying(state -> assertThat(state.isTerminal()).isTrue());
        }
    }

    private static Optional<FlowState> rerun(Cancelled run, DrawnFlow drawn) {
        Engine engine = Engine.builder(DrawnFlow.build(drawn, run.calls::add))
                .threads(THREADS)
                .executor(run.executor)
                .persistence(run.store)
                .resume(run.store.load(run.id).orElseThrow())
                .build();
        if (engine.state() == FlowState.FAILURE) {
            CompletableFuture<FlowState> unused =
                    engine.restart().exceptionally(error -> engine.state()).orTimeout(30, TimeUnit.SECONDS);
            unused.join();
        }
        return Optional.of(engine.state());
    }
}
