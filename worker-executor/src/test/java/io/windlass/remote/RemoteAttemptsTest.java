package io.windlass.remote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.windlass.atom.Attempts;
import io.windlass.atom.Backoff;
import io.windlass.atom.Task;
import io.windlass.atom.TaskContext;
import io.windlass.atom.TaskType;
import io.windlass.engine.Engine;
import io.windlass.flow.Flow;
import io.windlass.flow.LinearFlow;
import io.windlass.persistence.StoredAtom;
import io.windlass.persistence.Takeover;
import io.windlass.persistence.memory.MemoryPersistence;
import io.windlass.persistence.memory.MemoryStore;
import io.windlass.proxy.inprocess.InProcessBroker;
import io.windlass.proxy.inprocess.InProcessProxy;
import io.windlass.state.FlowState;
import io.windlass.worker.Worker;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Tasks that are tried again, on workers. */
@Timeout(120)
class RemoteAttemptsTest {
    private static final RemoteOptions OPTIONS = RemoteOptions.DEFAULT.withHeartbeat(Duration.ofMillis(100));

    private final MemoryStore store = new MemoryStore();
    private final InProcessBroker broker = new InProcessBroker();
    private final List<AutoCloseable> opened = new ArrayList<>();
    private final List<String> runs = new CopyOnWriteArrayList<>();

    /** Fails in its first attempts; tells attempt and idempotency key of each. */
    @TaskType("test.flaky")
    static final class Flaky extends Task {
        private final List<String> runs;

        Flaky(List<String> runs) {
            this.runs = runs;
        }

        public int execute(TaskContext context) {
            runs.add(context.request().attempt() + " " + context.idempotencyKey());
            if (context.request().attempt() < 3) {
                throw new IllegalStateException("busy");
            }
            return context.request().attempt();
        }
    }

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

    private Worker worker() {
        return open(Worker.builder(open(broker.connect("w1")))
                .name("w1")
                .pool("p")
                .heartbeat(Duration.ofMillis(100))
                .register(Flaky.class, () -> new Flaky(runs))
                .build()
                .start());
    }

    private Flow flow(Backoff backoff) {
        return LinearFlow.named("f")
                .add(new Flaky(runs)
                        .named("a")
                        .provides("made")
                        .attempts(Attempts.of(3).waiting(backoff)));
    }

    private StoredAtom stored(MemoryPersistence persistence, UUID flow) {
        return persistence.load(flow).orElseThrow().atoms().get(0);
    }

    @Test
    void eachAttemptIsARequestOfItsOwnUnderOneIdempotencyKey() {
        assertThat(worker().name()).isEqualTo("w1");
        MemoryPersistence persistence = open(new MemoryPersistence(store));
        RemoteExecutor executor = open(new RemoteExecutor(open(broker.connect("engine")), persistence, OPTIONS));
        Engine engine = Engine.builder(flow(Backoff.fixed(Duration.ofMillis(20))))
                .persistence(persistence)
                .executor(executor)
                .build();
        assertThat(engine.run()).isEqualTo(FlowState.SUCCESS);
        assertThat(engine.result("made", Integer.class)).isEqualTo(3);
        assertThat(runs).extracting(run -> run.substring(0, 1)).containsExactly("1", "2", "3");
        assertThat(runs)
                .extracting(run -> run.substring(2))
                .containsOnly(runs.get(0).substring(2));
    }

    @Test
    void aSuccessorWaitsForTheRestAndIssuesTheNextAttempt() {
        assertThat(worker().name()).isEqualTo("w1");
        MemoryPersistence first = open(new MemoryPersistence(store));
        InProcessProxy proxy = open(broker.connect("engine-1"));
        RemoteExecutor executor = open(new RemoteExecutor(proxy, first, OPTIONS));
        Engine engine = Engine.builder(flow(Backoff.fixed(Duration.ofSeconds(2))))
                .persistence(first)
                .executor(executor)
                .build();
        var end = engine.start();
        await().until(() -> first.load(engine.id()).stream()
                .flatMap(flow -> flow.atoms().stream())
                .anyMatch(atom -> atom.due() != null));
        assertThat(stored(first, engine.id()).attempt()).isEqualTo(2);
        executor.close();
        first.close();

        MemoryPersistence second = open(new MemoryPersistence(store));
        RemoteExecutor successor = open(new RemoteExecutor(open(broker.connect("engine-2")), second, OPTIONS));
        List<Takeover> taken = successor.takeOver(Set.of("f"), 10);
        assertThat(taken).flatExtracting(Takeover::flows).containsExactly(engine.id());
        assertThat(runs).hasSize(1);
        Engine resumed = Engine.builder(flow(Backoff.fixed(Duration.ofSeconds(2))))
                .persistence(second)
                .executor(successor)
                .resume(second.load(engine.id()).orElseThrow())
                .build();
        assertThat(resumed.run()).isEqualTo(FlowState.SUCCESS);
        assertThat(runs).extracting(run -> run.substring(0, 1)).containsExactly("1", "2", "3");
        assertThat(end).isCompletedExceptionally();
    }
}
