package io.windlass.notify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.windlass.failure.DuplicateException;
import io.windlass.notify.FlowListener.AtomChanged;
import io.windlass.notify.FlowListener.FlowChanged;
import io.windlass.notify.FlowListener.Notification;
import io.windlass.notify.FlowListener.Progressed;
import io.windlass.notify.FlowListener.TaskEvent;
import io.windlass.persistence.AtomKind;
import io.windlass.state.AtomState;
import io.windlass.state.FlowState;
import io.windlass.value.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

/** Who is told what, in which order. */
class NotifierTest {
    private static final UUID FLOW = new UUID(1, 2);
    private static final Notification RUNNING = new FlowChanged(FLOW, "f", FlowState.PENDING, FlowState.RUNNING);
    private static final Notification PROGRESS = new Progressed(FLOW, "a", 0.5, null);

    private final Notifier notifier = new Notifier();
    private final List<String> told = new ArrayList<>();

    private final class Recorder implements FlowListener {
        private final String name;

        Recorder(String name) {
            this.name = name;
        }

        @Override
        public void flowChanged(FlowChanged change) {
            told.add(name + " " + change.to());
        }

        @Override
        public void atomChanged(AtomChanged change) {
            told.add(name + " " + change.atom() + " " + change.to());
        }

        @Override
        public void progressed(Progressed progress) {
            told.add(name + " " + progress.fraction());
        }

        @Override
        public void taskEvent(TaskEvent event) {
            told.add(name + " " + event.type() + " " + event.details(Map.class));
        }

        @Override
        public void deregistered() {
            told.add(name + " leaves");
        }

        @Override
        public String toString() {
            return name;
        }
    }

    private static Notification atom(AtomKind kind, AtomState to) {
        return new AtomChanged(FLOW, "a", kind, AtomState.RUNNING, to, 1, Value.NULL, null, null);
    }

    @Test
    void eachListenerIsToldOfEachKindInOrderOfRegistration() {
        notifier.register(new Recorder("1"));
        notifier.register(new Recorder("2"));
        List.of(
                        RUNNING,
                        atom(AtomKind.TASK, AtomState.SUCCESS),
                        PROGRESS,
                        new TaskEvent(FLOW, "a", "mounted", new Value("{\"at\":\"/srv\"}")))
                .forEach(notifier::tell);
        assertThat(told)
                .containsExactly(
                        "1 RUNNING",
                        "2 RUNNING",
                        "1 a SUCCESS",
                        "2 a SUCCESS",
                        "1 0.5",
                        "2 0.5",
                        "1 mounted {at=/srv}",
                        "2 mounted {at=/srv}");
    }

    @Test
    void whatIsTwiceTheSameIsRefusedAndAnotherFilterIsAnother() {
        Recorder recorder = new Recorder("1");
        Predicate<Notification> flows = Notifier.flows();
        notifier.register(recorder);
        notifier.register(recorder, flows);
        notifier.register(recorder, Notifier.flows());
        assertThatThrownBy(() -> notifier.register(recorder))
                .isInstanceOf(DuplicateException.class)
                .hasMessageContaining("listener 1");
        assertThatThrownBy(() -> notifier.register(recorder, flows))
                .isInstanceOf(DuplicateException.class)
                .hasMessageContaining("filter");
        assertThat(notifier.size()).isEqualTo(3);
    }

    @Test
    void aListenerThatThrowsKeepsNobodyFromBeingTold() {
        notifier.register(new FlowListener() {
            @Override
            public void flowChanged(FlowChanged change) {
                throw new AssertionError("planted");
            }
        });
        notifier.register(new Recorder("2"), notification -> {
            throw new IllegalStateException("planted");
        });
        notifier.register(new Recorder("3"));
        notifier.tell(RUNNING);
        assertThat(told).containsExactly("3 RUNNING");
    }

    @Test
    void filtersPickByKindAndState() {
        notifier.register(new Recorder("flows"), Notifier.flows(FlowState.SUCCESS));
        notifier.register(new Recorder("tasks"), Notifier.tasks());
        notifier.register(new Recorder("retries"), Notifier.retries());
        notifier.register(
                new Recorder("both"), Notifier.tasks(AtomState.FAILURE).or(Notifier.flows(FlowState.RUNNING)));
        notifier.tell(RUNNING);
        notifier.tell(atom(AtomKind.TASK, AtomState.SUCCESS));
        notifier.tell(atom(AtomKind.TASK, AtomState.FAILURE));
        notifier.tell(atom(AtomKind.RETRY, AtomState.SUCCESS));
        notifier.tell(PROGRESS);
        assertThat(told)
                .containsExactly(
                        "both RUNNING", "tasks a SUCCESS", "tasks a FAILURE", "both a FAILURE", "retries a SUCCESS");
    }

    @Test
    void aRegistrationIsAScope() {
        Recorder recorder = new Recorder("1");
        Registration registration = notifier.register(recorder);
        try (registration) {
            assertThat(notifier.isRegistered(recorder)).isTrue();
            notifier.tell(RUNNING);
        }
        registration.close();
        notifier.tell(RUNNING);
        assertThat(told).containsExactly("1 RUNNING", "1 leaves");
        assertThat(notifier.isRegistered(recorder)).isFalse();
        assertThat(notifier.isEmpty()).isTrue();
        notifier.register(recorder);
        assertThat(notifier.size()).isEqualTo(1);
    }

    @Test
    void closingDoesNotThrowWhateverTheListenerDoes() {
        Registration registration = notifier.register(new FlowListener() {
            @Override
            public void deregistered() {
                throw new IllegalStateException("planted");
            }
        });
        registration.close();
        assertThat(notifier.isEmpty()).isTrue();
    }

    @Test
    void clearingEndsAllRegistrations() {
        notifier.register(new Recorder("1"));
        notifier.register(new Recorder("2"), Notifier.flows());
        notifier.clear();
        notifier.tell(RUNNING);
        assertThat(told).containsExactly("1 leaves", "2 leaves");
        assertThat(notifier.size()).isZero();
    }

    @Test
    void listenersMayComeAndGoWhileTheyAreTold() {
        List<Registration> open = new ArrayList<>();
        open.add(notifier.register(new FlowListener() {
            @Override
            public void flowChanged(FlowChanged change) {
                open.get(0).close();
                notifier.register(new Recorder("2"));
            }
        }));
        notifier.tell(RUNNING);
        assertThat(told).isEmpty();
        notifier.tell(RUNNING);
        assertThat(told).containsExactly("2 RUNNING");
    }
}
