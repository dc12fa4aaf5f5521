package io.windlass.engine;

import static io.windlass.state.MachineState.ANALYZING;
import static io.windlass.state.MachineState.RESUMING;
import static io.windlass.state.MachineState.REVERTED;
import static io.windlass.state.MachineState.SCHEDULING;
import static io.windlass.state.MachineState.SUCCESS;
import static io.windlass.state.MachineState.SUSPENDED;
import static io.windlass.state.MachineState.WAITING;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.windlass.atom.Tasks;
import io.windlass.execution.ParallelExecutor;
import io.windlass.failure.FlowFailedException;
import io.windlass.failure.InvalidStateException;
import io.windlass.flow.Flow;
import io.windlass.flow.LinearFlow;
import io.windlass.flow.UnorderedFlow;
import io.windlass.persistence.memory.MemoryPersistence;
import io.windlass.retry.Times;
import io.windlass.runtime.RunIterator;
import io.windlass.runtime.Statistics;
import io.windlass.state.FlowState;
import io.windlass.state.MachineState;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

/** Runs that are taken on from state to state, and what runs tell of themselves. */
class IterationTest {
    private final Script script = new Script();
    private final MemoryPersistence store = new MemoryPersistence();

    private Engine engine(Flow flow) {
        return Engine.builder(flow).persistence(store).listener(script).build();
    }

    private static List<MachineState> statesOf(RunIterator run) {
        List<MachineState> states = new ArrayList<>();
        run.forEachRemaining(states::add);
        return states;
    }

    @Test
    void eachTaskInALineIsScheduledAwaitedAndAnalyzed() {
        Engine engine = engine(LinearFlow.named("f").add(script.task("a"), script.task("b")));
        assertThat(statesOf(engine.iterate()))
                .containsExactly(RESUMING, SCHEDULING, WAITING, ANALYZING, SCHEDULING, WAITING, ANALYZING, SUCCESS);
        assertThat(engine.state()).isEqualTo(FlowState.SUCCESS);
        assertThat(script.changes)
                .containsExactly("RUNNING", "a RUNNING", "a SUCCESS", "b RUNNING", "b SUCCESS", "SUCCESS");
    }

    @Test
    void nothingToDoIsDoneInOneTurn() {
        Engine engine = engine(LinearFlow.named("f"));
        assertThat(statesOf(engine.iterate())).containsExactly(RESUMING, SCHEDULING, WAITING, ANALYZING, SUCCESS);
        assertThat(statesOf(engine.iterate())).containsExactly(RESUMING, SCHEDULING, WAITING, ANALYZING, SUCCESS);
    }

    @Test
    void aStateIsToldBeforeItsWorkIsDone() {
        Engine engine = engine(LinearFlow.named("f").add(script.task("a")));
        RunIterator run = engine.iterate();
        assertThat(run.next()).isEqualTo(RESUMING);
        assertThat(script.changes).isEmpty();
        assertThat(run.next()).isEqualTo(SCHEDULING);
        assertThat(script.changes).containsExactly("RUNNING");
        assertThat(script.calls).isEmpty();
        assertThat(run.next()).isEqualTo(WAITING);
        assertThat(script.calls).containsExactly("a");
        assertThat(run.next()).isEqualTo(ANALYZING);
        assertThat(script.changes).doesNotContain("a SUCCESS");
        assertThat(run.next()).isEqualTo(SUCCESS);
        assertThat(script.changes).endsWith("a SUCCESS", "SUCCESS");
        assertThat(run.hasNext()).isFalse();
        assertThatThrownBy(run::next).isInstanceOf(NoSuchElementException.class);
    }

    @Test
    void afterRevertedThereIsTheFailureToRaise() {
        Engine engine = engine(LinearFlow.named("f").add(script.task("a"), script.failing("b")));
        RunIterator run = engine.iterate();
        List<MachineState> states = new ArrayList<>();
        assertThatThrownBy(() -> run.forEachRemaining(states::add))
                .isInstanceOf(FlowFailedException.class)
                .hasMessageContaining("b fails");
        assertThat(states).startsWith(RESUMING, SCHEDULING).endsWith(ANALYZING, REVERTED);
        assertThat(run.hasNext()).isFalse();
        assertThat(script.calls).containsExactly("a", "b", "-b", "-a");
    }

    @Test
    void aFailureOfTheRunIsRaisedInsteadOfToldAsAState() {
        Engine engine = Engine.builder(LinearFlow.named("f").add(script.failing("a")))
                .neverResolve(true)
                .build();
        List<MachineState> states = new ArrayList<>();
        RunIterator run = engine.iterate();
        assertThatThrownBy(() -> run.forEachRemaining(states::add)).isInstanceOf(FlowFailedException.class);
        assertThat(states).containsExactly(RESUMING, SCHEDULING, WAITING, ANALYZING);
        assertThat(engine.state()).isEqualTo(FlowState.FAILURE);
    }

    @Test
    void whoeverIteratesMaySuspend() {
        Engine engine = engine(LinearFlow.named("f").add(script.task("a"), script.task("b")));
        RunIterator run = engine.iterate();
        List<MachineState> states = new ArrayList<>();
        while (run.hasNext()) {
            states.add(run.next());
            if (states.size() == 3) {
                run.suspend();
            }
        }
        assertThat(states).containsExactly(RESUMING, SCHEDULING, WAITING, ANALYZING, SUSPENDED);
        assertThat(script.changes).endsWith("a SUCCESS", "SUSPENDING", "SUSPENDED");
        assertThat(engine.run()).isEqualTo(FlowState.SUCCESS);
        assertThat(script.calls).containsExactly("a", "b");
    }

    @Test
    void closingSuspendsAndLetsWhatRunsFinish() {
        Engine engine = engine(LinearFlow.named("f").add(script.task("a"), script.task("b")));
        try (RunIterator run = engine.iterate()) {
            run.next();
            run.next();
            run.next();
        }
        assertThat(engine.state()).isEqualTo(FlowState.SUSPENDED);
        assertThat(script.calls).containsExactly("a");
        RunIterator ended = engine.iterate();
        assertThat(statesOf(ended)).endsWith(SUCCESS);
        ended.close();
        assertThat(engine.state()).isEqualTo(FlowState.SUCCESS);
    }

    @Test
    void anErrorOfWhoeverIteratesEndsTheRunOnceWhatRunsHasComeBack() {
        Engine engine = engine(LinearFlow.named("f").add(script.task("a"), script.task("b")));
        RunIterator run = engine.iterate();
        run.next();
        run.next();
        run.next();
        run.fail(new IllegalStateException("the caller gives up"));
        assertThatThrownBy(() -> statesOf(run))
                .isInstanceOf(FlowFailedException.class)
                .hasMessageContaining("the caller gives up");
        assertThat(script.changes).endsWith("a SUCCESS", "FAILURE");
        assertThat(script.calls).containsExactly("a");
    }

    @Test
    void aRunThatWaitsForLongLooksRound() throws Exception {
        CountDownLatch go = new CountDownLatch(1);
        try (ParallelExecutor executor = ParallelExecutor.ofThreads(1)) {
            Engine engine = Engine.builder(LinearFlow.named("f").add(Tasks.of("slow", List.of(), given -> {
                        go.await();
                        return "done";
                    })))
                    .executor(executor)
                    .build();
            RunIterator run = engine.iterate(Duration.ofMillis(1));
            List<MachineState> states = new ArrayList<>();
            for (int i = 0; i < 6; i++) {
                states.add(run.next());
            }
            assertThat(states).containsExactly(RESUMING, SCHEDULING, WAITING, ANALYZING, WAITING, ANALYZING);
            go.countDown();
            assertThat(statesOf(run)).endsWith(ANALYZING, SUCCESS).doesNotContain(SCHEDULING);
        }
    }

    @Test
    void oneRunAtATimeHoweverItIsTakenOn() {
        Engine engine = engine(LinearFlow.named("f").add(script.task("a")));
        RunIterator run = engine.iterate();
        assertThatThrownBy(engine::run).isInstanceOf(InvalidStateException.class);
        run.close();
        assertThat(engine.state()).isEqualTo(FlowState.SUSPENDED);
    }

    @Test
    void aTimeoutBoundsTheWaitAndNotTheRun() throws Exception {
        CountDownLatch started = new CountDownLatch(1);
        CountDownLatch go = new CountDownLatch(1);
        CountDownLatch ended = new CountDownLatch(1);
        Engine engine = Engine.builder(LinearFlow.named("f").add(Tasks.of("slow", List.of(), given -> {
                    started.countDown();
                    go.await();
                    ended.countDown();
                    return "done";
                })))
                .build();
        assertThat(engine.run(Duration.ofMillis(1))).isEmpty();
        started.await();
        go.countDown();
        ended.await();
        assertThat(engine(LinearFlow.named("g").add(script.task("a"))).run(Duration.ofMinutes(1)))
                .isEqualTo(Optional.of(FlowState.SUCCESS));
    }

    @Test
    void aRunCountsAndTimesWhatItDoes() {
        Engine engine = engine(
                UnorderedFlow.named("f", new Times(2)).add(script.task("a"), script.task("b"), script.failing("c")));
        assertThat(engine.statistics()).isEqualTo(Statistics.NONE);
        assertThat(Script.failuresOf(engine)).containsExactly("c fails");
        Statistics statistics = engine.statistics();
        assertThat(statistics.completed())
                .isEqualTo(2 + 6 + 6 + 1); // the retry's rounds and end, tasks done and undone
        assertThat(statistics.discardedFailures()).isEqualTo(2);
        assertThat(statistics.incomplete()).isZero();
        assertThat(statistics.awaiting()).isZero();
        assertThat(statistics.timeIn()).containsOnlyKeys(RESUMING, SCHEDULING, WAITING, ANALYZING);
        assertThat(statistics.activeFor())
                .isEqualTo(statistics.timeIn().values().stream().reduce(Duration.ZERO, Duration::plus));
    }
}
