package io.windlass.engine;

import static io.windlass.retry.Decision.RETRY;
import static io.windlass.retry.Decision.REVERT;
import static org.assertj.core.api.Assertions.assertThat;

import io.windlass.atom.FlowFailures;
import io.windlass.atom.Inputs;
import io.windlass.failure.Failure;
import io.windlass.flow.Flow;
import io.windlass.flow.LinearFlow;
import io.windlass.persistence.memory.MemoryPersistence;
import io.windlass.retry.Decision;
import io.windlass.retry.ForEach;
import io.windlass.retry.History;
import io.windlass.retry.Retry;
import io.windlass.state.FlowState;
import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Controllers that fail themselves: to begin, to decide, to undo. */
class FailingRetriesTest {
    private final Script script = new Script();

    /** A controller whose methods do what is given, and otherwise begin and decide as told. */
    private static class Odd extends Retry {
        private final Supplier<Decision> decision;

        Odd(Supplier<Decision> decision) {
            this.decision = decision;
        }

        @Override
        public Object execute(History history, Inputs given) {
            return history.size();
        }

        @Override
        public Decision onFailure(History history, Inputs given) {
            return decision.get();
        }
    }

    /** A controller that cannot undo what it did. */
    private static final class Stuck extends Odd {
        Stuck(Decision decision) {
            super(() -> decision);
        }

        @Override
        public void revert(History history, Inputs given, FlowFailures failures) {
            throw new IllegalStateException("the controller cannot be undone");
        }
    }

    @Test
    @SuppressWarnings("NullAway") // what a class compiled without the checks may answer
    void oneThatAnswersNullEndsTheRunAndIsToldWhatItMayAnswer() {
        Engine engine = script.engine(LinearFlow.named("f", new Odd(() -> null)).add(script.failing("a")));
        assertThat(Script.failuresOf(engine))
                .containsExactly("\"f_retry==1.0\" must decide RETRY, REVERT or REVERT_ALL, not null");
        assertThat(engine.state()).isEqualTo(FlowState.FAILURE);
        assertThat(script.calls).containsExactly("a");
    }

    @Test
    void oneThatCannotBeUndoneEndsTheRunInFailure() {
        Engine engine = script.engine(LinearFlow.named("f")
                .add(
                        script.task("before"),
                        LinearFlow.named("g", new Stuck(Decision.REVERT_ALL)).add(script.failing("a"))));
        assertThat(Script.failuresOf(engine)).containsExactly("the controller cannot be undone");
        assertThat(script.changes).endsWith("g_retry REVERTING", "g_retry REVERT_FAILURE", "FAILURE");
        assertThat(script.calls).containsExactly("before", "a", "-a");
    }

    @Test
    void anInnerOneThatCannotBeUndoneKeepsTheOuterFromItsNextRound() {
        ScriptedRetry outer = script.retry(RETRY);
        Engine engine = script.engine(LinearFlow.named("outer", outer)
                .add(LinearFlow.named("inner", new Stuck(REVERT)).add(script.failing("a"))));
        assertThat(Script.failuresOf(engine)).containsExactly("the controller cannot be undone");
        assertThat(engine.state()).isEqualTo(FlowState.FAILURE);
        assertThat(script.calls)
                .containsExactly("outer_retry begins 1", "a", "outer_retry is asked [inner_retry]", "-a");
    }

    @Test
    void aTaskThatCannotBeUndoneKeepsItsControllerFromTheNextRound() {
        Engine engine =
                script.engine(LinearFlow.named("f", script.retry(RETRY)).add(script.stuck("a"), script.failing("b")));
        assertThat(Script.failuresOf(engine)).containsExactly("a cannot be undone");
        assertThat(engine.state()).isEqualTo(FlowState.FAILURE);
        assertThat(script.calls).containsExactly("f_retry begins 1", "a", "b", "f_retry is asked [b]", "-b", "-a");
    }

    /** A controller that begins once, and never again. */
    private static final class BeginsOnce extends Odd {
        @Nullable
        History reverted;

        BeginsOnce() {
            super(() -> RETRY);
        }

        @Override
        public Object execute(History history, Inputs given) {
            if (history.size() > 0) {
                throw new IllegalStateException("no second round");
            }
            return "first";
        }

        @Override
        public void revert(History history, Inputs given, FlowFailures failures) {
            reverted = history;
        }
    }

    @Test
    void oneThatFailsToBeginAnewIsRevertedWithItsRoundsAndItsOwnFailure() {
        BeginsOnce retry = new BeginsOnce();
        Engine engine = script.engine(LinearFlow.named("f", retry).add(script.failing("a")));
        assertThat(Script.failuresOf(engine)).containsExactly("no second round");
        assertThat(engine.state()).isEqualTo(FlowState.REVERTED);
        assertThat(script.calls).containsExactly("a", "-a");
        History reverted = Objects.requireNonNull(retry.reverted);
        assertThat(reverted.provided(String.class)).containsExactly("first");
        assertThat(reverted.failure()).extracting(Failure::message).isEqualTo("no second round");
    }

    @Test
    void oneThatNeverBeganIsAskedNothingAndItsFlowStaysPending() {
        try (MemoryPersistence store = new MemoryPersistence()) {
            Flow flow = LinearFlow.named("f", new ForEach(List.of())).add(script.task("never"));
            Engine engine = Engine.builder(flow).persistence(store).build();
            Script.failuresOf(engine);
            assertThat(Script.told(store.load(engine.id()).orElseThrow()))
                    .containsEntry("f_retry", "REVERTED/REVERT 0")
                    .containsEntry("never", "PENDING/REVERT null");
            assertThat(script.calls).isEmpty();
        }
    }
}
