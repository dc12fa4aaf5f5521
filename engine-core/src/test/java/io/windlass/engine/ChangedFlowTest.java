package io.windlass.engine;

import static io.windlass.state.FlowState.REVERTED;
import static io.windlass.state.FlowState.RUNNING;
import static io.windlass.state.FlowState.SUCCESS;
import static io.windlass.state.FlowState.SUSPENDED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.windlass.atom.Task;
import io.windlass.atom.TaskType;
import io.windlass.failure.DuplicateException;
import io.windlass.failure.MissingDependenciesException;
import io.windlass.flow.Flow;
import io.windlass.flow.LinearFlow;
import io.windlass.flow.UnorderedFlow;
import io.windlass.persistence.StoredAtom;
import io.windlass.persistence.memory.MemoryPersistence;
import io.windlass.retry.Decision;
import io.windlass.retry.Times;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Stored flows that are gone on with by code that has changed: atoms are known by their names. */
class ChangedFlowTest {
    private final MemoryPersistence store = new MemoryPersistence();
    private final Script script = new Script();

    @AfterEach
    void closeStore() {
        store.close();
    }

    private Engine resumed(Remains remains, Flow flow) {
        return remains.resume(flow).listener(script).build();
    }

    private Flow line(String... names) {
        LinearFlow flow = LinearFlow.named("f");
        List.of(names).forEach(name -> flow.add(script.task(name)));
        return flow;
    }

    @Test
    void ofAFlowThatWasDoneOnlyWhatIsNewRuns() {
        Engine engine = resumed(Remains.in(store, SUCCESS, "a SUCCESS", "b SUCCESS"), line("a", "b", "new"));
        assertThat(engine.rerun()).isEqualTo(SUCCESS);
        assertThat(script.changes).containsExactly("RUNNING", "new RUNNING", "new SUCCESS", "SUCCESS");
    }

    @Test
    void whatIsNewInTheMiddleRunsAlsoWhereWhatFollowsIsDone() {
        Engine engine = resumed(Remains.in(store, SUSPENDED, "a SUCCESS", "b SUCCESS"), line("a", "new", "b", "c"));
        assertThat(engine.run()).isEqualTo(SUCCESS);
        assertThat(script.calls).containsExactly("new", "c");
    }

    @Test
    void whatIsNewIsUndoneOnlyWhenItWasDone() {
        Engine engine = resumed(Remains.in(store, RUNNING, "a SUCCESS", "b FAILURE"), line("a", "new", "b"));
        assertThat(Script.failuresOf(engine)).containsExactly("b failed");
        assertThat(script.calls).containsExactly("-b", "-a");
    }

    @Test
    void whatIsGoneIsNotRunAndKeepsItsRecord() {
        Remains remains = Remains.in(store, RUNNING, "a SUCCESS", "gone PENDING", "b PENDING");
        assertThat(resumed(remains, line("a", "b")).run()).isEqualTo(SUCCESS);
        assertThat(script.calls).containsExactly("b");
        assertThat(remains.told()).containsEntry("gone", "PENDING/EXECUTE null");
    }

    @Test
    void whatIsGoneIsNotUndoneAndTheRestIs() {
        Remains remains = Remains.in(store, RUNNING, "a SUCCESS/REVERT", "gone SUCCESS/REVERT", "b FAILURE/REVERT");
        Engine engine = resumed(remains, line("a", "b"));
        assertThat(Script.failuresOf(engine)).containsExactly("b failed");
        assertThat(engine.state()).isEqualTo(REVERTED);
        assertThat(script.calls).containsExactly("-b", "-a");
        assertThat(remains.told()).containsEntry("gone", "SUCCESS/REVERT \"gone\"");
    }

    @Test
    void whatNeedsAValueOfATaskThatIsGoneIsRefusedBeforeAnythingRuns() {
        Remains remains = Remains.in(store, RUNNING, "gone SUCCESS");
        assertThatThrownBy(() -> resumed(remains, LinearFlow.named("f").add(script.task("a", "gone's"))))
                .isInstanceOf(MissingDependenciesException.class)
                .hasMessageContaining("gone's");
    }

    @Test
    void anOtherOrderIsAnOtherFlowOfTheSameAtoms() {
        Engine engine = resumed(Remains.in(store, RUNNING, "a SUCCESS"), line("c", "b", "a"));
        assertThat(engine.run()).isEqualTo(SUCCESS);
        assertThat(script.calls).containsExactly("c", "b");
    }

    @Test
    void aTaskThatHasBecomeAControllerIsRefusedAndNothingIsChanged() {
        Remains remains = Remains.in(store, RUNNING, "r SUCCESS");
        Flow flow = LinearFlow.named("f", new Times(1).named("r")).add(script.task("a"));
        assertThatThrownBy(() -> resumed(remains, flow))
                .isInstanceOf(DuplicateException.class)
                .hasMessage("atom 'r' is stored as a TASK, but is a RETRY in flow 'f'; give the new one another name");
        assertThat(remains.told()).containsEntry("", "RUNNING").containsEntry("r", "SUCCESS/EXECUTE \"r\"");
    }

    @Test
    void aControllerThatHasBecomeATaskIsRefused() {
        Remains remains = Remains.in(store, RUNNING, "r SUCCESS 1");
        assertThatThrownBy(() -> resumed(remains, line("r")))
                .isInstanceOf(DuplicateException.class)
                .hasMessageContaining("'r' is stored as a RETRY, but is a TASK");
    }

    /** A newer version of what is stored as 1.0. */
    @TaskType(value = "newer", version = "2.3")
    public static final class Newer extends Task {
        public String execute() {
            return "of 2.3";
        }
    }

    @Test
    void aNewerVersionOfADoneTaskIsNotRunAgain() {
        Remains remains = Remains.in(store, RUNNING, "a SUCCESS");
        Engine engine = resumed(
                remains, LinearFlow.named("f").add(new Newer().named("a").provides("x"), script.task("b", "x")));
        assertThat(engine.run()).isEqualTo(SUCCESS);
        assertThat(engine.result("x", String.class)).isEqualTo("a");
        assertThat(script.calls).containsExactly("b");
    }

    @Test
    void theVersionOfWhatRunsIsStored() {
        Remains remains = Remains.in(store, RUNNING, "a RUNNING");
        assertThat(resumed(remains, LinearFlow.named("f").add(new Newer().named("a")))
                        .run())
                .isEqualTo(SUCCESS);
        assertThat(store.load(remains.id()).orElseThrow().atoms())
                .extracting(StoredAtom::version)
                .containsExactly("2.3");
    }

    @Test
    void aControllerThatIsNewBeginsBeforeWhatIsLeftAndIsAskedAboutItsFailures() {
        Flow flow = LinearFlow.named("f", script.retry(Decision.RETRY, Decision.REVERT))
                .add(script.task("a"), script.failing("b"));
        Engine engine = resumed(Remains.in(store, RUNNING, "a SUCCESS"), flow);
        assertThat(Script.failuresOf(engine)).containsExactly("b fails");
        assertThat(script.calls)
                .startsWith("f_retry begins 1", "b", "f_retry is asked [b]", "-b", "-a", "f_retry begins 2", "a", "b");
    }

    /** It has no round to begin anew: whatever it answers, what is there is undone. */
    @ParameterizedTest
    @EnumSource(Decision.class)
    void aControllerThatIsNewIsAskedAboutAnOldFailureWithAnEmptyHistory(Decision answer) {
        ScriptedRetry retry = script.retry(answer);
        Remains remains = Remains.in(store, RUNNING, "a SUCCESS", "b FAILURE");
        Flow flow = LinearFlow.named("f", retry).add(script.task("a"), script.failing("b"));
        Engine engine = resumed(remains, flow);
        assertThat(Script.failuresOf(engine)).containsExactly("b failed");
        assertThat(engine.state()).isEqualTo(REVERTED);
        assertThat(script.calls).containsExactly("f_retry is asked []", "-b", "-a");
        assertThat(retry.shown)
                .singleElement()
                .satisfies(shown -> assertThat(shown.attempts()).isEmpty());
    }

    @Test
    void aFlowMayBecomeUnordered() {
        Engine engine = resumed(
                Remains.in(store, RUNNING, "a SUCCESS", "b RUNNING"),
                UnorderedFlow.named("f").add(script.task("a"), script.task("b"), script.task("c")));
        assertThat(engine.run()).isEqualTo(SUCCESS);
        assertThat(script.calls).containsExactlyInAnyOrder("b", "c");
    }
}
