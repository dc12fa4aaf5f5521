package io.windlass.remote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.windlass.atom.RemoteTask;
import io.windlass.engine.Engine;
import io.windlass.engine.EngineBuilder;
import io.windlass.flow.LinearFlow;
import io.windlass.persistence.InboxEntry;
import io.windlass.persistence.memory.MemoryPersistence;
import io.windlass.persistence.memory.MemoryStore;
import io.windlass.proxy.Request;
import io.windlass.proxy.RequestQueue;
import io.windlass.proxy.Verdict;
import io.windlass.proxy.inprocess.InProcessBroker;
import io.windlass.proxy.inprocess.InProcessProxy;
import io.windlass.state.FlowState;
import io.windlass.value.Value;
import io.windlass.value.Values;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * A task has ended and its engine is dead. Its reply takes its way to the successor while another copy of the request asks
 * whether it may start: it may not.
 */
@Timeout(120)
class LateRepliesTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final RequestQueue QUEUE = new RequestQueue("p", "test.t", 1);
    private static final Value RESULT = Values.write("made by the first run");
    /** Nothing is read again by and by while a test runs. */
    private static final Duration NEVER = Duration.ofHours(1);

    private static final RemoteOptions OPTIONS = new RemoteOptions(Duration.ofSeconds(1), NEVER, NEVER, NEVER);

    private final MemoryStore store = new MemoryStore();
    private final InProcessBroker broker = new InProcessBroker();
    private final List<AutoCloseable> opened = new ArrayList<>();
    private WorkerByHand worker;
    private UUID flow;
    private Request request;

    private final class Node {
        private final MemoryPersistence persistence = open(new MemoryPersistence(store));
        private final InProcessProxy proxy;
        private final RemoteExecutor executor;

        Node(String name) {
            proxy = open(broker.connect(name));
            executor = open(new RemoteExecutor(proxy, persistence, OPTIONS));
        }

        EngineBuilder engine() {
            return Engine.builder(LinearFlow.named("f")
                            .add(RemoteTask.of("test.t").named("t").provides("made")))
                    .persistence(persistence)
                    .executor(executor);
        }

        Engine resumed() {
            return engine().resume(persistence.load(flow).orElseThrow()).build();
        }
    }

    private <T extends AutoCloseable> T open(T resource) {
        opened.add(0, resource);
        return resource;
    }

    /** An engine's request is with a worker, and the engine is dead. */
    @BeforeEach
    void loseAnEngine() throws Exception {
        worker = new WorkerByHand(open(broker.connect("worker")), QUEUE);
        Node dead = new Node("dead");
        worker.advertise();
        await().atMost(PATIENCE).until(() -> dead.executor.workers().get().size() == 1);
        Engine engine = dead.engine().build();
        flow = engine.id();
        CompletableFuture<FlowState> unused = engine.start();
        request = worker.takeRequest();
        dead.proxy.kill();
        store.freeze(dead.persistence.owner());
    }

    @AfterEach
    void closeAll() throws Exception {
        for (AutoCloseable resource : opened) {
            resource.close();
        }
    }

    @Test
    void whatAnotherProcessKeptIsReadBeforeACopyMayStart() throws Exception {
        Node heir = new Node("heir");
        assertThat(heir.executor.takeOver(Set.of(), 10)).hasSize(1);
        Engine engine = heir.resumed();
        CompletableFuture<FlowState> end = engine.start();
        assertThat(worker.ask(request.name(), "copy")).isEqualTo(Verdict.WAIT);
        // Nobody owned the flow when the other process looked, so it could tell nobody.
        heir.persistence.putInbox(new InboxEntry(request.name(), "first", "worker", true, RESULT));

        assertThatACopyDoesNotStart();
        assertEndedByTheFirstRun(engine, end);
    }

    @Test
    void aReplyThatWaitedForARunGoesToWhoHasTheFlowNow() throws Exception {
        Node other = new Node("other");
        assertThat(other.executor.takeOver(Set.of(), 10)).hasSize(1);
        worker.reply(request, "first", RESULT);
        await("the reply is with the process that took the flow")
                .atMost(PATIENCE)
                .until(() -> broker.waiting(request.replyTo()) == 0);
        other.persistence.release(flow);
        Node heir = new Node("heir");
        assertThat(heir.persistence.claim(flow)).isPresent();
        Engine engine = heir.resumed();
        CompletableFuture<FlowState> end = engine.start();

        assertThatACopyDoesNotStart();
        assertEndedByTheFirstRun(engine, end);
    }

    private void assertThatACopyDoesNotStart() {
        await().atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(200))
                .until(() -> worker.ask(request.name(), "copy"), verdict -> {
                    assertThat(verdict).isNotEqualTo(Verdict.GO);
                    return verdict == Verdict.STALE;
                });
    }

    private static void assertEndedByTheFirstRun(Engine engine, CompletableFuture<FlowState> end) {
        await().atMost(PATIENCE).until(end::isDone);
        assertThat(end).isCompletedWithValue(FlowState.SUCCESS);
        assertThat(engine.result("made", String.class)).isEqualTo("made by the first run");
    }
}
