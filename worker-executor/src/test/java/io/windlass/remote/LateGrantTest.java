package io.windlass.remote;

import static io.windlass.atom.Input.context;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.windlass.atom.Task;
import io.windlass.atom.TaskContext;
import io.windlass.atom.Tasks;
import io.windlass.engine.Engine;
import io.windlass.flow.UnorderedFlow;
import io.windlass.persistence.memory.MemoryPersistence;
import io.windlass.proxy.Grant;
import io.windlass.proxy.Proxy;
import io.windlass.proxy.inprocess.InProcessBroker;
import io.windlass.state.FlowState;
import io.windlass.worker.Worker;
import java.lang.reflect.InvocationTargetException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The answer to a worker's question comes when the slot that asked has gone on with something else. */
@Timeout(120)
class LateGrantTest {
    /** So long that the question is not asked anew meanwhile. */
    private static final Duration HEARTBEAT = Duration.ofSeconds(5);

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final InProcessBroker broker = new InProcessBroker();
    private final List<AutoCloseable> opened = new ArrayList<>();
    /** By atom, where it has begun. */
    private final Map<String, String> begun = new ConcurrentHashMap<>();

    private final AtomicBoolean held = new AtomicBoolean();
    private final CompletableFuture<Runnable> heldGrant = new CompletableFuture<>();
    private final CountDownLatch gate = new CountDownLatch(1);
    private MemoryPersistence persistence;
    private RemoteExecutor executor;

    @BeforeEach
    void start() {
        persistence = open(new MemoryPersistence());
        worker("w1");
        executor = open(new RemoteExecutor(
                holdingTheFirstGrant(open(broker.connect("engine"))),
                persistence,
                RemoteOptions.DEFAULT.withHeartbeat(HEARTBEAT)));
        await().atMost(PATIENCE).until(() -> executor.workers().get().size() == 1);
    }

    @AfterEach
    void closeAll() throws Exception {
        gate.countDown();
        for (AutoCloseable resource : opened) {
            resource.close();
        }
    }

    private <T extends AutoCloseable> T open(T resource) {
        opened.add(0, resource);
        return resource;
    }

    private Proxy holdingTheFirstGrant(Proxy proxy) {
        return (Proxy) java.lang.reflect.Proxy.newProxyInstance(
                Proxy.class.getClassLoader(), new Class<?>[] {Proxy.class}, (self, method, arguments) -> {
                    if (method.getName().equals("announce")
                            && arguments[1] instanceof Grant
                            && held.compareAndSet(false, true)) {
                        heldGrant.complete(() -> call(proxy, method, arguments));
                        return null;
                    }
                    try {
                        return method.invoke(proxy, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getTargetException();
                    }
                });
    }

    private static void call(Proxy proxy, java.lang.reflect.Method method, Object[] arguments) {
        try {
            method.invoke(proxy, arguments);
        } catch (ReflectiveOperationException e) {
            throw new LinkageError(e.getMessage(), e);
        }
    }

    private void worker(String name) {
        open(Worker.builder(open(broker.connect(name)))
                .name(name)
                .slots(1)
                .heartbeat(HEARTBEAT)
                .drainTimeout(Duration.ofSeconds(1))
                .register(() -> task("t", "test.long"))
                .register(() -> task("t", "test.once"))
                .build()
                .start());
    }

    private Task task(String name, String type) {
        return Tasks.of(name, context(), this::run).ofType(type);
    }

    private boolean run(TaskContext context) throws InterruptedException {
        assertThat(begun.put(context.request().atom(), context.process()))
                .as("the first time")
                .isNull();
        if (context.request().atom().equals("long")) {
            gate.await();
        }
        return true;
    }

    private CompletableFuture<FlowState> run(Task task) {
        return Engine.builder(UnorderedFlow.named("f").add(task))
                .persistence(persistence)
                .executor(executor)
                .build()
                .start();
    }

    @Test
    void whatMayStartBehindABusySlotGoesToAWorkerThatHasAFreeOne() {
        CompletableFuture<FlowState> once = run(task("once", "test.once").atMostOnce());
        Runnable grant = heldGrant.join();
        CompletableFuture<FlowState> busy = run(task("long", "test.long"));
        await().atMost(PATIENCE).until(() -> begun.containsKey("long"));
        worker("w2");
        await().atMost(PATIENCE).until(() -> executor.workers().get().size() == 2);

        grant.run();

        await().atMost(PATIENCE).until(once::isDone);
        assertThat(once).isCompletedWithValue(FlowState.SUCCESS);
        assertThat(begun).containsEntry("long", "w1").containsEntry("once", "w2");
        assertThat(busy).as("nothing had to wait for it").isNotDone();
    }
}
