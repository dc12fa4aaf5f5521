package io.windlass.execution;

import static org.assertj.core.api.Assertions.assertThat;

import io.windlass.atom.FlowFailures;
import io.windlass.atom.Inputs;
import io.windlass.atom.Outcome;
import io.windlass.atom.Progress;
import io.windlass.atom.Task;
import io.windlass.atom.Tasks;
import io.windlass.state.Action;
import io.windlass.state.RequestName;
import io.windlass.value.Value;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What a run no longer wants from the executors of this process, each with one thread. */
@Timeout(60)
class LocalCancelTest {
    private static final UUID FLOW = new UUID(0, 1);

    private final CountDownLatch begun = new CountDownLatch(1);
    private final CountDownLatch gate = new CountDownLatch(1);
    private final BlockingQueue<String> told = new LinkedBlockingQueue<>();

    static Stream<TaskExecutor> executors() {
        return Stream.of(new SerialExecutor(), ParallelExecutor.ofThreads(1));
    }

    /** Writes down what it is told. */
    private final TaskExecutor.OutcomeListener listener = new TaskExecutor.OutcomeListener() {
        @Override
        public void completed(List<TaskOutcome> outcomes) {
            outcomes.forEach(outcome -> {
                var failure = outcome.failure();
                told.add(outcome.name().atom() + ": " + (failure == null ? outcome.result() : failure.message()));
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

    private static RequestName name(String atom) {
        return new RequestName(FLOW, atom, Action.EXECUTE, 1, 1);
    }

    private static TaskRequest request(Task task) {
        return new TaskRequest(
                name(task.name()),
                task,
                Map.of(),
                new Outcome.Unknown<>(),
                new FlowFailures(Map.of()),
                false,
                List.of());
    }

    private interface Body {
        Object run(Inputs inputs) throws Exception;
    }

    private Task running(String name, Body body) {
        return Tasks.of(name, List.of(), given -> {
            begun.countDown();
            return body.run(given);
        });
    }

    private static Task quick(String name) {
        return Tasks.of(name, List.of(), given -> Thread.currentThread().isInterrupted());
    }

    private Task deaf(String name) {
        return running(name, given -> {
            gate.await();
            return 1;
        });
    }

    private TaskExecutor.Session start(TaskExecutor executor, Task... tasks) throws InterruptedException {
        TaskExecutor.Session session = executor.open(FLOW, listener);
        session.submit(Stream.of(tasks).map(LocalCancelTest::request).toList());
        begun.await();
        return session;
    }

    private String next() throws InterruptedException {
        return String.valueOf(told.poll(30, TimeUnit.SECONDS));
    }

    @AfterEach
    void letGo() {
        gate.countDown();
    }

    @ParameterizedTest
    @MethodSource("executors")
    void whatRunsIsToldAndWhatWaitsDoesNotBegin(TaskExecutor executor) throws Exception {
        try (executor) {
            CountDownLatch called = new CountDownLatch(1);
            Task telling = running("a", given -> {
                given.context().onCancel(called::countDown);
                called.await();
                return given.context().isCancelled();
            });
            TaskExecutor.Session session = start(executor, telling, quick("b"), quick("c"));
            session.cancel(List.of(name("a"), name("b"), name("stranger")));
            assertThat(List.of(next(), next(), next())).containsExactlyInAnyOrder("b withdrawn", "a: true", "c: false");
        }
    }

    @ParameterizedTest
    @MethodSource("executors")
    void anInterruptReachesOnlyTheBodyItIsMeantFor(TaskExecutor executor) throws Exception {
        try (executor) {
            Task waiting = deaf("a").interruptible();
            TaskExecutor.Session session = start(executor, waiting, quick("b"));
            session.cancel(List.of(name("a")));
            assertThat(next()).startsWith("a: ").doesNotContain("1");
            assertThat(next()).isEqualTo("b: false");
        }
    }

    @ParameterizedTest
    @MethodSource("executors")
    void whatIsGivenUpOnIsHeardOfNoMoreAndTheRestGoesOn(TaskExecutor executor) throws Exception {
        try (executor) {
            TaskExecutor.Session session = start(executor, deaf("a"), quick("b"), quick("c"));
            session.abandon(List.of(name("a"), name("b")));
            assertThat(next()).isEqualTo("c: false"); // although the only thread is taken
            session.submit(List.of(request(quick("d"))));
            assertThat(next()).isEqualTo("d: false");
            gate.countDown();
            session.submit(List.of(request(quick("e"))));
            assertThat(next()).isEqualTo("e: false");
        }
        assertThat(told).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("executors")
    void whatIsGivenUpOnIsToldThatItShouldEnd(TaskExecutor executor) throws Exception {
        try (executor) {
            CountDownLatch ended = new CountDownLatch(1);
            Task telling = running("a", given -> {
                given.context().onCancel(ended::countDown);
                gate.await();
                return 1;
            });
            start(executor, telling).abandon(List.of(name("a")));
            assertThat(ended.await(30, TimeUnit.SECONDS)).isTrue();
        }
    }
}
