package io.windlass.remote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import io.windlass.atom.Task;
import io.windlass.atom.TaskContext;
import io.windlass.atom.TaskType;
import io.windlass.embedded.Services;
import io.windlass.engine.Engine;
import io.windlass.flow.UnorderedFlow;
import io.windlass.persistence.memory.MemoryPersistence;
import io.windlass.proxy.RequestQueue;
import io.windlass.proxy.amqp.AmqpProxy;
import io.windlass.state.FlowState;
import io.windlass.worker.Worker;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Semaphore;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Queues that somebody deletes or purges at a real broker while a flow is under way. */
@Tag("services")
@Timeout(180)
class LostQueuesTest {
    private static final Duration HEARTBEAT = Duration.ofMillis(100);
    private static final RemoteOptions OPTIONS = RemoteOptions.DEFAULT.withHeartbeat(HEARTBEAT);
    private static final RequestQueue QUEUE = new RequestQueue("p", "test.lost", 1);
    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final int TASKS = 12;
    private static final int BEFORE = 3;

    private final String prefix = "wlost" + UUID.randomUUID().toString().substring(0, 8);
    private final MemoryPersistence persistence = new MemoryPersistence();
    private final List<AutoCloseable> opened = new ArrayList<>();
    private final List<String> runs = new CopyOnWriteArrayList<>();
    private final Semaphore turns = new Semaphore(BEFORE);
    private AmqpProxy proxy;
    private RemoteExecutor executor;
    private Channel channel;

    @TaskType("test.lost")
    static final class Step extends Task {
        private final LostQueuesTest test;

        Step(LostQueuesTest test) {
            this.test = test;
        }

        public String execute(TaskContext context) throws InterruptedException {
            test.runs.add(context.request().atom());
            test.turns.acquire();
            return "done";
        }
    }

    private <T extends AutoCloseable> T open(T resource) {
        opened.add(0, resource);
        return resource;
    }

    private AmqpProxy connect(String name) {
        return AmqpProxy.builder(Services.shared().amqpUrl())
                .name(name)
                .prefix(prefix)
                .connect();
    }

    @BeforeEach
    void start() throws Exception {
        ConnectionFactory factory = new ConnectionFactory();
        factory.setUri(Services.shared().amqpUrl().replaceFirst("/$", "")); // else it names a host without a name
        Connection connection = open(factory.newConnection("operator"));
        channel = connection.createChannel();
        proxy = open(connect("engine"));
        executor = open(new RemoteExecutor(proxy, persistence, OPTIONS));
        for (String name : List.of("w1", "w2")) {
            open(Worker.builder(open(connect(name)))
                    .name(name)
                    .pool(QUEUE.pool())
                    .slots(1)
                    .heartbeat(HEARTBEAT)
                    .drainTimeout(Duration.ofMillis(100))
                    .register(Step.class, () -> new Step(this))
                    .build()
                    .start());
        }
    }

    @AfterEach
    void closeAll() throws Exception {
        turns.release(TASKS);
        for (AutoCloseable resource : opened) {
            resource.close();
        }
        try (AmqpProxy cleaner = connect("cleaner")) {
            cleaner.deleteAll(List.of(
                    cleaner.naming().requestQueue(QUEUE),
                    cleaner.naming().replyQueue(persistence.owner().id().toString())));
        }
        persistence.close();
    }

    private CompletableFuture<FlowState> startAndWaitForABacklog() {
        Task[] tasks = new Task[TASKS];
        for (int i = 0; i < TASKS; i++) {
            tasks[i] = new Step(this).named("t" + i);
        }
        CompletableFuture<FlowState> end = Engine.builder(
                        UnorderedFlow.named("f").add(tasks))
                .persistence(persistence)
                .executor(executor)
                .build()
                .start();
        await().atMost(PATIENCE).until(() -> runs.size() == BEFORE + 2);
        return end;
    }

    private void endsAllTheSame(CompletableFuture<FlowState> end) {
        turns.release(TASKS);
        await().atMost(PATIENCE).until(end::isDone);
        assertThat(end).isCompletedWithValue(FlowState.SUCCESS);
    }

    @Test
    void aFlowOutlivesTheQueueOfItsRequests() throws Exception {
        CompletableFuture<FlowState> end = startAndWaitForABacklog();
        channel.queueDelete(proxy.naming().requestQueue(QUEUE));
        endsAllTheSame(end);
        assertThat(runs).hasSize(TASKS).doesNotHaveDuplicates();
    }

    @Test
    void aFlowOutlivesThatItsRequestsArePurged() throws Exception {
        CompletableFuture<FlowState> end = startAndWaitForABacklog();
        channel.queuePurge(proxy.naming().requestQueue(QUEUE));
        endsAllTheSame(end);
        assertThat(runs).hasSize(TASKS).doesNotHaveDuplicates();
    }

    @Test
    void aFlowOutlivesTheQueueOfItsReplies() throws Exception {
        CompletableFuture<FlowState> end = startAndWaitForABacklog();
        channel.queueDelete(proxy.naming().replyQueue(persistence.owner().id().toString()));
        endsAllTheSame(end);
        assertThat(runs).containsAll(List.of("t0", "t1", "t2", "t3", "t4"));
    }
}
