package io.windlass.remote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.windlass.atom.Progress;
import io.windlass.atom.Task;
import io.windlass.atom.TaskContext;
import io.windlass.atom.TaskType;
import io.windlass.engine.Engine;
import io.windlass.failure.FlowFailedException;
import io.windlass.flow.LinearFlow;
import io.windlass.notify.FlowListener;
import io.windlass.persistence.memory.MemoryPersistence;
import io.windlass.persistence.memory.MemoryStore;
import io.windlass.proxy.inprocess.InProcessBroker;
import io.windlass.proxy.inprocess.InProcessProxy;
import io.windlass.state.FlowState;
import io.windlass.value.Value;
import io.windlass.worker.Worker;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a task tells while it runs on a worker comes to the listeners of its flow, and its progress to the store. */
@Timeout(120)
class TaskTellsTest {
    private static final Duration HEARTBEAT = Duration.ofMillis(100);

    private final InProcessBroker broker = new InProcessBroker();
    private final List<AutoCloseable> opened = new ArrayList<>();
    private final MemoryPersistence persistence = open(new MemoryPersistence(new MemoryStore()));
    private final RemoteExecutor executor = open(new RemoteExecutor(
            open(broker.connect("engine")), persistence, RemoteOptions.DEFAULT.withHeartbeat(HEARTBEAT)));
    private final List<String> heard = new CopyOnWriteArrayList<>();
    private final CountDownLatch go = new CountDownLatch(1);
    private volatile Consumer<TaskContext> tells = context -> {};

    @TaskType("test.telling")
    static final class Telling extends Task {
        private final TaskTellsTest test;

        Telling(TaskTellsTest test) {
            this.test = test;
        }

        public String execute(TaskContext context) throws InterruptedException {
            test.tells.accept(context);
            test.go.await();
            return "done";
        }
    }

    private <T extends AutoCloseable> T open(T resource) {
        opened.add(0, resource);
        return resource;
    }

    @BeforeEach
    void startWorker() {
        InProcessProxy proxy = open(broker.connect("worker"));
        open(Worker.builder(proxy)
                .name("w1")
                .slots(2)
                .heartbeat(HEARTBEAT)
                .drainTimeout(HEARTBEAT)
                .register(Telling.class, () -> new Telling(this))
                .build()
                .start());
    }

    @AfterEach
    void closeAll() throws Exception {
        go.countDown();
        for (AutoCloseable resource : opened) {
            resource.close();
        }
    }

    private Engine engine(Duration runTimeout) {
        return Engine.builder(
                        LinearFlow.named("f").add(new Telling(this).named("a").runTimeout(runTimeout)))
                .persistence(persistence)
                .executor(executor)
                .listener(new FlowListener() {
                    @Override
                    public void atomChanged(AtomChanged change) {
                        heard.add(change.to().name());
                    }

                    @Override
                    public void progressed(Progressed progress) {
                        heard.add(progress.fraction() + " " + progress.details());
                    }

                    @Override
                    public void taskEvent(TaskEvent event) {
                        heard.add(event.atom() + " " + event.type() + " " + event.details());
                    }
                })
                .build();
    }

    private Progress stored(Engine engine) {
        return persistence.load(engine.id()).orElseThrow().atoms().get(0).progress();
    }

    @Test
    void progressIsHeardAndStoredWhileTheTaskRuns() throws Exception {
        tells = context -> context.progress(0.25, Map.of("files", 3));
        Engine engine = engine(Duration.ofMinutes(1));
        CompletableFuture<FlowState> end = engine.start();
        await().until(() -> stored(engine).equals(new Progress(0.25, new Value("{\"files\":3}"))));
        await().until(() -> heard.contains("0.25 {\"files\":3}"));
        go.countDown();
        assertThat(end.get()).isEqualTo(FlowState.SUCCESS);
        assertThat(heard).containsExactly("RUNNING", "0.0 null", "0.25 {\"files\":3}", "SUCCESS", "1.0 null");
        assertThat(stored(engine)).isEqualTo(Progress.ALL);
    }

    @Test
    void eventsAreHeardInOrderAndBeforeTheOutcome() throws Exception {
        tells = context -> {
            IntStream.range(0, 50).forEach(i -> context.event("copied", Map.of("file", i)));
            go.countDown();
        };
        assertThat(engine(Duration.ofMinutes(1)).run()).isEqualTo(FlowState.SUCCESS);
        List<String> events =
                heard.stream().filter(line -> line.startsWith("a copied")).toList();
        assertThat(events)
                .containsExactlyElementsOf(IntStream.range(0, 50)
                        .mapToObj(i -> "a copied {\"file\":" + i + "}")
                        .toList());
        assertThat(heard.indexOf("SUCCESS")).isGreaterThan(heard.indexOf(events.get(49)));
    }

    @Test
    void whatARunTellsThatWasGivenUpIsDropped() throws Exception {
        CountDownLatch givenUp = new CountDownLatch(1);
        CountDownLatch told = new CountDownLatch(1);
        tells = context -> {
            context.event("early", Map.of());
            try {
                givenUp.await();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
            context.event("late", Map.of());
            told.countDown();
        };
        Engine engine = engine(Duration.ofMillis(400));
        assertThatThrownBy(engine::run).isInstanceOf(FlowFailedException.class);
        Engine next = engine(Duration.ofMinutes(1));
        heard.clear();
        tells = context -> {
            context.event("other", Map.of());
            go.countDown();
        };
        givenUp.countDown();
        told.await();
        assertThat(next.run()).isEqualTo(FlowState.SUCCESS);
        assertThat(heard).contains("a other {}").doesNotContain("a late {}");
    }
}
