package io.windlass.listener;

import static org.assertj.core.api.Assertions.assertThat;

import io.windlass.engine.Engine;
import io.windlass.flow.LinearFlow;
import io.windlass.notify.FlowListener.Notification;
import io.windlass.retry.AlwaysRevert;
import io.windlass.state.AtomState;
import io.windlass.state.FlowState;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** A flow whose claim was lost stops. */
class CheckingClaimListenerTest {
    private final Engine engine = Engine.builder(
                    LinearFlow.named("f", new AlwaysRevert()).add(Flows.task("a"), Flows.task("b")))
            .build();
    private final AtomicInteger checks = new AtomicInteger();

    @Test
    void aClaimIsCheckedAtEachChangeOfTheFlowAndOfTasksOnly() {
        engine.notifier().register(new CheckingClaimListener(engine, () -> {
            checks.incrementAndGet();
            return true;
        }));
        assertThat(engine.run()).isEqualTo(FlowState.SUCCESS);
        assertThat(checks.get())
                .as("2 of the flow, 4 of tasks, none of the retry")
                .isEqualTo(6);
    }

    @Test
    void aLostClaimSuspendsTheRun() {
        engine.notifier().register(new CheckingClaimListener(engine, () -> checks.incrementAndGet() < 3));
        assertThat(engine.run()).isEqualTo(FlowState.SUSPENDED);
        assertThat(engine.storage().atom("a").state()).isEqualTo(AtomState.SUCCESS);
        assertThat(engine.storage().atom("b").state()).isEqualTo(AtomState.PENDING);
    }

    @Test
    void aClaimThatCannotBeCheckedIsLost() {
        engine.notifier().register(new CheckingClaimListener(engine, () -> {
            throw new java.io.IOException("no answer");
        }));
        assertThat(engine.run()).isEqualTo(FlowState.SUSPENDED);
        assertThat(engine.storage().atom("a").state()).isEqualTo(AtomState.PENDING);
    }

    @Test
    void anotherReactionTakesThePlaceOfSuspending() {
        List<Notification> losses = new CopyOnWriteArrayList<>();
        engine.notifier().register(new CheckingClaimListener(() -> checks.incrementAndGet() < 6, losses::add));
        assertThat(engine.run()).isEqualTo(FlowState.SUCCESS);
        assertThat(losses).hasSize(1);
        assertThat(losses.get(0).subject()).isEqualTo("f");
    }

    @Test
    void aReactionThatThrowsChangesNothing() {
        engine.notifier().register(new CheckingClaimListener(() -> false, notification -> {
            throw new IllegalStateException("planted");
        }));
        assertThat(engine.run()).isEqualTo(FlowState.SUCCESS);
    }
}
