package io.windlass.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.windlass.atom.Input;
import io.windlass.atom.Outcome;
import io.windlass.atom.Task;
import io.windlass.atom.Tasks;
import io.windlass.execution.ParallelExecutor;
import io.windlass.execution.SerialExecutor;
import io.windlass.execution.TaskExecutor;
import io.windlass.execution.TaskRequest;
import io.windlass.failure.Failure;
import io.windlass.failure.FlowFailedException;
import io.windlass.failure.MissingDependenciesException;
import io.windlass.failure.NotFoundException;
import io.windlass.flow.Flow;
import io.windlass.flow.LinearFlow;
import io.windlass.flow.UnorderedFlow;
import io.windlass.notify.FlowListener;
import io.windlass.persistence.memory.MemoryPersistence;
import io.windlass.retry.Times;
import io.windlass.state.FlowState;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

/** The rules by which an engine starts, undoes, ends and raises. */
class EngineRulesTest {
    private final Script script = new Script();
    private final MemoryPersistence store = new MemoryPersistence();

    private Engine engine(Flow flow) {
        return Engine.builder(flow).persistence(store).listener(script).build();
    }

    /** {@return the failures that a run raises} */
    private static List<Failure> raisedBy(Engine engine) {
        List<Failure> raised = new ArrayList<>();
        assertThatThrownBy(engine::rerun)
                .isInstanceOfSatisfying(FlowFailedException.class, e -> raised.addAll(e.failures()));
        return raised;
    }

    @Test
    void aLineIsUndoneInExactReverseTheFailedTaskFirst() {
        List<Outcome<Object>> outcomes = new ArrayList<>();
        Task failing = Tasks.of(
                "c",
                List.of(),
                given -> {
                    throw new IllegalStateException("c fails");
                },
                (outcome, failures, given) -> {
                    outcomes.add(outcome);
                    script.calls.add("-c");
                });
        Engine engine = engine(LinearFlow.named("f").add(script.task("a"), script.task("b"), failing));
        raisedBy(engine);
        assertThat(script.calls).containsExactly("a", "b", "-c", "-b", "-a");
        assertThat(outcomes)
                .singleElement()
                .isInstanceOfSatisfying(
                        Outcome.Failed.class,
                        failed -> assertThat(failed.failure().message()).isEqualTo("c fails"));
    }

    @Test
    void aTaskRunsWithoutAFlowAroundIt() {
        Engine engine = Engine.builder(script.task("a").provides("x")).build();
        assertThat(engine.run()).isEqualTo(FlowState.SUCCESS);
        assertThat(engine.result("x", String.class)).isEqualTo("a");
    }

    @Test
    void oneAfterTheOtherAllThatIsReadyIsOneBatch() {
        Engine engine = engine(UnorderedFlow.named("f").add(script.task("a"), script.failing("b"), script.task("c")));
        raisedBy(engine);
        assertThat(script.changes)
                .startsWith("RUNNING", "a RUNNING", "b RUNNING", "c RUNNING", "a SUCCESS", "b FAILURE", "c SUCCESS");
        assertThat(script.calls).startsWith("a", "b", "c");
    }

    @Test
    void independentFlowsGoOnIndependently() throws Exception {
        CountDownLatch retried = new CountDownLatch(1);
        Task slow = Tasks.of("slow", List.of(), given -> {
            retried.await(); // lasts until its neighbour is in its second round
            return "done";
        });
        Task last = Tasks.of("last", List.of(Input.in("round", Integer.class)), given -> {
            if (Integer.valueOf(1).equals(given.get("round"))) {
                throw new IllegalStateException("last fails");
            }
            retried.countDown();
            return "done";
        });
        try (ParallelExecutor executor = ParallelExecutor.ofThreads(2)) {
            Engine engine = Engine.builder(UnorderedFlow.named("f")
                            .add(
                                    LinearFlow.named("g", new Times(2).provides("round"))
                                            .add(script.task("a"), last),
                                    slow))
                    .executor(executor)
                    .build();
            assertThat(engine.run()).isEqualTo(FlowState.SUCCESS);
        }
        assertThat(script.calls).containsExactly("a", "-a", "a");
    }

    @Test
    void afterAFailureNothingStartsAndWhatRunsIsAwaitedAndUndone() throws Exception {
        CountDownLatch failed = new CountDownLatch(1);
        Task slow = Tasks.of(
                "slow",
                List.of(),
                given -> {
                    failed.await();
                    return "done";
                },
                (outcome, failures, given) ->
                        script.calls.add("-slow, told of " + failures.byAtom().keySet()));
        Task failing = Tasks.of("b", List.of(), given -> {
            throw new IllegalStateException("b fails");
        });
        try (ParallelExecutor executor = ParallelExecutor.ofThreads(2)) {
            Engine engine = Engine.builder(UnorderedFlow.named("f")
                            .add(LinearFlow.named("g").add(slow, script.task("after")), failing))
                    .executor(executor)
                    .build();
            engine.notifier().register(new FlowListener() {
                @Override
                public void atomChanged(AtomChanged change) {
                    if (change.failure() != null) {
                        failed.countDown();
                    }
                }
            });
            assertThat(Script.failuresOf(engine)).containsExactly("b fails");
        }
        assertThat(script.calls).containsExactly("-slow, told of [b]");
    }

    @Test
    void severalFailuresAreRaisedTogetherAllOfThemAsFailuresToExecute() {
        Engine engine = engine(UnorderedFlow.named("f").add(script.failing("a"), script.failing("b")));
        assertThat(raisedBy(engine)).extracting(Failure::message).containsExactlyInAnyOrder("a fails", "b fails");
        assertThat(engine.storage().executeFailures()).containsOnlyKeys("a", "b");
        assertThat(engine.storage().revertFailures()).isEmpty();
    }

    @Test
    void aFailureFromWhichARetryRecoveredIsForgotten() {
        List<String> told = new ArrayList<>();
        Task failing = Tasks.of(
                "b",
                List.of(),
                given -> {
                    throw new IllegalStateException("b fails");
                },
                (outcome, failures, given) -> told.addAll(failures.byAtom().keySet()));
        Engine engine = engine(LinearFlow.named("f")
                .add(LinearFlow.named("g", new Times(2).provides("round")).add(script.failingBefore(2, "a")), failing));
        assertThat(raisedBy(engine)).extracting(Failure::message).containsExactly("b fails");
        assertThat(told).containsExactly("b");
    }

    @Test
    void whatIsMissingIsToldBeforeAnythingRunsWhoeverLacksIt() {
        Task reverting = new NeedsToRevert();
        Flow flow = LinearFlow.named("f").add(script.task("a", "x"), script.task("b", "x", "y"), reverting);
        assertThatThrownBy(() -> engine(flow))
                .isInstanceOf(MissingDependenciesException.class)
                .hasMessageContaining("\"a==1.0\" needs 'x'")
                .hasMessageContaining("\"b==1.0\" needs 'y'")
                .hasMessageContaining("needs 'ticket'");
        assertThat(script.calls).isEmpty();
    }

    /** Needs more to be undone than to be done. */
    static final class NeedsToRevert extends Task {
        public void execute() {}

        public void revert(String ticket) {
            assertThat(ticket).isNotEmpty();
        }
    }

    @Test
    void afterAResetResultsAreStoredButNotRead() {
        Engine engine = engine(LinearFlow.named("f").add(script.task("a").provides("x")));
        engine.run();
        engine.reset();
        assertThatThrownBy(() -> engine.result("x", String.class)).isInstanceOf(NotFoundException.class);
        assertThat(store.load(engine.id()).orElseThrow().atoms().get(0).result())
                .hasToString("\"a\"");
    }

    @Test
    void statisticsAreThoseOfTheNewestRun() {
        Engine engine = engine(LinearFlow.named("f").add(script.task("a")));
        engine.run();
        assertThat(engine.statistics().completed()).isEqualTo(1);
        engine.rerun();
        assertThat(engine.statistics().completed()).isZero();
    }

    /** Counts what an engine does with an executor. */
    private static final class Counting implements TaskExecutor {
        private final SerialExecutor serial = new SerialExecutor();
        private final List<String> log = new ArrayList<>();

        @Override
        public Session open(UUID flow, OutcomeListener listener) {
            log.add("open");
            Session session = serial.open(flow, listener);
            return new Session() {
                @Override
                public void submit(List<TaskRequest> batch) {
                    session.submit(batch);
                }

                @Override
                public void close() {
                    log.add("close session");
                    session.close();
                }
            };
        }

        @Override
        public boolean outlivesProcess() {
            return false;
        }

        @Override
        public void close() {
            log.add("close");
            serial.close();
        }
    }

    @Test
    void anExecutorThatWasGivenIsOpenedForEachRunAndNeverClosed() {
        try (Counting executor = new Counting()) {
            Engine.builder(LinearFlow.named("f").add(script.task("a")))
                    .executor(executor)
                    .build()
                    .run();
            Engine failing = Engine.builder(LinearFlow.named("g").add(script.failing("b")))
                    .executor(executor)
                    .build();
            raisedBy(failing);
            assertThat(executor.log).containsExactly("open", "close session", "open", "close session");
        }
    }
}
