package io.windlass.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.windlass.atom.Task;
import io.windlass.atom.TaskContext;
import io.windlass.failure.InvalidFormatException;
import io.windlass.failure.InvalidStateException;
import io.windlass.failure.MayHaveRunException;
import io.windlass.failure.StorageException;
import io.windlass.flow.LinearFlow;
import io.windlass.persistence.FlowOperation;
import io.windlass.persistence.FlowOperation.Status;
import io.windlass.persistence.memory.MemoryPersistence;
import io.windlass.state.FlowState;
import io.windlass.value.Value;
import io.windlass.value.Values;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What may be mended and how often, whoever dies meanwhile; what is told of it afterwards. */
@Timeout(60)
class MendingTest {
    private static final By BOB = new By("bob", "the rack moves");
    private static final Duration LONG = Duration.ofSeconds(30);

    @Test
    void onlyWhatIsStuckIsMended() {
        try (StuckFlow flow = new StuckFlow(StuckFlow.Kind.POISON)) {
            assertThatThrownBy(() -> flow.operations.retry(flow.id, "first", BOB))
                    .hasMessageContaining("atom 'first' of flow 'three'")
                    .hasMessageContaining("is SUCCESS, not stuck; stuck are [middle]");
            assertThatThrownBy(() -> flow.operations.retry(flow.id, "nothing", BOB))
                    .hasMessageContaining("not begun, or not there");
            flow.operations.giveUp(flow.id, "middle", BOB);
            assertThatThrownBy(() -> flow.operations.retry(flow.id, "middle", BOB))
                    .hasMessageContaining("is FAILURE and to be undone, not stuck; stuck are []");
            assertThatThrownBy(() -> flow.operations.markDone(flow.id, "middle", new Value("{"), BOB))
                    .isInstanceOf(InvalidFormatException.class);
        }
    }

    /** The operator's process dies when it has kept the operation, and when it has also changed the flow. */
    @Test
    void anOperationThatItsProcessLeftIsCarriedOutOnceByTheNext() {
        for (int saves = 0; saves <= 1; saves++) {
            try (StuckFlow flow = new StuckFlow(StuckFlow.Kind.FAILED_REVERT_PARKED)) {
                MemoryPersistence doomed = new MemoryPersistence(flow.store);
                int allowed = saves;
                var count = new AtomicInteger();
                Operations dying = Operations.on(Stores.watched(doomed, change -> {
                    if (count.incrementAndGet() > allowed) {
                        return Optional.of(new StorageException("dead"));
                    }
                    var unused = doomed.save(change);
                    return Optional.of(new StorageException("dead"));
                }));
                assertThatThrownBy(() -> dying.retry(flow.id, "middle", BOB)).hasMessageContaining("dead");
                flow.store.freeze(doomed.owner());
                assertThat(flow.operations.audit(flow.id)).singleElement().matches(FlowOperation::isOpen);
                flow.mend();
                FlowOperation left = flow.operations.audit(flow.id).get(0);
                assertThat(flow.operations.await(left, LONG).status()).isEqualTo(Status.DONE);
                assertThat(flow.operator.loadAtom(flow.id, "middle"))
                        .hasValueSatisfying(atom -> assertThat(atom.attempt()).isEqualTo(2));
                flow.operations.resume(flow.id, BOB);
                assertThat(flow.lookForWork()).isEqualTo(1);
                assertThat(flow.state()).isEqualTo(FlowState.REVERTED);
                OperationsShowTest.assertOnlyLegalMoves(flow.store.history(flow.id));
                doomed.close();
            }
        }
    }

    /** It was carried out, and somebody resumes the flow by code before that is said. */
    @Test
    void aRunKnowsWhatWasCarriedOutBeforeIt() {
        for (boolean made : new boolean[] {true, false}) {
            try (StuckFlow flow = new StuckFlow(StuckFlow.Kind.FAILED_REVERT_PARKED)) {
                Operations forgetful = Operations.on(Stores.watched(flow.operator, change -> {
                    if (made) {
                        var unused = flow.operator.save(change);
                    }
                    return Optional.of(new StorageException("dead"));
                }));
                flow.mend();
                assertThatThrownBy(() -> forgetful.retry(flow.id, "middle", BOB))
                        .hasMessageContaining("dead");
                flow.resumeByCode();
                assertThat(flow.operations.audit(flow.id)).singleElement().satisfies(operation -> {
                    assertThat(operation.status()).isEqualTo(made ? Status.DONE : Status.REFUSED);
                    assertThat(operation.outcome())
                            .isEqualTo(
                                    made
                                            ? "carried out before the flow was resumed"
                                            : "the flow is being run; nothing can be mended meanwhile");
                });
                assertThat(flow.state()).isEqualTo(made ? FlowState.REVERTED : FlowState.SUSPENDED);
            }
        }
    }

    @Test
    void theResultOfWhatIsMarkedDoneIsCheckedWhereTheFlowCanBeMade() {
        MemoryPersistence process = new MemoryPersistence();
        Operations operations = Operations.on(process);
        Task counts = new Counts().named("counts").provides("count");
        FlowFactories factories = new FlowFactories()
                .register("f", arguments -> LinearFlow.named("f").add(counts));
        Engine engine =
                factories.engine("f", Map.of()).park(true).persistence(process).build();
        assertThat(engine.run()).isEqualTo(FlowState.SUSPENDED);
        Operations knowing = operations.knowing(factories);
        assertThatThrownBy(() -> knowing.markDone(engine.id(), "counts", Values.write("many"), BOB))
                .isInstanceOf(InvalidStateException.class)
                .hasMessageContaining("the result is none that \"counts==1.0\" returns");
        assertThat(knowing.knowing(new FlowFactories().register("g", arguments -> LinearFlow.named("g")))
                        .markDone(engine.id(), "counts", Values.write(7), BOB)
                        .status())
                .as("by a process that cannot make it")
                .isEqualTo(Status.DONE);
        assertThat(operations.audit(engine.id()))
                .extracting(FlowOperation::status)
                .containsExactly(Status.REFUSED, Status.DONE);
    }

    /** Nobody knows whether it has counted. */
    static final class Counts extends Task {
        public int execute(TaskContext context) {
            if (context.request().attempt() == 1) {
                throw new MayHaveRunException("run r-1");
            }
            return 1;
        }
    }

    @Test
    void theReportTellsWhatIsThereAndWhoDidIt() {
        try (StuckFlow flow = new StuckFlow(StuckFlow.Kind.FAILED_REVERT_PARKED)) {
            flow.operations.markReverted(flow.id, "middle", BOB);
            UndoReport report = flow.operations.report(flow.id);
            assertThat(report.name()).isEqualTo("three");
            assertThat(report.state()).isEqualTo(FlowState.SUSPENDED);
            assertThat(report.atoms())
                    .extracting(UndoReport.Line::atom, UndoReport.Line::effect, UndoReport.Line::by)
                    .containsExactly(
                            tuple("first", UndoReport.Effect.DONE, null),
                            tuple("last", UndoReport.Effect.REVERTED, null),
                            tuple("middle", UndoReport.Effect.REVERTED, "operator bob"));
            assertThat(report.atoms()).allMatch(line -> line.began() != null && line.since() != null);
            assertThat(Values.write(report).json()).contains("\"effect\":\"DONE\"");
        }
    }
}
