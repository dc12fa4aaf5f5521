package io.windlass.remote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.windlass.atom.FlowFailures;
import io.windlass.atom.Outcome;
import io.windlass.atom.Progress;
import io.windlass.atom.Task;
import io.windlass.atom.TaskContext;
import io.windlass.atom.TaskType;
import io.windlass.execution.TaskExecutor;
import io.windlass.execution.TaskOutcome;
import io.windlass.execution.TaskRequest;
import io.windlass.failure.CancelledException;
import io.windlass.persistence.memory.MemoryPersistence;
import io.windlass.persistence.memory.MemoryStore;
import io.windlass.proxy.RequestQueue;
import io.windlass.proxy.Verdict;
import io.windlass.proxy.inprocess.InProcessBroker;
import io.windlass.proxy.inprocess.InProcessProxy;
import io.windlass.state.Action;
import io.windlass.state.RequestName;
import io.windlass.value.Value;
import io.windlass.worker.Worker;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a run no longer wants from workers. */
@Timeout(120)
class RemoteCancelTest {
    private static final Duration HEARTBEAT = Duration.ofMillis(100);
    private static final RemoteOptions OPTIONS = RemoteOptions.DEFAULT.withHeartbeat(HEARTBEAT);
    private static final RequestQueue QUEUE = new RequestQueue("p", "test.waiting", 1);

    private final UUID flow = UUID.randomUUID();
    private final InProcessBroker broker = new InProcessBroker();
    private final List<AutoCloseable> opened = new ArrayList<>();
    private final CountDownLatch gate = new CountDownLatch(1);
    private final List<String> log = new CopyOnWriteArrayList<>();
    private final BlockingQueue<String> told = new LinkedBlockingQueue<>();

    /** Waits for somebody to open the gate, and says when it is told to end. */
    @TaskType("test.waiting")
    static final class Waiting extends Task {
        private final List<String> log;
        private final CountDownLatch gate;

        Waiting(List<String> log, CountDownLatch gate) {
            this.log = log;
            this.gate = gate;
        }

        public boolean execute(TaskContext context) throws InterruptedException {
            String atom = context.request().atom();
            log.add("begin " + atom);
            context.onCancel(() -> log.add("told " + atom));
            gate.await();
            return context.isCancelled();
        }
    }

    private final TaskExecutor.OutcomeListener listener = new TaskExecutor.OutcomeListener() {
        @Override
        public void completed(List<TaskOutcome> outcomes) {
            outcomes.forEach(outcome -> {
                var failure = outcome.failure();
                told.add(outcome.name().atom() + ": "
                        + (failure == null
                                ? outcome.result()
                                : failure.typeNames().get(0)));
                outcome.recorded().run();
            });
        }

        @Override
        public void withdrawn(Collection<RequestName> names) {
            names.forEach(name -> told.add(name.atom() + " withdrawn"));
        }

        @Override
        public void progressed(RequestName name, Progress progress) {}

        @Override
        public void event(RequestName name, String type, Value details) {}
    };

    private RequestName name(String atom) {
        return new RequestName(flow, atom, Action.EXECUTE, 1, 1);
    }

    private TaskRequest request(Task task, boolean reissued) {
        return new TaskRequest(
                name(task.name()),
                task,
                Map.of(),
                new Outcome.Unknown<>(),
                new FlowFailures(Map.of()),
                reissued,
                List.of());
    }

    private Task waiting(String name) {
        return new Waiting(log, gate).named(name);
    }

    private <T extends AutoCloseable> T open(T resource) {
        opened.add(0, resource);
        return resource;
    }

    private TaskExecutor.Session session(RemoteOptions options) {
        MemoryPersistence persistence = open(new MemoryPersistence(new MemoryStore()));
        RemoteExecutor executor = open(new RemoteExecutor(open(broker.connect("engine")), persistence, options));
        return open(executor.open(flow, listener));
    }

    private TaskExecutor.Session start(String... atoms) {
        TaskExecutor.Session session = session(OPTIONS);
        session.submit(List.of(atoms).stream()
                .map(atom -> request(waiting(atom), false))
                .toList());
        return session;
    }

    private void worker() {
        InProcessProxy proxy = open(broker.connect("w1"));
        open(Worker.builder(proxy)
                .name("w1")
                .pool("p")
                .slots(1)
                .heartbeat(HEARTBEAT)
                .drainTimeout(Duration.ofMillis(100))
                .register(Waiting.class, () -> new Waiting(log, gate))
                .build()
                .start());
    }

    private String next() throws InterruptedException {
        return String.valueOf(told.poll(30, TimeUnit.SECONDS));
    }

    @AfterEach
    void closeAll() throws Exception {
        gate.countDown();
        for (AutoCloseable resource : opened) {
            resource.close();
        }
    }

    @Test
    void whatNobodyServesIsTakenBackAtOnce() throws Exception {
        start("a").cancel(List.of(name("a"), name("stranger")));
        assertThat(next()).isEqualTo("a withdrawn");
    }

    @Test
    void aBodyThatRunsIsToldAndItsOutcomeStillComes() throws Exception {
        worker();
        TaskExecutor.Session session = start("a");
        await().until(() -> log.contains("begin a"));
        session.cancel(List.of(name("a")));
        await().until(() -> log.contains("told a"));
        gate.countDown();
        assertThat(next()).isEqualTo("a: true");
    }

    @Test
    void whatWaitsInTheBrokerIsTakenBackWhenItIsAskedForAndNeverBegins() throws Exception {
        WorkerByHand busy = new WorkerByHand(open(broker.connect("polite")), QUEUE);
        TaskExecutor.Session session = start("a", "b");
        busy.advertise();
        String waits = busy.takeRequest().name().equals(name("a")) ? "b" : "a";
        session.cancel(List.of(name(waits)));
        worker();
        assertThat(next()).isEqualTo(waits + " withdrawn");
        assertThat(log).isEmpty();
    }

    @Test
    void whatIsGivenUpOnIsToldToEndAndWhatItBringsIsDropped() throws Exception {
        worker();
        TaskExecutor.Session session = start("a");
        await().until(() -> log.contains("begin a"));
        session.submit(List.of(request(waiting("b"), false)));
        session.abandon(List.of(name("a"), name("b")));
        await().until(() -> log.contains("told a"));
        session.submit(List.of(request(waiting("c"), false)));
        gate.countDown();
        assertThat(next()).isEqualTo("c: false");
        assertThat(told).isEmpty();
        assertThat(log).doesNotContain("begin b");
    }

    /** A successor cannot know whether the dead process's request was started. */
    @Test
    void whatMayHaveBegunAndIsLostFails() throws Exception {
        worker();
        TaskExecutor.Session session =
                session(new RemoteOptions(HEARTBEAT, HEARTBEAT.multipliedBy(2), HEARTBEAT, Duration.ofSeconds(60)));
        session.submit(List.of(request(waiting("a"), true)));
        session.cancel(List.of(name("a")));
        assertThat(next()).isEqualTo("a: " + CancelledException.class.getName());
        assertThat(log).isEmpty();
    }

    @Test
    void aWorkerThatAsksAboutWhatIsCancelledIsRefused() throws Exception {
        WorkerByHand worker = new WorkerByHand(open(broker.connect("polite")), QUEUE);
        TaskExecutor.Session session = start("a");
        worker.advertise();
        RequestName a = worker.takeRequest().name();
        session.cancel(List.of(a));
        assertThat(worker.ask(a, "one")).isEqualTo(Verdict.STALE);
        assertThat(next()).as("it was delivered before").isEqualTo("a: " + CancelledException.class.getName());
    }
}
