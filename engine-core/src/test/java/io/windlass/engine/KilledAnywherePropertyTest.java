package io.windlass.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.windlass.compiler.Compilation;
import io.windlass.compiler.Compiler;
import io.windlass.execution.ParallelExecutor;
import io.windlass.execution.SerialExecutor;
import io.windlass.execution.TaskExecutor;
import io.windlass.flow.Flow;
import io.windlass.persistence.Persistence;
import io.windlass.persistence.StoredAtom;
import io.windlass.persistence.StoredFlow;
import io.windlass.persistence.memory.MemoryPersistence;
import io.windlass.runtime.RunThreads;
import io.windlass.state.AtomState;
import io.windlass.state.FlowState;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.statistics.Statistics;

/** Whatever the flow, and after whichever of its stored changes the process dies: a resumed run keeps what is promised. */
class KilledAnywherePropertyTest {
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

    @Property(tries = 100, edgeCases = EdgeCasesMode.NONE)
    void aResumedRunKeepsWhatIsPromised(@ForAll("flows") DrawnFlow drawn, @ForAll boolean parallel) {
        Compilation compilation = Compiler.compile(DrawnFlow.build(drawn, call -> {}));
        BitSet[] before = Undone.before(compilation);
        boolean inTurn = isInTurn(compilation, before);
        AtomicInteger changes = new AtomicInteger();
        Map<String, String> whole;
        try (MemoryPersistence store = new MemoryPersistence()) {
            Killed whoLives = new Killed(drawn, store, Integer.MAX_VALUE, changes);
            whole = Script.told(whoLives.end());
            Undone.check(whoLives.end(), whoLives.calls, compilation, before, !DrawnFlow.mayLeaveEffects(drawn));
            Statistics.label("ends")
                    .collect(whoLives.end().flow().state(), inTurn ? "in turn" : "with independent atoms");
        }
        Statistics.label("changes").collect(changes.get() / 10 * 10 + " or more");
        for (int kill = 1; kill < changes.get(); kill++) {
            try (MemoryPersistence store = new MemoryPersistence()) {
                Killed killed = new Killed(drawn, store, kill, new AtomicInteger());
                StoredFlow found = killed.end();
                List<DrawnFlow.Call> calls = new CopyOnWriteArrayList<>();
                Script.failuresOf(Engine.builder(DrawnFlow.build(drawn, calls::add))
                        .threads(THREADS)
                        .executor(parallel ? PARALLEL : SERIAL)
                        .persistence(store)
                        .resume(found)
                        .build());
                StoredFlow end = killed.end();
                assertThat(end.flow().state().isTerminal())
                        .as("killed after change %d: %s", kill, end)
                        .isTrue();
                checkNothingTwice(found, calls);
                calls.addAll(0, killed.calls);
                Undone.check(end, calls, compilation, before, !DrawnFlow.mayLeaveEffects(drawn));
                if (inTurn) {
                    assertThat(Script.told(end))
                            .as("killed after change %d", kill)
                            .isEqualTo(whole);
                }
            }
        }
    }

    /** A run in a process that dies when it has stored so many changes. */
    private static final class Killed {
        private final UUID id = UUID.randomUUID();
        private final List<DrawnFlow.Call> calls = new CopyOnWriteArrayList<>();
        private final Persistence store;

        Killed(DrawnFlow drawn, Persistence store, int kill, AtomicInteger changes) {
            this.store = store;
            CompletableFuture<Void> over = new CompletableFuture<>();
            Flow flow = DrawnFlow.build(drawn, call -> {
                if (!over.isDone()) { // the dead do nothing, though the threads of this process go on
                    calls.add(call);
                }
            });
            CompletableFuture<FlowState> unused = Engine.builder(flow)
                    .id(id)
                    .store(DrawnFlow.FIRST_ROUND, 1)
                    .threads(THREADS)
                    .executor(SERIAL)
                    .persistence(Stores.dying(store, () -> {
                        boolean dead = changes.incrementAndGet() > kill;
                        if (dead) {
                            over.complete(null);
                        }
                        return dead;
                    }))
                    .build()
                    .start()
                    .whenComplete((state, error) -> over.complete(null));
            over.join();
        }

        StoredFlow end() {
            return store.load(id).orElseThrow();
        }
    }

    /** What is stored as done is not done again in that round; what is stored as begun is, once, and no attempt before. */
    private static void checkNothingTwice(StoredFlow found, List<DrawnFlow.Call> calls) {
        assertThat(calls).doesNotHaveDuplicates();
        for (StoredAtom atom : found.atoms()) {
            List<DrawnFlow.Call> again = calls.stream()
                    .filter(call -> call.atom().equals(atom.name()) && call.round() == atom.round())
                    .toList();
            switch (atom.state()) {
                case SUCCESS, FAILURE, REVERTING ->
                    assertThat(again).as("%s", atom).noneMatch(DrawnFlow.Call::execute);
                case REVERTED -> assertThat(again).as("%s", atom).isEmpty();
                case RUNNING ->
                    assertThat(again)
                            .as("%s", atom)
                            .noneMatch(call -> call.execute() && call.attempt() < atom.attempt());
                default -> assertThat(atom.state()).isEqualTo(AtomState.PENDING);
            }
        }
    }

    private static boolean isInTurn(Compilation compilation, BitSet[] before) {
        return compilation.atoms().stream()
                .allMatch(a -> compilation.atoms().stream()
                        .allMatch(b -> a.equals(b) || before[a].get(b) || before[b].get(a)));
    }
}
