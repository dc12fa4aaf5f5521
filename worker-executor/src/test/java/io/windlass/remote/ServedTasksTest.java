package io.windlass.remote;

import static io.windlass.atom.Input.context;
import static io.windlass.atom.Input.in;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.windlass.atom.RemoteTask;
import io.windlass.atom.Task;
import io.windlass.atom.TaskType;
import io.windlass.atom.Tasks;
import io.windlass.engine.Engine;
import io.windlass.failure.DefinitionException;
import io.windlass.failure.Failure;
import io.windlass.failure.FlowFailedException;
import io.windlass.flow.LinearFlow;
import io.windlass.persistence.memory.MemoryPersistence;
import io.windlass.proxy.inprocess.InProcessBroker;
import io.windlass.proxy.inprocess.InProcessProxy;
import io.windlass.state.FlowState;
import io.windlass.worker.Worker;
import io.windlass.worker.WorkerBuilder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a worker can serve besides plain task classes, and what it calls around bodies. */
@Timeout(120)
class ServedTasksTest {
    private static final Duration HEARTBEAT = Duration.ofMillis(100);

    private final InProcessBroker broker = new InProcessBroker();
    private final List<AutoCloseable> opened = new ArrayList<>();
    private final List<String> calls = new CopyOnWriteArrayList<>();

    private <T extends AutoCloseable> T open(T resource) {
        opened.add(0, resource);
        return resource;
    }

    @AfterEach
    void closeAll() throws Exception {
        for (AutoCloseable resource : opened) {
            resource.close();
        }
    }

    private WorkerBuilder worker() {
        InProcessProxy proxy = open(broker.connect("w1"));
        return Worker.builder(proxy).name("w1").heartbeat(HEARTBEAT).drainTimeout(HEARTBEAT);
    }

    private Engine engine(Task... tasks) {
        MemoryPersistence persistence = open(new MemoryPersistence());
        InProcessProxy proxy = open(broker.connect("engine"));
        RemoteExecutor executor =
                open(new RemoteExecutor(proxy, persistence, RemoteOptions.DEFAULT.withHeartbeat(HEARTBEAT)));
        return Engine.builder(LinearFlow.named("f").add(tasks))
                .store("x", 3)
                .store("y", 4)
                .persistence(persistence)
                .executor(executor)
                .build();
    }

    private Task add() {
        return Tasks.of("add", in("x", Integer.class), in("y", Integer.class), context(), (x, y, context) -> {
                    calls.add("add on " + context.process());
                    return x + y;
                })
                .ofType("math.add")
                .revertedBy(
                        Integer.class,
                        (outcome, failures, given) ->
                                calls.add("undo add on " + given.context().process() + " " + given.get("x")));
    }

    private static Task failing() {
        return Tasks.of("failing", () -> {
            throw new IllegalStateException("fails");
        });
    }

    @Test
    void aLambdaWithATypeRunsOnTheWorkerThatServesIt() {
        open(worker().register(this::add).build().start());
        Engine engine = engine(add().named("sum of two").provides("sum"));
        assertThat(engine.run()).isEqualTo(FlowState.SUCCESS);
        assertThat(engine.result("sum", Integer.class)).isEqualTo(7);
        assertThat(calls).containsExactly("add on w1");
    }

    @Test
    void soDoesItsRevert() {
        open(worker().register(this::add).build().start());
        assertThatThrownBy(engine(add(), failing())::run).isInstanceOf(FlowFailedException.class);
        assertThat(calls).containsExactly("add on w1", "undo add on w1 3");
    }

    @Test
    void anEngineNeedsNoMoreOfItThanItsType() {
        open(worker().register(this::add).build().start());
        Engine engine = engine(RemoteTask.of("math.add")
                .requires("x", Integer.class)
                .requires("y", Integer.class)
                .provides("sum"));
        assertThat(engine.run()).isEqualTo(FlowState.SUCCESS);
        assertThat(engine.result("sum", Integer.class)).isEqualTo(7);
    }

    @Test
    void whatNoRequestCanAskForIsNotServed() {
        assertThatThrownBy(() -> worker().register(() -> Tasks.of("add", () -> 1)))
                .isInstanceOf(DefinitionException.class)
                .hasMessageContaining("give it one with ofType");
        assertThatThrownBy(() -> worker().register(() -> RemoteTask.of("math.add")))
                .isInstanceOf(DefinitionException.class)
                .hasMessageContaining("has no body in this process");
    }

    /** Tells of its hooks; fails in the one that comes last. */
    @TaskType("test.hooked")
    public static final class Hooked extends Task {
        private final List<String> calls;

        Hooked(List<String> calls) {
            this.calls = calls;
        }

        public Failure execute(int x) {
            calls.add("execute");
            return Failure.of(new IllegalStateException("returned " + x));
        }

        @Override
        public void preExecute() {
            calls.add("preExecute");
        }

        @Override
        public void postExecute() {
            calls.add("postExecute");
        }

        @Override
        public void preRevert() {
            calls.add("preRevert");
        }

        @Override
        public void postRevert() {
            calls.add("postRevert");
            throw new IllegalStateException("not tidy");
        }
    }

    @Test
    void hooksRunOnTheWorkerAndFailuresOfAllKindsComeBack() {
        open(worker().register(Hooked.class, () -> new Hooked(calls)).build().start());
        Engine engine = engine(new Hooked(new ArrayList<>()));
        assertThatThrownBy(engine::run)
                .isInstanceOfSatisfying(
                        FlowFailedException.class,
                        e -> assertThat(e.failures())
                                .extracting(Failure::message)
                                .containsExactly("not tidy"));
        assertThat(engine.state()).isEqualTo(FlowState.FAILURE);
        assertThat(calls).containsExactly("preExecute", "execute", "postExecute", "preRevert", "postRevert");
    }

    @Test
    void aFailureThatAWorkerReturnsIsKnownByItsType() {
        open(worker().register(() -> Tasks.of("refused", () -> Failure.of(new IllegalStateException("refused")))
                        .ofType("test.refused"))
                .build()
                .start());
        assertThatThrownBy(engine(RemoteTask.of("test.refused"))::run)
                .isInstanceOfSatisfying(FlowFailedException.class, e -> {
                    Failure failure = Objects.requireNonNull(e.failures().get(0));
                    assertThat(failure.is(IllegalStateException.class)).isTrue();
                    assertThat(failure.exception()).isNull();
                    assertThat(e).hasNoCause();
                });
    }
}
