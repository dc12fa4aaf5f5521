package io.windlass.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.windlass.flow.Flow;
import io.windlass.flow.LinearFlow;
import io.windlass.persistence.memory.MemoryPersistence;
import io.windlass.retry.Decision;
import io.windlass.retry.Times;
import io.windlass.state.FlowState;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * A process that dies at each of the moments at which TaskFlow writes. This engine writes what one step changes in one
 * piece, so some of these states can come only from elsewhere.
 */
class CrashWindowsTest {
    /** What a run that nobody interrupts tells. */
    private static final List<String> WHOLE = RetryTest.TWO_ROUNDS;

    private final MemoryPersistence store = new MemoryPersistence();
    private final Script script = new Script();
    private final Flow flow =
            LinearFlow.named("f", new Times(2).provides("round")).add(script.task("a"), script.failingBefore(2, "b"));

    @AfterEach
    void closeStore() {
        store.close();
    }

    @Test
    void theWholeRun() {
        assertThat(script.engine(flow).run()).isEqualTo(FlowState.SUCCESS);
        assertThat(script.changes).isEqualTo(WHOLE);
    }

    /** Each line: when it died; the change that comes next, and whether that is in the first round or the second. */
    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
            the controller's RUNNING written  | f_retry SUCCESS  | 1 | f_retry RUNNING 0
            the controller's outcome saved    | a RUNNING        | 1 | f_retry SUCCESS 1
            RUNNING written, its body not over| a SUCCESS        | 1 | f_retry SUCCESS 1 ; a RUNNING
            the outcome saved                 | b RUNNING        | 1 | f_retry SUCCESS 1 ; a SUCCESS
            FAILURE saved, nobody asked       | b REVERTING      | 1 | f_retry SUCCESS 1 ; a SUCCESS ; b FAILURE
            asked, intentions not written     | b REVERTING      | 1 | f_retry SUCCESS 1 b ; a SUCCESS ; b FAILURE
            the controller's intention written| b REVERTING      | 1 | f_retry SUCCESS/RETRY 1 b ; a SUCCESS ; b FAILURE
            some intentions written           | b REVERTING      | 1 | f_retry SUCCESS/RETRY 1 b ; a SUCCESS/REVERT ; b FAILURE
            all intentions written            | b REVERTING      | 1 | f_retry SUCCESS/RETRY 1 b ; a SUCCESS/REVERT ; b FAILURE/REVERT
            REVERTING written                 | b REVERTED       | 1 | f_retry SUCCESS/RETRY 1 b ; a SUCCESS/REVERT ; b REVERTING/REVERT
            REVERTED saved                    | a REVERTING      | 1 | f_retry SUCCESS/RETRY 1 b ; a SUCCESS/REVERT ; b REVERTED/REVERT
            all undone                        | f_retry RETRYING | 1 | f_retry SUCCESS/RETRY 1 b ; a REVERTED/REVERT ; b REVERTED/REVERT
            RETRYING written                  | a PENDING        | 1 | f_retry RETRYING 1 b ; a REVERTED/REVERT ; b REVERTED/REVERT
            RETRYING, some made PENDING       | b PENDING        | 1 | f_retry RETRYING 1 b ; a PENDING ; b REVERTED/REVERT
            all made PENDING                  | f_retry RUNNING  | 2 | f_retry RETRYING 1 b ; a PENDING ; b PENDING
            the next round's RUNNING written  | f_retry SUCCESS  | 2 | f_retry RUNNING 1 b ; a PENDING ; b PENDING
            the next round's outcome saved    | a RUNNING        | 2 | f_retry SUCCESS 2 ; a PENDING ; b PENDING
            all done, the flow RUNNING        | SUCCESS          | 2 | f_retry SUCCESS 2 ; a SUCCESS ; b SUCCESS
            """)
    void whoeverResumesGoesOnWhereItWas(String when, String next, int round, String atoms) {
        Engine engine = Remains.in(store, FlowState.RUNNING, atoms.strip().split(" ; ", -1))
                .resume(flow)
                .listener(script)
                .build();
        assertThat(engine.run()).as(when).isEqualTo(FlowState.SUCCESS);
        List<String> expected = new ArrayList<>(List.of("RUNNING"));
        int first = round == 1 ? WHOLE.indexOf(next) : WHOLE.lastIndexOf(next);
        expected.addAll(WHOLE.subList(first, WHOLE.size()));
        assertThat(script.changes).isEqualTo(expected);
    }

    /** With what its history held before the process died, and the failure that is known then, not a new one. */
    @Test
    void aControllerThatWasAskedIsAskedAgainOfTheSameFailure() {
        ScriptedRetry retry = script.retry(Decision.REVERT);
        Engine engine = Remains.in(store, FlowState.RUNNING, "f_retry SUCCESS 2 b", "a SUCCESS", "b FAILURE")
                .resume(LinearFlow.named("f", retry).add(script.task("a"), script.failing("b")))
                .build();
        assertThat(Script.failuresOf(engine)).containsExactly("b failed");
        assertThat(script.calls).containsExactly("f_retry is asked [b]", "-b", "-a", "-f_retry after 2");
        assertThat(retry.failuresShown().get(0)).containsExactly(0, 1);
        assertThat(retry.shown.get(0).provided(Integer.class)).containsExactly(1, 2);
    }

    @Test
    void anOuterControllerThatWasAskedKeepsOneEntryForTheInner() {
        ScriptedRetry outer = script.retry(Decision.RETRY, Decision.REVERT);
        Flow nested = LinearFlow.named("f", outer)
                .add(LinearFlow.named("g", script.retry(Decision.REVERT)).add(script.failing("a")));
        Engine engine = Remains.in(
                        store, FlowState.RUNNING, "f_retry SUCCESS 1 g_retry", "g_retry SUCCESS 1 a", "a FAILURE")
                .resume(nested)
                .build();
        assertThat(Script.failuresOf(engine)).containsExactly("a fails");
        assertThat(script.calls.stream()
                        .filter(call -> call.contains("f_retry"))
                        .collect(Collectors.toList()))
                .containsExactly("f_retry is asked [g_retry]", "f_retry begins 2", "f_retry is asked [g_retry]");
    }
}
