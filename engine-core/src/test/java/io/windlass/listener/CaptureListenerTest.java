package io.windlass.listener;

import static org.assertj.core.api.Assertions.assertThat;

import io.windlass.engine.Engine;
import io.windlass.flow.LinearFlow;
import io.windlass.notify.FlowListener.AtomChanged;
import io.windlass.notify.Notifier;
import io.windlass.retry.AlwaysRevert;
import java.util.ArrayDeque;
import java.util.Deque;
import org.junit.jupiter.api.Test;

/** What happened, as a list. */
class CaptureListenerTest {
    private final Engine engine = Engine.builder(
                    LinearFlow.named("f", new AlwaysRevert()).add(Flows.task("a"), Flows.task("b")))
            .build();

    @Test
    void eachChangeIsKeptInOrderWithAllThatWasTold() {
        CaptureListener capture = new CaptureListener();
        engine.notifier().register(capture);
        engine.run();
        assertThat(capture.captured())
                .extracting(CaptureListener.Captured::toString)
                .containsExactly(
                        "flow f RUNNING",
                        "retry f_retry RUNNING",
                        "retry f_retry SUCCESS",
                        "task a RUNNING",
                        "task a SUCCESS",
                        "task b RUNNING",
                        "task b SUCCESS",
                        "flow f SUCCESS");
        assertThat(capture.captured().get(4).details())
                .isInstanceOfSatisfying(
                        AtomChanged.class,
                        change -> assertThat(change.result(String.class)).isEqualTo("a"));
    }

    @Test
    void aFilterSaysWhatIsKept() {
        CaptureListener tasks = new CaptureListener();
        Deque<Object> rest = new ArrayDeque<>();
        engine.notifier()
                .register(tasks, Notifier.tasks().and(Notifier.about("b").negate()));
        engine.notifier().register(new CaptureListener(rest), Notifier.flows().or(Notifier.retries()));
        engine.run();
        assertThat(tasks.captured())
                .extracting(CaptureListener.Captured::toString)
                .containsExactly("task a RUNNING", "task a SUCCESS");
        assertThat(rest)
                .extracting(Object::toString)
                .containsExactly("flow f RUNNING", "retry f_retry RUNNING", "retry f_retry SUCCESS", "flow f SUCCESS");
    }
}
