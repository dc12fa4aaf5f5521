package io.windlass.engine;

import static io.windlass.atom.Input.in;
import static org.assertj.core.api.Assertions.assertThat;

import io.windlass.atom.Inputs;
import io.windlass.atom.Task;
import io.windlass.atom.Tasks;
import io.windlass.failure.Failure;
import io.windlass.flow.Flow;
import io.windlass.flow.LinearFlow;
import io.windlass.retry.Decision;
import io.windlass.retry.History;
import io.windlass.retry.Retry;
import io.windlass.state.FlowState;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

/** A failure that is returned is a failure, not a value. */
class ReturnedFailureTest {
    private static final Failure REFUSED = Failure.of(new IllegalStateException("refused"));

    private final List<String> calls = new CopyOnWriteArrayList<>();

    /** Cannot undo, and says so by what it returns. */
    public static final class Stuck extends Task {
        public void execute() {}

        public Failure revert() {
            return Failure.of(new IllegalStateException("stuck"));
        }
    }

    private static final class Refusing extends Retry {
        @Override
        public Object execute(History history, Inputs given) {
            return REFUSED;
        }

        @Override
        public Decision onFailure(History history, Inputs given) {
            return Decision.RETRY;
        }
    }

    private Engine engine(Flow flow) {
        return Engine.builder(flow).build();
    }

    @Test
    void ofExecuteItHasTheFlowUndone() {
        Task before = Tasks.of("before", () -> 1).revertedBy((outcome, failures, given) -> calls.add("undo before"));
        Task refuses = Tasks.of("refuses", () -> REFUSED).provides("x");
        Task never = Tasks.of("never", in("x", Object.class), x -> calls.add("never"));
        Engine engine = engine(LinearFlow.named("f").add(before, refuses, never));
        assertThat(Script.failuresOf(engine)).containsExactly("refused");
        assertThat(engine.state()).isEqualTo(FlowState.REVERTED);
        assertThat(calls).containsExactly("undo before");
    }

    @Test
    void ofRevertItLeavesTheFlowInFailure() {
        Engine engine = engine(LinearFlow.named("f").add(new Stuck(), Tasks.of("refuses", () -> REFUSED)));
        assertThat(Script.failuresOf(engine)).containsExactly("stuck");
        assertThat(engine.state()).isEqualTo(FlowState.FAILURE);
    }

    @Test
    void ofARetryItHasTheFlowUndone() {
        Engine engine = engine(LinearFlow.named("f", new Refusing()).add(Tasks.of("never", () -> calls.add("never"))));
        assertThat(Script.failuresOf(engine)).containsExactly("refused");
        assertThat(engine.state()).isEqualTo(FlowState.REVERTED);
        assertThat(calls).isEmpty();
    }
}
