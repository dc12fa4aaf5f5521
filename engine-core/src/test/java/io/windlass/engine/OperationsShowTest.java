package io.windlass.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.windlass.engine.StuckFlow.Kind;
import io.windlass.failure.InvalidStateException;
import io.windlass.persistence.FlowOperation;
import io.windlass.persistence.FlowOperation.Status;
import io.windlass.persistence.HistoryEntry;
import io.windlass.state.AtomState;
import io.windlass.state.FlowState;
import io.windlass.value.Values;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Each operation on each kind of stuck flow; prints what is kept of it. */
@Timeout(60)
class OperationsShowTest {
    private static final By ALICE = new By("alice", "ticket 7: looked at by hand");

    private static FlowOperation operate(StuckFlow flow, String operation) {
        Operations operations = flow.operations;
        return switch (operation) {
            case "retry" -> operations.retry(flow.id, "middle", ALICE);
            case "mark done" -> operations.markDone(flow.id, "middle", Values.write("by hand"), ALICE);
            case "mark reverted" -> operations.markReverted(flow.id, "middle", ALICE);
            case "skip" -> operations.skip(flow.id, "middle", ALICE);
            case "give up" -> operations.giveUp(flow.id, "middle", ALICE);
            default -> throw new IllegalArgumentException(operation);
        };
    }

    /** What becomes of the flow when it is resumed, of its atoms, what is reported of the stuck one, and who was called. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        FAILED_REVERT_PARKED | retry         | REVERTED | REVERTED REVERTED REVERTED | REVERTED | -middle 1.2 Succeeded,-first 1.1 Succeeded
        FAILED_REVERT_PARKED | mark reverted | REVERTED | REVERTED REVERTED REVERTED | REVERTED | -first 1.1 Succeeded
        FAILED_REVERT_PARKED | skip          | REVERTED | REVERTED IGNORE REVERTED   | UNKNOWN  | -first 1.1 Succeeded
        FAILED_REVERT_ENDED  | retry         | REVERTED | REVERTED REVERTED REVERTED | REVERTED | -middle 1.2 Succeeded,-first 1.1 Succeeded
        FAILED_REVERT_ENDED  | mark reverted | REVERTED | REVERTED REVERTED REVERTED | REVERTED | -first 1.1 Succeeded
        FAILED_REVERT_ENDED  | skip          | REVERTED | REVERTED IGNORE REVERTED   | UNKNOWN  | -first 1.1 Succeeded
        POISON               | retry         | SUCCESS  | SUCCESS SUCCESS SUCCESS    | DONE     | middle 1.2,last 1.1 of middle
        POISON               | mark done     | SUCCESS  | SUCCESS SUCCESS SUCCESS    | DONE     | last 1.1 of by hand
        POISON               | mark reverted | REVERTED | REVERTED REVERTED PENDING  | REVERTED | -first 1.1 Succeeded
        POISON               | skip          | SUCCESS  | SUCCESS IGNORE IGNORE      | UNKNOWN  | ''
        POISON               | give up       | REVERTED | REVERTED REVERTED PENDING  | REVERTED | -middle 1.1 Failed,-first 1.1 Succeeded
        MAY_HAVE_RUN         | retry         | SUCCESS  | SUCCESS SUCCESS SUCCESS    | DONE     | middle 2.1,last 1.1 of middle
        MAY_HAVE_RUN         | mark done     | SUCCESS  | SUCCESS SUCCESS SUCCESS    | DONE     | last 1.1 of by hand
        MAY_HAVE_RUN         | mark reverted | REVERTED | REVERTED REVERTED PENDING  | REVERTED | -first 1.1 Succeeded
        MAY_HAVE_RUN         | skip          | SUCCESS  | SUCCESS IGNORE IGNORE      | UNKNOWN  | ''
        MAY_HAVE_RUN         | give up       | REVERTED | REVERTED REVERTED PENDING  | REVERTED | -middle 1.1 Failed,-first 1.1 Succeeded
        """)
    void itIsCarriedOutAndTheFlowGoesOnWhenItIsResumed(
            Kind kind, String operation, FlowState end, String atoms, UndoReport.Effect effect, String called) {
        try (StuckFlow flow = new StuckFlow(kind)) {
            assertThat(flow.state())
                    .isEqualTo(kind == Kind.FAILED_REVERT_ENDED ? FlowState.FAILURE : FlowState.SUSPENDED);
            assertThat(flow.effect("middle")).isEqualTo(UndoReport.Effect.UNKNOWN);
            flow.mend();
            flow.calls.clear();
            FlowOperation operated = operate(flow, operation);
            assertThat(operated.status()).isEqualTo(Status.DONE);
            assertThat(flow.lookForWork()).as("nobody wants it run yet").isZero();
            FlowOperation resumed = flow.operations.resume(flow.id, ALICE);
            assertThat(resumed.isOpen()).isTrue();
            assertThat(flow.lookForWork()).isEqualTo(1);
            print(kind, operation, flow);
            assertThat(flow.state()).isEqualTo(end);
            assertThat(List.of(flow.atom("first"), flow.atom("middle"), flow.atom("last")))
                    .containsExactly(atoms.split(" "));
            assertThat(flow.effect("middle")).isEqualTo(effect);
            assertThat(flow.calls).containsExactlyElementsOf(called.isEmpty() ? List.of() : List.of(called.split(",")));
            assertThat(flow.operations.audit(flow.id))
                    .extracting(FlowOperation::kind, FlowOperation::status, FlowOperation::who)
                    .containsExactly(
                            tuple(operated.kind(), Status.DONE, "alice"), tuple(resumed.kind(), Status.DONE, "alice"));
            assertOnlyLegalMoves(flow.store.history(flow.id));
            assertThat(flow.lookForWork()).isZero();
        }
    }

    @Test
    void givingUpAFailedRevertEndsTheFlowAtOnce() {
        try (StuckFlow flow = new StuckFlow(Kind.FAILED_REVERT_PARKED)) {
            assertThat(operate(flow, "give up").outcome()).isEqualTo("the flow has ended FAILURE");
            print(Kind.FAILED_REVERT_PARKED, "give up", flow);
            assertThat(flow.state()).isEqualTo(FlowState.FAILURE);
            assertOnlyLegalMoves(flow.store.history(flow.id));
            flow.mend();
            operate(flow, "retry");
            flow.operations.resume(flow.id, ALICE);
            assertThat(flow.lookForWork()).isEqualTo(1);
            assertThat(flow.state()).as("also what was given up can be mended").isEqualTo(FlowState.REVERTED);
            assertOnlyLegalMoves(flow.store.history(flow.id));
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        FAILED_REVERT_PARKED | mark done | retry it, mark it reverted, skip it or give up
        FAILED_REVERT_ENDED  | mark done | retry it, mark it reverted, skip it or give up
        FAILED_REVERT_ENDED  | give up   | has ended FAILURE; there is nothing to give up
        """)
    void whatMakesNoSenseIsRefusedAndChangesNothing(Kind kind, String operation, String why) {
        try (StuckFlow flow = new StuckFlow(kind)) {
            var before = flow.operator.load(flow.id).orElseThrow();
            assertThatThrownBy(() -> operate(flow, operation))
                    .isInstanceOf(InvalidStateException.class)
                    .hasMessageContaining(why);
            print(kind, operation, flow);
            assertThat(flow.operator.load(flow.id)).contains(before);
            assertThat(flow.operations.audit(flow.id)).singleElement().satisfies(refused -> {
                assertThat(refused.status()).isEqualTo(Status.REFUSED);
                assertThat(refused.outcome()).contains(why);
            });
        }
    }

    /** Each move begins where the one before ended, and is in the table of runs, or by an operator in that of operators. */
    static void assertOnlyLegalMoves(List<HistoryEntry> history) {
        Map<String, String> states = new TreeMap<>();
        for (HistoryEntry move : history) {
            String atom = move.atom() == null ? "" : move.atom();
            String initial = "PENDING";
            assertThat(states.getOrDefault(atom, initial)).as("%s", move).isEqualTo(move.from());
            states.put(atom, move.to());
            boolean operator = move.worker() != null && move.worker().startsWith("operator ");
            assertThat(isLegal(move, operator)).as("%s", move).isTrue();
        }
    }

    private static boolean isLegal(HistoryEntry move, boolean operator) {
        if (move.atom() == null) {
            FlowState from = FlowState.valueOf(move.from());
            FlowState to = FlowState.valueOf(move.to());
            return operator ? from.operatorMayMake(to) : from.moveTo(to) == FlowState.Move.MADE;
        }
        AtomState from = AtomState.valueOf(move.from());
        AtomState to = AtomState.valueOf(move.to());
        boolean again = from == to && from.isInFlight();
        boolean takenBack = from == AtomState.RUNNING && to == AtomState.PENDING;
        // What waited for another attempt when its run ended is undone by the next run, if it is to be.
        takenBack |= from == AtomState.RUNNING && to == AtomState.REVERTING;
        return operator ? from.operatorMayMake(to) : again || takenBack || from.retryMayBecome(to);
    }

    private static void print(Kind kind, String operation, StuckFlow flow) {
        System.out.println(kind + ", " + operation + ":");
        for (FlowOperation row : flow.operations.audit(flow.id)) {
            System.out.println("  " + row.asked() + " " + row.kind() + (row.atom() == null ? "" : " " + row.atom())
                    + " by " + row.who() + " (" + row.why() + "): " + row.status() + ", " + row.outcome());
        }
        flow.operations
                .report(flow.id)
                .atoms()
                .forEach(line -> System.out.println("    " + line.atom() + " " + line.effect() + ", " + line.state()
                        + (line.by() == null ? "" : ", by " + line.by())));
    }
}
