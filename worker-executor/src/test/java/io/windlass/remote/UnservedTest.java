package io.windlass.remote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.windlass.atom.RemoteTask;
import io.windlass.atom.Tasks;
import io.windlass.engine.Engine;
import io.windlass.flow.UnorderedFlow;
import io.windlass.persistence.memory.MemoryPersistence;
import io.windlass.proxy.inprocess.InProcessBroker;
import io.windlass.proxy.inprocess.InProcessProxy;
import io.windlass.state.FlowState;
import io.windlass.worker.Worker;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.slf4j.LoggerFactory;

/** What nobody can serve is told, with the reason. */
@Timeout(60)
class UnservedTest {
    private static final Duration HEARTBEAT = Duration.ofMillis(100);
    private static final Logger LOG = (Logger) LoggerFactory.getLogger(Unserved.class);

    private final InProcessBroker broker = new InProcessBroker();
    private final List<AutoCloseable> opened = new ArrayList<>();
    private final ListAppender<ILoggingEvent> lines = new ListAppender<>();
    private final CountDownLatch begun = new CountDownLatch(1);
    private final CountDownLatch gate = new CountDownLatch(1);
    private MemoryPersistence persistence;
    private RemoteExecutor executor;

    @BeforeEach
    void start() {
        lines.start();
        LOG.setLevel(Level.INFO);
        LOG.setAdditive(false);
        LOG.addAppender(lines);
        persistence = open(new MemoryPersistence());
        executor = open(new RemoteExecutor(
                open(broker.connect("engine")), persistence, RemoteOptions.DEFAULT.withHeartbeat(HEARTBEAT)));
    }

    @AfterEach
    void closeAll() throws Exception {
        gate.countDown();
        for (AutoCloseable resource : opened) {
            resource.close();
        }
        LOG.detachAppender(lines);
        LOG.setAdditive(true);
        LOG.setLevel(null);
    }

    private <T extends AutoCloseable> T open(T resource) {
        opened.add(0, resource);
        return resource;
    }

    private InProcessProxy worker(String name, String version) {
        InProcessProxy proxy = open(broker.connect(name));
        open(Worker.builder(proxy)
                .name(name)
                .slots(1)
                .heartbeat(HEARTBEAT)
                .drainTimeout(HEARTBEAT)
                .register(() -> Tasks.of("resize", () -> {
                            begun.countDown();
                            gate.await();
                            return version;
                        })
                        .ofType("test.resize")
                        .version(version))
                .build()
                .start());
        return proxy;
    }

    private CompletableFuture<FlowState> run(int tasks, String version) {
        UnorderedFlow flow = UnorderedFlow.named("f");
        for (int i = 0; i < tasks; i++) {
            flow.add(RemoteTask.of("test.resize").version(version).named("resize-" + i));
        }
        return Engine.builder(flow)
                .persistence(persistence)
                .executor(executor)
                .build()
                .start();
    }

    @Test
    void whatWaitsForAVersionThatNobodyOffersSaysSoOnceUntilItIsServed() {
        List.of("w1", "w2", "w3").forEach(name -> worker(name, "1.0"));
        await().until(() -> executor.workers().get().size() == 3);
        CompletableFuture<FlowState> end = run(5, "2.0");

        String reason = "no live worker serves test.resize 2.x; 3 workers offer 1.0";
        await().until(() -> executor.unserved().size() == 1);
        UnservedView view = executor.unserved().get(0);
        assertThat(view).isEqualTo(new UnservedView("test.resize", 2, 5, view.longest(), reason));
        assertThat(executor.health().isReady()).isTrue();
        assertThat(executor.health().remarks())
                .singleElement()
                .asString()
                .startsWith("5 waiting for ")
                .endsWith(reason);
        await().until(() -> executor.unserved().get(0).longest().compareTo(HEARTBEAT.multipliedBy(4)) > 0);
        assertThat(lines.list)
                .extracting(ILoggingEvent::getFormattedMessage)
                .containsExactly("5 waiting: " + reason + "; start a worker that serves it");

        gate.countDown();
        worker("w4", "2.1");
        assertThat(end.join()).isEqualTo(FlowState.SUCCESS);
        await().until(() -> executor.unserved().isEmpty());
        assertThat(executor.health().remarks()).isEmpty();
        await().until(() -> lines.list.size() == 2);
    }

    @Test
    void whatLiesInAQueueWhoseWorkersAreGoneIsToldToo() throws Exception {
        InProcessProxy only = worker("w1", "1.0");
        CompletableFuture<FlowState> end = run(2, "1.0");
        begun.await();
        assertThat(executor.unserved()).isEmpty();
        only.kill();

        await().until(() -> executor.unserved().size() == 1);
        await().until(() -> executor.unserved().get(0).requests() == 2);
        assertThat(executor.unserved().get(0).reason())
                .isEqualTo("no live worker of pool default, where it was sent, serves test.resize 1.x; 0 workers are"
                        + " there, with no version of it");

        gate.countDown();
        worker("w2", "1.0");
        assertThat(end.join()).isEqualTo(FlowState.SUCCESS);
    }
}
