package io.windlass.execution;

import static org.assertj.core.api.Assertions.assertThat;

import io.windlass.atom.BodyListener;
import io.windlass.atom.FlowFailures;
import io.windlass.atom.Outcome;
import io.windlass.atom.Task;
import io.windlass.atom.TaskContext;
import io.windlass.failure.Failure;
import io.windlass.state.Action;
import io.windlass.state.RequestName;
import io.windlass.value.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What is called around the bodies of a task, and what becomes of what it throws. */
class HooksTest {
    private final List<String> calls = new ArrayList<>();
    /** Those that throw when they are called. */
    private Set<String> failing = Set.of();

    /** Tells of each of its methods. */
    public class Told extends Task {
        public String execute() throws Exception {
            call("execute");
            return "done";
        }

        public void revert() throws Exception {
            call("revert");
        }

        @Override
        public void preExecute() throws Exception {
            call("preExecute");
        }

        @Override
        public void postExecute() throws Exception {
            call("postExecute");
        }

        @Override
        public void preRevert() throws Exception {
            call("preRevert");
        }

        @Override
        public void postRevert() throws Exception {
            call("postRevert");
        }
    }

    /** Has nothing to undo, and a parameter. */
    public final class OneWay extends Task {
        public void execute(int number) {
            calls.add("execute");
        }

        @Override
        public void preExecute() {
            calls.add("preExecute");
        }

        @Override
        public void postExecute() {
            calls.add("postExecute");
        }

        @Override
        public void preRevert() {
            calls.add("preRevert");
        }

        @Override
        public void postRevert() {
            calls.add("postRevert");
        }
    }

    /** Is interrupted, and tells whether its hook still can wait. */
    public final class Interrupted extends Task {
        public void execute() throws InterruptedException {
            if (calls.isEmpty()) {
                throw new InterruptedException("enough");
            }
        }

        @Override
        public void postExecute() {
            calls.add("interrupted: " + Thread.currentThread().isInterrupted());
        }
    }

    /** Returns a failure, and then cannot clear up. */
    public static final class Returning extends Task {
        private final Failure failure;

        Returning(Failure failure) {
            this.failure = failure;
        }

        public Object execute() {
            return failure;
        }

        @Override
        public void postExecute() throws InterruptedException {
            throw new InterruptedException("not tidy");
        }
    }

    private void call(String method) throws Exception {
        calls.add(method);
        if (failing.contains(method)) {
            throw new Exception(method + " fails");
        }
    }

    private static TaskInvoker.Result invoke(Task task, Action action, Map<String, Value> arguments) {
        TaskContext context =
                TaskContext.here(new RequestName(UUID.randomUUID(), "t", action, 1, 1), BodyListener.NONE);
        return TaskInvoker.invoke(
                task, action, arguments, new Outcome.Unknown<>(), new FlowFailures(Map.of()), context);
    }

    private Failure failure(Action action, String... methods) {
        failing = Set.of(methods);
        return Objects.requireNonNull(invoke(new Told(), action, Map.of()).failure());
    }

    @AfterEach
    void forgetInterrupts() {
        Thread.interrupted();
    }

    @Test
    void hooksAreCalledBeforeAndAfterEachBody() {
        assertThat(invoke(new Told(), Action.EXECUTE, Map.of()).value()).isEqualTo(new Value("\"done\""));
        assertThat(invoke(new Told(), Action.REVERT, Map.of()).failure()).isNull();
        assertThat(calls).containsExactly("preExecute", "execute", "postExecute", "preRevert", "revert", "postRevert");
    }

    @Test
    void theHooksOfRevertAreCalledWhereThereIsNothingToUndo() {
        invoke(new OneWay(), Action.REVERT, Map.of());
        assertThat(calls).containsExactly("preRevert", "postRevert");
    }

    @Test
    void aBodyWhoseHookBeforeItFailsIsNotCalledButTheOneAfterIs() {
        assertThat(failure(Action.EXECUTE, "preExecute").message()).isEqualTo("preExecute fails");
        assertThat(failure(Action.REVERT, "preRevert").message()).isEqualTo("preRevert fails");
        assertThat(calls).containsExactly("preExecute", "postExecute", "preRevert", "postRevert");
    }

    @Test
    void theHookAfterABodyThatFailsIsCalled() {
        assertThat(failure(Action.EXECUTE, "execute").message()).isEqualTo("execute fails");
        assertThat(failure(Action.REVERT, "revert").message()).isEqualTo("revert fails");
        assertThat(calls).containsExactly("preExecute", "execute", "postExecute", "preRevert", "revert", "postRevert");
    }

    @Test
    void whatTheHookAfterABodyThrowsIsTheTasksFailure() {
        assertThat(failure(Action.EXECUTE, "postExecute").message()).isEqualTo("postExecute fails");
        assertThat(failure(Action.REVERT, "postRevert").message()).isEqualTo("postRevert fails");
    }

    @Test
    void whenABodyAndTheHookAfterItFailTheBodysFailureIsToldWithTheOthersInIt() {
        Failure failure = failure(Action.EXECUTE, "execute", "postExecute");
        assertThat(failure.message()).isEqualTo("execute fails");
        assertThat(failure.exception()).hasSuppressedException(new Exception("postExecute fails"));
        assertThat(failure.stackTrace()).contains("Suppressed: java.lang.Exception: postExecute fails");
    }

    @Test
    void aFailureThatWasReturnedIsKeptSoToo() {
        IllegalStateException live = new IllegalStateException("returned");
        Failure failure = Objects.requireNonNull(invoke(new Returning(Failure.of(live)), Action.EXECUTE, Map.of())
                .failure());
        assertThat(failure.exception()).isSameAs(live);
        assertThat(failure.stackTrace()).contains("Suppressed: java.lang.InterruptedException: not tidy");
        assertThat(Thread.interrupted()).isTrue();

        Failure record = Failure.of(List.of("ValueError"), "read back", "", List.of());
        Failure wrapped = Objects.requireNonNull(
                invoke(new Returning(record), Action.EXECUTE, Map.of()).failure());
        assertThat(wrapped.message()).contains("ValueError: read back");
        assertThat(wrapped.stackTrace()).contains("not tidy");
    }

    @Test
    void noHookIsCalledForABodyThatCouldNotBeGivenItsInputs() {
        assertThat(invoke(new OneWay(), Action.EXECUTE, Map.of("number", new Value("\"three\"")))
                        .failure())
                .isNotNull();
        assertThat(calls).isEmpty();
    }

    @Test
    void anInterruptIsKeptUntilTheHookAfterTheBodyHasRun() {
        TaskInvoker.Result result = invoke(new Interrupted(), Action.EXECUTE, Map.of());
        assertThat(result.failure()).isNotNull();
        assertThat(calls).containsExactly("interrupted: false");
        assertThat(Thread.currentThread().isInterrupted()).isTrue();
    }
}
