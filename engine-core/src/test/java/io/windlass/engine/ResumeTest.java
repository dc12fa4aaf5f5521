package io.windlass.engine;

import static io.windlass.state.FlowState.RUNNING;
import static io.windlass.state.FlowState.SUCCESS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.windlass.atom.Outcome;
import io.windlass.atom.Task;
import io.windlass.atom.Tasks;
import io.windlass.failure.FlowFailedException;
import io.windlass.flow.Flow;
import io.windlass.flow.LinearFlow;
import io.windlass.flow.UnorderedFlow;
import io.windlass.persistence.HistoryEntry;
import io.windlass.persistence.memory.MemoryPersistence;
import io.windlass.state.FlowState;
import io.windlass.value.Values;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Flows that are gone on with from what is stored: each state of a flow, each of an atom. */
class ResumeTest {
    private final MemoryPersistence store = new MemoryPersistence();
    private final Script script = new Script();

    @AfterEach
    void closeStore() {
        store.close();
    }

    private Engine resumed(Remains remains, Flow flow) {
        return remains.resume(flow).listener(script).build();
    }

    private Flow threeTasks() {
        return LinearFlow.named("f").add(script.task("a"), script.task("x"), script.task("c"));
    }

    @ParameterizedTest
    @EnumSource(
            value = FlowState.class,
            names = {"PENDING", "RUNNING", "SUSPENDING", "SUSPENDED", "RESUMING"})
    void aFlowThatHasNotEndedIsRunOn(FlowState stored) {
        Engine engine = resumed(Remains.in(store, stored, "a SUCCESS"), threeTasks());
        assertThat(engine.run()).isEqualTo(SUCCESS);
        assertThat(script.changes)
                .containsExactly("RUNNING", "x RUNNING", "x SUCCESS", "c RUNNING", "c SUCCESS", "SUCCESS");
        assertThat(script.calls).containsExactly("x", "c");
    }

    @ParameterizedTest
    @CsvSource({
        "PENDING, RUNNING SUCCESS",
        "RUNNING, RESUMING SUSPENDED RUNNING SUCCESS",
        "SUSPENDING, RESUMING SUSPENDED RUNNING SUCCESS",
        "SUSPENDED, RUNNING SUCCESS",
        "RESUMING, SUSPENDED RUNNING SUCCESS"
    })
    void itsHistoryShowsThatItWasResumed(FlowState stored, String states) {
        Engine engine = resumed(Remains.in(store, stored), LinearFlow.named("f"));
        assertThat(engine.run()).isEqualTo(SUCCESS);
        assertThat(store.store().history(engine.id()))
                .extracting(HistoryEntry::to)
                .containsExactly(states.split(" ", -1));
    }

    @ParameterizedTest
    @EnumSource(
            value = FlowState.class,
            names = {"SUCCESS", "FAILURE", "REVERTED"})
    void aFlowThatHasEndedIsLeftAsItIs(FlowState stored) {
        Engine engine = resumed(Remains.in(store, stored, "a SUCCESS"), threeTasks());
        assertThat(engine.run()).isEqualTo(stored);
        assertThat(script.changes).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "SUCCESS, SUCCESS, 'RUNNING,SUCCESS'",
        "FAILURE, SUCCESS, 'RUNNING,SUCCESS'",
        "REVERTED, REVERTED/REVERT, 'a PENDING,PENDING,RUNNING,a RUNNING,a SUCCESS,SUCCESS'"
    })
    void aFlowThatHasEndedIsRunAgainWhenThatIsAskedFor(FlowState stored, String atom, String changes) {
        Engine engine = resumed(
                Remains.in(store, stored, "a " + atom), LinearFlow.named("f").add(script.task("a")));
        assertThat(engine.rerun()).isEqualTo(SUCCESS);
        assertThat(script.changes).containsExactly(changes.split(",", -1));
    }

    /** Of the second of three tasks, the first being done; what follows in each case. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            x PENDING                        | x RUNNING, x SUCCESS, c RUNNING, c SUCCESS, SUCCESS
            x RUNNING                        | x SUCCESS, c RUNNING, c SUCCESS, SUCCESS
            x SUCCESS                        | c RUNNING, c SUCCESS, SUCCESS
            x IGNORE/IGNORE                  | c RUNNING, c SUCCESS, SUCCESS
            x FAILURE                        | x REVERTING, x REVERTED, a REVERTING, a REVERTED, REVERTED
            x FAILURE/REVERT, a/REVERT       | x REVERTING, x REVERTED, a REVERTING, a REVERTED, REVERTED
            x RUNNING/REVERT, a/REVERT       | x REVERTING, x REVERTED, a REVERTING, a REVERTED, REVERTED
            x SUCCESS/REVERT, a/REVERT       | x REVERTING, x REVERTED, a REVERTING, a REVERTED, REVERTED
            x REVERTING/REVERT, a/REVERT     | x REVERTED, a REVERTING, a REVERTED, REVERTED
            x REVERTED/REVERT, a/REVERT      | a REVERTING, a REVERTED, REVERTED
            x IGNORE/REVERT, a/REVERT        | a REVERTING, a REVERTED, REVERTED
            x PENDING/REVERT, a/REVERT       | a REVERTING, a REVERTED, REVERTED
            x REVERT_FAILURE/REVERT, a/REVERT| FAILURE
            """)
    void aTaskIsGoneOnWithFromEachState(String stored, String next) {
        boolean back = stored.contains("a/REVERT");
        Remains remains = Remains.in(
                store,
                RUNNING,
                back ? "a SUCCESS/REVERT" : "a SUCCESS",
                stored.split(",", -1)[0],
                back ? "c PENDING/REVERT" : "c PENDING");
        Script.failuresOf(resumed(remains, threeTasks()));
        List<String> expected = new ArrayList<>(List.of("RUNNING"));
        expected.addAll(List.of(next.split(", ", -1)));
        assertThat(script.changes).isEqualTo(expected);
    }

    /** Of a controller of one task. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            r PENDING 0          , a PENDING         | r RUNNING, r SUCCESS, a RUNNING, a SUCCESS, SUCCESS
            r RUNNING 0          , a PENDING         | r SUCCESS, a RUNNING, a SUCCESS, SUCCESS
            r SUCCESS 1          , a PENDING         | a RUNNING, a SUCCESS, SUCCESS
            r SUCCESS/RETRY 1 a  , a FAILURE/REVERT  | a REVERTING, a REVERTED, r RETRYING, a PENDING, r RUNNING, r SUCCESS, a RUNNING, a SUCCESS, SUCCESS
            r RETRYING 1 a       , a REVERTED/REVERT | a PENDING, r RUNNING, r SUCCESS, a RUNNING, a SUCCESS, SUCCESS
            r RETRYING/RETRY 1 a , a REVERTED/REVERT | a PENDING, r RUNNING, r SUCCESS, a RUNNING, a SUCCESS, SUCCESS
            r RUNNING 1 a        , a PENDING         | r SUCCESS, a RUNNING, a SUCCESS, SUCCESS
            r SUCCESS/REVERT 1 a , a FAILURE/REVERT  | a REVERTING, a REVERTED, r REVERTING, r REVERTED, REVERTED
            r REVERTING/REVERT 1 , a REVERTED/REVERT | r REVERTED, REVERTED
            r REVERTED/REVERT 0  , a REVERTED/REVERT | REVERTED
            r FAILURE 0          , a PENDING         | r REVERTING, r REVERTED, REVERTED
            r FAILURE/REVERT 0   , a PENDING/REVERT  | r REVERTING, r REVERTED, REVERTED
            r REVERT_FAILURE/REVERT 1, a REVERTED/REVERT | FAILURE
            r IGNORE/IGNORE 0    , a IGNORE/IGNORE   | SUCCESS
            """)
    void aControllerIsGoneOnWithFromEachState(String stored, String next) {
        Flow flow = LinearFlow.named(
                        "f", script.retry(io.windlass.retry.Decision.RETRY).named("r"))
                .add(script.task("a"));
        Script.failuresOf(resumed(Remains.in(store, RUNNING, stored.split(" *, ", -1)), flow));
        List<String> expected = new ArrayList<>(List.of("RUNNING"));
        expected.addAll(List.of(next.split(", ", -1)));
        assertThat(script.changes).isEqualTo(expected);
    }

    @Test
    void whatWasDoneIsReadFromTheStore() {
        Engine engine = resumed(
                Remains.in(store, RUNNING, Map.of("given", Values.write("of old")), List.of("a SUCCESS")),
                LinearFlow.named("f").add(script.task("a").provides("x"), script.task("b", "x", "given")));
        assertThat(engine.run()).isEqualTo(SUCCESS);
        assertThat(script.calls).containsExactly("b");
        assertThat(engine.result("x", String.class)).isEqualTo("a");
        assertThat(engine.result("given", String.class)).isEqualTo("of old");
    }

    @Test
    void whatWasBeingDoneWhenAnotherFailedIsUndoneAndNobodyKnowsHowFarItCame() {
        List<Outcome<Object>> told = new CopyOnWriteArrayList<>();
        Task open = Tasks.of("open", List.of(), given -> null, (outcome, failures, given) -> {
            told.add(outcome);
            script.calls.add("-open because of " + failures.byAtom().keySet());
        });
        Remains remains = Remains.in(store, RUNNING, "open RUNNING", "b FAILURE");
        Engine engine = resumed(remains, UnorderedFlow.named("f").add(open, script.failing("b")));
        assertThat(Script.failuresOf(engine)).containsExactly("b failed");
        assertThat(told).singleElement().isInstanceOf(Outcome.Unknown.class);
        assertThat(script.calls).containsExactlyInAnyOrder("-open because of [b]", "-b");
        assertThat(script.changes).doesNotContain("open RUNNING");
    }

    @Test
    void whatWasBeingUndoneIsUndoneAgainWithWhatItReturned() {
        List<Outcome<Object>> told = new CopyOnWriteArrayList<>();
        Task a = Tasks.of("a", List.of(), given -> null, (outcome, failures, given) -> told.add(outcome));
        resumed(
                        Remains.in(store, RUNNING, "a REVERTING/REVERT"),
                        LinearFlow.named("f").add(a))
                .run();
        assertThat(told).containsExactly(new Outcome.Succeeded<>("a"));
    }

    @Test
    void aFailureOfAProcessBeforeHasNoExceptionToShow() {
        Engine engine = resumed(
                Remains.in(store, RUNNING, "a FAILURE"), LinearFlow.named("f").add(script.task("a")));
        assertThatThrownBy(engine::run).hasNoCause().isInstanceOfSatisfying(FlowFailedException.class, e -> {
            assertThat(e.failures()).singleElement().satisfies(failure -> {
                assertThat(failure.message()).isEqualTo("a failed");
                assertThat(failure.is(IllegalStateException.class)).isTrue();
                assertThat(failure.exception()).isNull();
            });
        });
        assertThat(script.calls).containsExactly("-a");
    }

    @Test
    void undoingWhoseReasonWasNeverStoredEndsWithNothingToRaise() {
        Engine engine = resumed(
                Remains.in(store, RUNNING, "a SUCCESS/REVERT", "x SUCCESS/REVERT", "c PENDING/REVERT"), threeTasks());
        assertThat(engine.run()).isEqualTo(FlowState.REVERTED);
        assertThat(script.calls).containsExactly("-x", "-a");
    }

    @Test
    void aFailureIsLeftAloneWhereNothingIsToBeResolved() {
        Engine engine = Remains.in(store, RUNNING, "a SUCCESS", "x FAILURE")
                .resume(threeTasks())
                .neverResolve(true)
                .listener(script)
                .build();
        assertThat(Script.failuresOf(engine)).containsExactly("x failed");
        assertThat(script.changes).containsExactly("RUNNING", "FAILURE");
    }
}
