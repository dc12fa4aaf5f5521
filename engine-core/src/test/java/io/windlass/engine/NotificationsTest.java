package io.windlass.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.type.TypeReference;
import io.windlass.atom.Task;
import io.windlass.atom.Tasks;
import io.windlass.execution.ParallelExecutor;
import io.windlass.failure.DuplicateException;
import io.windlass.flow.LinearFlow;
import io.windlass.notify.FlowListener;
import io.windlass.notify.Notifier;
import io.windlass.notify.Registration;
import io.windlass.persistence.AtomKind;
import io.windlass.retry.Times;
import io.windlass.runtime.RunThreads;
import io.windlass.state.AtomState;
import io.windlass.state.FlowState;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What runs tell their listeners, and what listeners may do meanwhile. */
@Timeout(60)
class NotificationsTest {
    private final Script script = new Script();
    private final CountDownLatch started = new CountDownLatch(1);
    private final CountDownLatch go = new CountDownLatch(1);

    /** A task that waits for the gate. */
    private Task waiting(String name) {
        return Tasks.of(name, List.of(), given -> {
            started.countDown();
            return go.await(30, TimeUnit.SECONDS);
        });
    }

    @Test
    void aChangeCarriesWhatCameOfIt() {
        List<FlowListener.AtomChanged> changes = new CopyOnWriteArrayList<>();
        Task a = Tasks.of("a", List.of(), given -> Map.of("size", 3));
        Engine engine = Engine.builder(
                        LinearFlow.named("f", new Times(2).provides("round")).add(a, script.failingBefore(2, "b")))
                .listener(new FlowListener() {
                    @Override
                    public void atomChanged(AtomChanged change) {
                        changes.add(change);
                    }
                })
                .build();
        engine.run();
        assertThat(changes).allSatisfy(change -> {
            assertThat(change.flow()).isEqualTo(engine.id());
            assertThat(change.result() != null)
                    .isEqualTo(change.to() == AtomState.SUCCESS || change.to() == AtomState.REVERTED);
            assertThat(change.failure() != null).isEqualTo(change.to() == AtomState.FAILURE);
        });
        assertThat(changes)
                .extracting(change -> change.kind() + " " + change.atom() + " " + change.from() + " " + change.to()
                        + " " + change.round())
                .containsExactly(
                        "RETRY f_retry PENDING RUNNING 1",
                        "RETRY f_retry RUNNING SUCCESS 1",
                        "TASK a PENDING RUNNING 1",
                        "TASK a RUNNING SUCCESS 1",
                        "TASK b PENDING RUNNING 1",
                        "TASK b RUNNING FAILURE 1",
                        "TASK b FAILURE REVERTING 1",
                        "TASK b REVERTING REVERTED 1",
                        "TASK a SUCCESS REVERTING 1",
                        "TASK a REVERTING REVERTED 1",
                        "RETRY f_retry SUCCESS RETRYING 1",
                        "TASK a REVERTED PENDING 1",
                        "TASK b REVERTED PENDING 1",
                        "RETRY f_retry RETRYING RUNNING 2",
                        "RETRY f_retry RUNNING SUCCESS 2",
                        "TASK a PENDING RUNNING 2",
                        "TASK a RUNNING SUCCESS 2",
                        "TASK b PENDING RUNNING 2",
                        "TASK b RUNNING SUCCESS 2");
        FlowListener.AtomChanged done = changes.get(3);
        assertThat(done.result(Object.class)).isEqualTo(Map.of("size", 3L));
        assertThat(done.result(new TypeReference<Map<String, Integer>>() {})).isEqualTo(Map.of("size", 3));
        assertThat(changes.get(0).result(Object.class)).isNull();
        assertThat(Objects.requireNonNull(changes.get(5).failure()).message()).isEqualTo("b fails in round 1");
        assertThat(changes.get(1).kind()).isEqualTo(AtomKind.RETRY);
    }

    @Test
    void aRevertThatFailsTellsWhyAndIntentionsTellNothing() {
        List<String> told = new CopyOnWriteArrayList<>();
        Task stuck = Tasks.of("stuck", List.of(), given -> 1, (outcome, failures, given) -> {
            throw new IllegalStateException("cannot undo");
        });
        Engine engine = Engine.builder(LinearFlow.named("f").add(stuck, script.failing("b"), script.task("never")))
                .listener(new FlowListener() {
                    @Override
                    public void atomChanged(AtomChanged change) {
                        told.add(change.atom() + " " + change.to()
                                + (change.failure() == null
                                        ? ""
                                        : " " + change.failure().message()));
                    }
                })
                .build();
        Script.failuresOf(engine);
        assertThat(told).endsWith("stuck REVERTING", "stuck REVERT_FAILURE cannot undo");
        assertThat(told).noneMatch(line -> line.startsWith("never"));
    }

    @Test
    void oneThatComesWhileARunIsUnderWayIsToldWhatFollowsAndMaySuspend() throws Exception {
        Engine engine = Engine.builder(LinearFlow.named("f").add(waiting("a"), script.task("b")))
                .build();
        CompletableFuture<FlowState> end = engine.start();
        started.await();
        engine.notifier().register(script);
        engine.notifier()
                .register(
                        new FlowListener() {
                            @Override
                            public void atomChanged(AtomChanged change) {
                                engine.suspend();
                            }
                        },
                        Notifier.tasks(AtomState.SUCCESS));
        go.countDown();
        assertThat(end.get()).isEqualTo(FlowState.SUSPENDED);
        assertThat(script.changes).containsExactly("a SUCCESS", "SUSPENDING", "SUSPENDED");
        assertThat(script.calls).isEmpty();
    }

    @Test
    void oneThatHasGoneIsToldNothing() throws Exception {
        Engine engine = Engine.builder(LinearFlow.named("f").add(waiting("a"))).build();
        CompletableFuture<FlowState> end;
        Registration registration = engine.notifier().register(script);
        try (registration) {
            end = engine.start();
            started.await();
            assertThat(engine.notifier().size()).isEqualTo(1);
        }
        go.countDown();
        assertThat(end.get()).isEqualTo(FlowState.SUCCESS);
        assertThat(script.changes).containsExactly("RUNNING", "a RUNNING");
        assertThat(engine.notifier().isEmpty()).isTrue();
    }

    @Test
    void aListenerGivenTwiceToABuilderIsRefused() {
        EngineBuilder builder = Engine.builder(LinearFlow.named("f").add(script.task("a")))
                .listener(script)
                .listener(script);
        assertThatThrownBy(builder::build).isInstanceOf(DuplicateException.class);
    }

    @Test
    void aListenerThatThrowsChangesNothing() {
        Engine engine = Engine.builder(LinearFlow.named("f").add(script.task("a"), script.task("b")))
                .listener(new FlowListener() {
                    @Override
                    public void atomChanged(AtomChanged change) {
                        throw new IllegalStateException("planted");
                    }

                    @Override
                    public void progressed(Progressed progress) {
                        throw new AssertionError("planted");
                    }
                })
                .listener(script)
                .build();
        assertThat(engine.run()).isEqualTo(FlowState.SUCCESS);
        assertThat(script.changes)
                .containsExactly("RUNNING", "a RUNNING", "a SUCCESS", "b RUNNING", "b SUCCESS", "SUCCESS");
    }

    @Test
    void aListenerThatBlocksDelaysItsOwnRunAlone() throws Exception {
        try (RunThreads threads = new RunThreads(1);
                ParallelExecutor executor = ParallelExecutor.ofThreads(1)) {
            Engine slow = Engine.builder(LinearFlow.named("slow").add(script.task("a")))
                    .threads(threads)
                    .executor(executor)
                    .listener(new FlowListener() {
                        @Override
                        public void flowChanged(FlowChanged change) {
                            started.countDown();
                            awaitGo();
                        }
                    })
                    .build();
            CompletableFuture<FlowState> slowEnd = slow.start();
            started.await();
            Engine other = Engine.builder(LinearFlow.named("other").add(script.task("b")))
                    .threads(threads)
                    .executor(executor)
                    .listener(script)
                    .build();
            assertThat(other.start().get(30, TimeUnit.SECONDS)).isEqualTo(FlowState.SUCCESS);
            assertThat(slowEnd).isNotDone();
            assertThat(script.calls).containsExactly("b");
            go.countDown();
            assertThat(slowEnd.get(30, TimeUnit.SECONDS)).isEqualTo(FlowState.SUCCESS);
        }
    }

    private void awaitGo() {
        try {
            go.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void aListenerIsToldOneThingAtATimeOnAThreadForUserCode() {
        List<String> threads = new CopyOnWriteArrayList<>();
        AtomicReference<Thread> inside = new AtomicReference<>();
        List<String> overlaps = new ArrayList<>();
        Engine engine = Engine.builder(LinearFlow.named("f").add(script.task("a"), script.task("b")))
                .listener(new FlowListener() {
                    @Override
                    public void atomChanged(AtomChanged change) {
                        if (!inside.compareAndSet(null, Thread.currentThread())) {
                            overlaps.add(change.toString());
                        }
                        threads.add(Thread.currentThread().getName());
                        inside.set(null);
                    }
                })
                .build();
        engine.run();
        assertThat(overlaps).isEmpty();
        assertThat(threads).hasSize(4).allMatch(name -> name.startsWith("windlass-user-"));
    }
}
