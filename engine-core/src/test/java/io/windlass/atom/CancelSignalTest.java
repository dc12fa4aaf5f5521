package io.windlass.atom;

import static org.assertj.core.api.Assertions.assertThat;

import io.windlass.state.Action;
import io.windlass.state.RequestName;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class CancelSignalTest {
    private final CancelSignal signal = new CancelSignal();
    private final TaskContext context =
            TaskContext.here(new RequestName(UUID.randomUUID(), "a", Action.EXECUTE, 1, 1), BodyListener.NONE, signal);

    @Test
    void callbacksAreCalledOnceOnAnotherThreadAndOneThatFailsStopsNoOther() throws Exception {
        List<String> calls = new ArrayList<>();
        CompletableFuture<Thread> caller = new CompletableFuture<>();
        context.onCancel(() -> {
            throw new IllegalStateException("on purpose");
        });
        context.onCancel(() -> calls.add("second"));
        context.onCancel(() -> caller.complete(Thread.currentThread()));
        assertThat(context.isCancelled()).isFalse();
        assertThat(signal.cancel(false)).isTrue();
        assertThat(signal.cancel(false)).isFalse();
        assertThat(context.isCancelled()).isTrue();
        assertThat(caller.get(30, TimeUnit.SECONDS)).isNotSameAs(Thread.currentThread());
        assertThat(calls).containsExactly("second");
    }

    @Test
    void aCallbackThatComesAfterTheFactIsCalledAtOnceHere() {
        signal.cancel(false);
        List<Thread> callers = new ArrayList<>();
        context.onCancel(() -> callers.add(Thread.currentThread()));
        context.onCancel(() -> {
            throw new IllegalStateException("on purpose");
        });
        assertThat(callers).containsExactly(Thread.currentThread());
    }

    @Test
    void nothingReachesABodyThatHasEnded() {
        List<String> calls = new ArrayList<>();
        int result = signal.during(true, () -> {
            context.onCancel(() -> calls.add("late"));
            return 1;
        });
        assertThat(signal.cancel(true)).isFalse();
        context.onCancel(() -> calls.add("later"));
        assertThat(result).isEqualTo(1);
        assertThat(calls).isEmpty();
        assertThat(Thread.interrupted()).isFalse();
    }

    @Test
    void anInterruptStaysWithinTheBody() {
        boolean within = signal.during(false, () -> {
            signal.cancel(true);
            return Thread.currentThread().isInterrupted();
        });
        assertThat(within).isTrue();
        assertThat(Thread.interrupted()).isFalse();
    }

    @Test
    void aBodyThatIsCancelledBeforeItBeginsKnowsIt() {
        signal.cancel(false);
        assertThat(signal.during(false, () -> Thread.currentThread().isInterrupted()))
                .isFalse();
        assertThat(new CancelSignal().during(true, () -> Thread.currentThread().isInterrupted()))
                .isFalse();
        CancelSignal other = new CancelSignal();
        other.cancel(false);
        assertThat(other.during(true, () -> Thread.currentThread().isInterrupted()))
                .isTrue();
    }
}
