package io.windlass.engine;

import static io.windlass.retry.Decision.RETRY;
import static io.windlass.retry.Decision.REVERT;
import static org.assertj.core.api.Assertions.assertThat;

import io.windlass.atom.Task;
import io.windlass.atom.Tasks;
import io.windlass.execution.ParallelExecutor;
import io.windlass.flow.Flow;
import io.windlass.flow.LinearFlow;
import io.windlass.flow.UnorderedFlow;
import io.windlass.notify.FlowListener;
import io.windlass.persistence.memory.MemoryPersistence;
import io.windlass.retry.AlwaysRevert;
import io.windlass.retry.AlwaysRevertAll;
import io.windlass.retry.Decision;
import io.windlass.retry.ParameterizedForEach;
import io.windlass.retry.Retry;
import io.windlass.retry.Times;
import io.windlass.state.AtomState;
import io.windlass.state.FlowState;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** One controller and the flow that it controls. */
class RetryTest {
    /** What two rounds tell of {@code a} and then {@code b}, which fails in the first. */
    static final List<String> TWO_ROUNDS = List.of(
            "RUNNING",
            "f_retry RUNNING",
            "f_retry SUCCESS",
            "a RUNNING",
            "a SUCCESS",
            "b RUNNING",
            "b FAILURE",
            "b REVERTING",
            "b REVERTED",
            "a REVERTING",
            "a REVERTED",
            "f_retry RETRYING",
            "a PENDING",
            "b PENDING",
            "f_retry RUNNING",
            "f_retry SUCCESS",
            "a RUNNING",
            "a SUCCESS",
            "b RUNNING",
            "b SUCCESS",
            "SUCCESS");

    private final Script script = new Script();

    @Test
    void aRoundIsUndoneWholeBeforeTheNextBegins() {
        Engine engine = script.engine(LinearFlow.named("f", new Times(2).provides("round"))
                .add(script.task("a"), script.failingBefore(2, "b")));
        assertThat(engine.run()).isEqualTo(FlowState.SUCCESS);
        assertThat(script.changes).isEqualTo(TWO_ROUNDS);
    }

    @Test
    void whatCameBeforeItsFlowStaysAndWhatComesAfterAndWasNotStartedIsToldNothing() {
        Engine engine = script.engine(LinearFlow.named("f")
                .add(
                        script.task("before"),
                        LinearFlow.named("g", new Times(2).provides("round")).add(script.failingBefore(2, "a")),
                        script.task("after")));
        assertThat(engine.run()).isEqualTo(FlowState.SUCCESS);
        assertThat(script.calls).containsExactly("before", "a", "-a", "a", "after");
        assertThat(script.changes)
                .filteredOn(change -> change.startsWith("after"))
                .hasSize(2);
    }

    @Test
    void itControlsNestedFlowsThatHaveNoControllerOfTheirOwn() {
        Engine engine = script.engine(LinearFlow.named("f", script.retry(RETRY, REVERT))
                .add(LinearFlow.named("g").add(UnorderedFlow.named("h").add(script.failing("a")))));
        assertThat(Script.failuresOf(engine)).containsExactly("a fails");
        assertThat(script.calls)
                .containsExactly(
                        "f_retry begins 1",
                        "a",
                        "f_retry is asked [a]",
                        "-a",
                        "f_retry begins 2",
                        "a",
                        "f_retry is asked [a]",
                        "-a",
                        "-f_retry after 2");
    }

    @Test
    void itIsNotAskedAboutWhatFailsAfterItsFlow() {
        Engine engine = script.engine(LinearFlow.named("f")
                .add(LinearFlow.named("g", script.retry(RETRY)).add(script.task("a")), script.failing("after")));
        assertThat(Script.failuresOf(engine)).containsExactly("after fails");
        assertThat(script.calls).containsExactly("g_retry begins 1", "a", "after", "-after", "-a", "-g_retry after 1");
    }

    @Test
    void itsHistoryHasARoundForEachTimeThatItBeganAndEachAtomsFirstFailure() {
        ScriptedRetry retry = script.retry(RETRY, RETRY, REVERT);
        Engine engine = script.engine(UnorderedFlow.named("f", retry).add(script.failing("a"), script.failing("b")));
        assertThat(Script.failuresOf(engine)).containsExactly("a fails", "b fails");
        assertThat(script.calls.stream().filter(call -> call.contains("f_retry")))
                .containsExactly(
                        "f_retry begins 1",
                        "f_retry is asked [a]",
                        "f_retry is asked [a, b]",
                        "f_retry begins 2",
                        "f_retry is asked [a]",
                        "f_retry is asked [a, b]",
                        "-f_retry after 2");
        assertThat(retry.shown.get(6).provided(Integer.class)).containsExactly(1, 2);
    }

    @Test
    void aHistoryThatIsKeptDoesNotGrow() {
        ScriptedRetry retry = script.retry(REVERT);
        Script.failuresOf(script.engine(UnorderedFlow.named("f", retry).add(script.failing("a"), script.failing("b"))));
        assertThat(retry.failuresShown()).containsExactly(List.of(), List.of(1), List.of(2), List.of(2));
    }

    @Test
    void itIsRevertedAfterItsFlowWithItsWholeHistoryWhichIsForgottenThen() {
        try (MemoryPersistence store = new MemoryPersistence()) {
            Engine engine = Engine.builder(
                            LinearFlow.named("f", script.retry(RETRY, REVERT)).add(script.failing("a")))
                    .persistence(store)
                    .build();
            Script.failuresOf(engine);
            assertThat(script.calls).endsWith("f_retry is asked [a]", "-a", "-f_retry after 2");
            assertThat(Script.told(store.load(engine.id()).orElseThrow()))
                    .containsEntry("f_retry", "REVERTED/REVERT 0");
        }
    }

    @Test
    void allUnderItAndAfterItSeeWhatTheNewestRoundProvides() {
        Task after = script.failingBefore(2, "after");
        Engine engine = script.engine(LinearFlow.named("f")
                .add(
                        LinearFlow.named("g", new Times(3).provides("round"))
                                .add(LinearFlow.named("h").add(script.failingBefore(2, "nested"))),
                        after));
        assertThat(engine.run()).isEqualTo(FlowState.SUCCESS);
        assertThat(engine.result("round", Integer.class)).isEqualTo(2);
    }

    @Test
    void aValueOfTheStoreHidesWhatItProvides() {
        Engine engine = Engine.builder(
                        LinearFlow.named("f", new Times(2).provides("round")).add(script.failingBefore(7, "a")))
                .store("round", 7)
                .build();
        assertThat(engine.run()).isEqualTo(FlowState.SUCCESS);
        assertThat(script.calls).containsExactly("a");
    }

    @Test
    void siblingsThatSucceededAreUndoneAndDoneAgain() {
        Engine engine = script.engine(UnorderedFlow.named("f", new Times(2).provides("round"))
                .add(script.task("a").priority(1), script.failingBefore(2, "b")));
        assertThat(engine.run()).isEqualTo(FlowState.SUCCESS);
        assertThat(script.calls).containsExactly("a", "b", "-a", "-b", "a", "b");
    }

    @Test
    void siblingsThatStillRunAreAwaitedAndUndoneBeforeTheNextRound() {
        CountDownLatch failed = new CountDownLatch(1);
        Task slow = Tasks.of("slow", List.of(), given -> {
            failed.await();
            return null;
        });
        FlowListener letsGo = new FlowListener() {
            @Override
            public void atomChanged(AtomChanged change) {
                if (change.to() == AtomState.FAILURE) {
                    failed.countDown();
                }
            }
        };
        Flow flow =
                UnorderedFlow.named("f", new Times(2).provides("round")).add(slow, script.failingBefore(2, "quick"));
        try (ParallelExecutor executor = ParallelExecutor.ofThreads(2)) {
            Engine engine = Engine.builder(flow)
                    .executor(executor)
                    .listener(script)
                    .listener(letsGo)
                    .build();
            assertThat(engine.run()).isEqualTo(FlowState.SUCCESS);
        }
        assertThat(script.changes)
                .containsSubsequence(
                        "quick FAILURE", "slow SUCCESS", "slow REVERTING", "slow REVERTED", "f_retry RETRYING");
    }

    @Test
    void aFlowOfNothingButAControllerSucceeds() {
        Engine engine = script.engine(LinearFlow.named("f", new AlwaysRevert()));
        assertThat(engine.run()).isEqualTo(FlowState.SUCCESS);
        assertThat(script.changes).containsExactly("RUNNING", "f_retry RUNNING", "f_retry SUCCESS", "SUCCESS");
    }

    @ParameterizedTest
    @EnumSource(
            value = Decision.class,
            names = {"REVERT", "REVERT_ALL"})
    void givingUpUndoesWhatCameBeforeOnlyWhenEverythingIsToBeUndone(Decision giveUp) {
        Retry retry = giveUp == REVERT ? new AlwaysRevert() : new AlwaysRevertAll();
        Engine engine = script.engine(LinearFlow.named("f")
                .add(script.task("before"), LinearFlow.named("g", retry).add(script.task("a"), script.failing("b"))));
        assertThat(Script.failuresOf(engine)).containsExactly("b fails");
        assertThat(engine.state()).isEqualTo(FlowState.REVERTED);
        assertThat(script.changes)
                .endsWith(
                        giveUp == REVERT
                                ? new String[] {"a REVERTED", "g_retry REVERTING", "g_retry REVERTED", "REVERTED"}
                                : new String[] {
                                    "g_retry REVERTING",
                                    "g_retry REVERTED",
                                    "before REVERTING",
                                    "before REVERTED",
                                    "REVERTED"
                                });
        assertThat(script.calls).contains("-a", "-b");
    }

    @Test
    void valuesToTryMayBeProvidedByATask() {
        Task hosts = Tasks.of("find", List.of(), given -> List.of("p", "q")).provides("hosts");
        Task connect = Tasks.of("connect", List.of(io.windlass.atom.Input.in("host", String.class)), given -> {
            script.calls.add("to " + given.get("host"));
            if ("p".equals(given.get("host"))) {
                throw new IllegalStateException("down");
            }
            return null;
        });
        Engine engine = script.engine(LinearFlow.named("f")
                .add(
                        hosts,
                        LinearFlow.named(
                                        "g",
                                        new ParameterizedForEach()
                                                .rebind("values", "hosts")
                                                .provides("host"))
                                .add(connect)));
        assertThat(engine.run()).isEqualTo(FlowState.SUCCESS);
        assertThat(script.calls).containsExactly("to p", "to q");
    }
}
