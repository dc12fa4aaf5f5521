package io.windlass.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.windlass.execution.ParallelExecutor;
import io.windlass.execution.SerialExecutor;
import io.windlass.execution.TaskExecutor;
import io.windlass.failure.PoisonException;
import io.windlass.persistence.AtomKind;
import io.windlass.persistence.FlowOperation;
import io.windlass.persistence.StoredAtom;
import io.windlass.persistence.StoredFlow;
import io.windlass.persistence.memory.MemoryPersistence;
import io.windlass.persistence.memory.MemoryStore;
import io.windlass.runtime.RunThreads;
import io.windlass.state.AtomState;
import io.windlass.state.FlowState;
import io.windlass.value.Values;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.statistics.Statistics;

/** Whatever the flow, wherever it gets stuck, and whatever operators do about that: it can be brought to an end. */
class MendedPropertyTest {
    private static final RunThreads THREADS = new RunThreads(2);
    private static final TaskExecutor SERIAL = new SerialExecutor();
    private static final TaskExecutor PARALLEL = ParallelExecutor.ofThreads(3);
    private static final By ANYBODY = new By("anybody", "the dice say so");
    private static final int MOST_FAULTS = 6;
    private static final int MOST_LOOKS = 60;

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

    /** A flow some of whose calls break, the process that runs it, and an operator beside it. */
    private static final class Troubled {
        private final UUID id = UUID.randomUUID();
        private final MemoryStore store = new MemoryStore();
        private final MemoryPersistence engines = new MemoryPersistence(store);
        private final MemoryPersistence desk = new MemoryPersistence(store);
        private final Operations operations = Operations.on(desk);
        private final DrawnFlow drawn;
        private final boolean park;
        private final TaskExecutor executor;
        private final Random dice;
        private final Random faults;
        private int left = MOST_FAULTS;
        private int mended;

        Troubled(DrawnFlow drawn, boolean park, TaskExecutor executor, long seed) {
            this.drawn = drawn;
            this.park = park;
            this.executor = executor;
            this.dice = new Random(seed);
            this.faults = new Random(seed + 1);
        }

        private synchronized void call(DrawnFlow.Call call) {
            if (left > 0 && faults.nextInt(call.execute() ? 8 : 3) == 0) {
                left--;
                throw call.execute()
                        ? new PoisonException(call + " was started too often")
                        : new IllegalStateException(call + " cannot be undone");
            }
        }

        private EngineBuilder builder() {
            return Engine.builder(DrawnFlow.build(drawn, this::call))
                    .threads(THREADS)
                    .executor(executor)
                    .park(park)
                    .persistence(engines);
        }

        StoredFlow stored() {
            return desk.load(id).orElseThrow();
        }

        void run() {
            Script.failuresOf(builder().id(id).store(DrawnFlow.FIRST_ROUND, 1).build());
        }

        /** Something is done about each atom that is stuck, and the flow is resumed; {@return whether there was any} */
        boolean mend() {
            List<StoredAtom> stuck = stored().atoms().stream()
                    .filter(atom -> atom.state().isStuck(atom.intention()))
                    .toList();
            if (stuck.isEmpty()) {
                return false;
            }
            engines.release(id); // as it would by itself within two seconds
            for (StoredAtom atom : stuck) {
                mended++;
                mend(atom);
            }
            operations.resume(id, ANYBODY);
            engines.takeOver(1).stream()
                    .flatMap(taken -> taken.flows().stream())
                    .forEach(flow -> Script.failuresOf(
                            builder().resume(engines.claim(flow).orElseThrow()).build()));
            return true;
        }

        private void mend(StoredAtom atom) {
            boolean revert = atom.state() == AtomState.REVERT_FAILURE;
            boolean ended = stored().flow().state() == FlowState.FAILURE;
            int choice = dice.nextInt(5);
            String name = atom.name();
            if (choice == 0 && !ended) {
                operations.giveUp(id, name, ANYBODY);
            } else if (choice == 1 && !revert && atom.kind() == AtomKind.TASK) {
                operations.markDone(id, name, Values.write("by hand"), ANYBODY);
            } else if (choice == 2) {
                operations.markReverted(id, name, ANYBODY);
            } else if (choice == 3) {
                operations.skip(id, name, ANYBODY);
            } else {
                operations.retry(id, name, ANYBODY);
            }
        }

        void close() {
            engines.close();
            desk.close();
        }
    }

    @Property(tries = 400, edgeCases = EdgeCasesMode.NONE)
    void whatGotStuckComesToAnEnd(
            @ForAll("flows") DrawnFlow drawn, @ForAll boolean park, @ForAll boolean parallel, @ForAll long seed) {
        Troubled flow = new Troubled(drawn, park, parallel ? PARALLEL : SERIAL, seed);
        try {
            flow.run();
            int looks = 0;
            while (flow.mend()) {
                assertThat(++looks).as("%s", flow.stored()).isLessThan(MOST_LOOKS);
            }
            StoredFlow end = flow.stored();
            Statistics.label("ends").collect(end.flow().state(), park ? "parking" : "not parking");
            Statistics.label("mended").collect(Math.min(flow.mended, 3));
            assertThat(end.flow().state().isTerminal()).as("%s", end).isTrue();
            if (end.flow().state() == FlowState.SUCCESS) {
                assertThat(end.atoms()).extracting(StoredAtom::state).isSubsetOf(AtomState.SUCCESS, AtomState.IGNORE);
            } else if (end.flow().state() == FlowState.REVERTED) {
                assertThat(end.atoms()).extracting(StoredAtom::state).doesNotContain(AtomState.REVERT_FAILURE);
            }
            assertThat(flow.operations.audit(flow.id))
                    .as("%s", end)
                    .allMatch(operation -> operation.status() == FlowOperation.Status.DONE);
            OperationsShowTest.assertOnlyLegalMoves(flow.store.history(flow.id));
        } finally {
            flow.close();
        }
    }
}
