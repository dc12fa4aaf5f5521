package io.windlass.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.windlass.atom.Task;
import io.windlass.failure.Failure;
import io.windlass.flow.Flow;
import io.windlass.flow.GraphFlow;
import io.windlass.flow.LinearFlow;
import io.windlass.flow.UnorderedFlow;
import io.windlass.notify.FlowListener;
import io.windlass.notify.FlowListener.AtomChanged;
import io.windlass.notify.FlowListener.FlowChanged;
import io.windlass.persistence.memory.MemoryPersistence;
import io.windlass.retry.Times;
import io.windlass.state.AtomState;
import io.windlass.state.FlowState;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** States and intentions as they are stored, and what listeners are told of them. */
class StatesTest {
    private final MemoryPersistence store = new MemoryPersistence();
    private final Script script = new Script();

    /** Keeps all that it is told. */
    private static final class Ear implements FlowListener {
        final List<FlowChanged> flows = new CopyOnWriteArrayList<>();
        final List<AtomChanged> atoms = new CopyOnWriteArrayList<>();

        @Override
        public void flowChanged(FlowChanged change) {
            flows.add(change);
        }

        @Override
        public void atomChanged(AtomChanged change) {
            atoms.add(change);
        }
    }

    @AfterEach
    void closeStore() {
        store.close();
    }

    private Map<String, String> storedAfter(Flow flow) {
        Engine engine = Engine.builder(flow).persistence(store).listener(script).build();
        Script.failuresOf(engine);
        return Script.told(store.load(engine.id()).orElseThrow());
    }

    @Test
    void aChangeOfTheFlowSaysWhichFlowAndFromWhereToWhere() {
        Ear ear = new Ear();
        Engine engine = Engine.builder(LinearFlow.named("f")).listener(ear).build();
        engine.run();
        assertThat(ear.flows)
                .containsExactly(
                        new FlowChanged(engine.id(), "f", FlowState.PENDING, FlowState.RUNNING),
                        new FlowChanged(engine.id(), "f", FlowState.RUNNING, FlowState.SUCCESS));
    }

    @Test
    void aChangeOfATaskOrAControllerSaysWhereItWasAndWhyItFailed() {
        Ear ear = new Ear();
        Engine engine = Engine.builder(LinearFlow.named("f", new Times(1)).add(script.failing("a")))
                .listener(ear)
                .build();
        Script.failuresOf(engine);
        assertThat(ear.atoms).allMatch(change -> change.flow().equals(engine.id()));
        assertThat(ear.atoms)
                .extracting(change -> change.atom() + " " + change.from() + " " + change.to() + " "
                        + Optional.ofNullable(change.failure())
                                .map(Failure::message)
                                .orElse("-"))
                .containsExactly(
                        "f_retry PENDING RUNNING -",
                        "f_retry RUNNING SUCCESS -",
                        "a PENDING RUNNING -",
                        "a RUNNING FAILURE a fails",
                        "a FAILURE REVERTING -",
                        "a REVERTING REVERTED -",
                        "f_retry SUCCESS REVERTING -",
                        "f_retry REVERTING REVERTED -");
        Failure told = Objects.requireNonNull(ear.atoms.get(3).failure());
        assertThat(told.exception()).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void eachChangeGoesOnFromTheOneBeforeAndIsInTheTables() {
        Ear ear = new Ear();
        Flow flow = LinearFlow.named("f", new Times(2).provides("round"))
                .add(
                        UnorderedFlow.named("u").add(script.task("a"), script.failingBefore(2, "b")),
                        LinearFlow.named("g", new Times(1)).add(script.task("c")),
                        script.failing("d"));
        Script.failuresOf(Engine.builder(flow).listener(ear).build());
        Map<String, AtomState> states = new java.util.HashMap<>();
        for (AtomChanged change : ear.atoms) {
            boolean retry = change.atom().endsWith("_retry");
            assertThat(change.from()).isEqualTo(states.getOrDefault(change.atom(), AtomState.PENDING));
            assertThat(
                            retry
                                    ? change.from().retryMayBecome(change.to())
                                    : change.from().taskMayBecome(change.to()))
                    .as("%s", change)
                    .isTrue();
            states.put(change.atom(), change.to());
        }
        assertThat(ear.atoms).hasSizeGreaterThan(30);
    }

    @Test
    void undoneAtomsStayMeantToBeUndoneAlsoThoseThatNeverStarted() {
        assertThat(storedAfter(LinearFlow.named("f").add(script.task("a"), script.failing("b"), script.task("c"))))
                .isEqualTo(Map.of(
                        "", "REVERTED",
                        "a", "REVERTED/REVERT \"a\"",
                        "b", "REVERTED/REVERT null",
                        "c", "PENDING/REVERT null"));
        assertThat(script.changes).noneMatch(change -> change.startsWith("c "));
    }

    @Test
    void aSkippedAtomIsMeantToBeSkippedUntilTheFlowIsUndone() {
        Task a = script.task("a");
        Task b = script.task("b");
        GraphFlow skips = GraphFlow.named("g").add(a, b).link(a, b, results -> false);
        assertThat(storedAfter(skips)).containsEntry("b", "IGNORE/IGNORE null");
        Task z = script.failing("z");
        assertThat(storedAfter(UnorderedFlow.named("f")
                        .add(skips, LinearFlow.named("h").add(script.task("y"), z))))
                .containsEntry("b", "IGNORE/REVERT null");
        assertThat(script.changes).doesNotContain("b REVERTING", "b PENDING");
    }

    @Test
    void whatStaysInItsStateIsNotTold() {
        Engine engine = Engine.builder(LinearFlow.named("f").add(script.task("a")))
                .listener(script)
                .build();
        engine.suspend();
        engine.run();
        script.changes.clear();
        engine.suspend();
        assertThat(engine.rerun()).isEqualTo(FlowState.SUCCESS);
        assertThat(script.changes).containsExactly("RUNNING", "SUCCESS");
    }

    @Test
    void aSecondResetIsNotTold() {
        Engine engine = Engine.builder(LinearFlow.named("f").add(script.task("a")))
                .listener(script)
                .build();
        engine.run();
        engine.reset();
        script.changes.clear();
        engine.reset();
        assertThat(script.changes).isEmpty();
        assertThat(engine.state()).isEqualTo(FlowState.PENDING);
    }
}
