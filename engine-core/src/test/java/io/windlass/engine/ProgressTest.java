package io.windlass.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.windlass.atom.DeciderDepth;
import io.windlass.atom.Progress;
import io.windlass.atom.Task;
import io.windlass.atom.TaskContext;
import io.windlass.atom.Tasks;
import io.windlass.execution.ParallelExecutor;
import io.windlass.flow.Flow;
import io.windlass.flow.GraphFlow;
import io.windlass.flow.LinearFlow;
import io.windlass.notify.FlowListener;
import io.windlass.persistence.FlowChange;
import io.windlass.persistence.Persistence;
import io.windlass.persistence.StoredAtom;
import io.windlass.persistence.memory.MemoryPersistence;
import io.windlass.retry.Times;
import io.windlass.state.AtomState;
import io.windlass.state.FlowState;
import io.windlass.value.Value;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** How far tasks have come, and what they tell besides: to listeners, and in the store. */
@Timeout(60)
class ProgressTest {
    private final Script script = new Script();
    private final MemoryPersistence store = new MemoryPersistence();
    private final List<String> heard = new CopyOnWriteArrayList<>();
    private final CountDownLatch go = new CountDownLatch(1);
    private final FlowListener listener = new FlowListener() {
        @Override
        public void atomChanged(AtomChanged change) {
            heard.add(change.atom() + " " + change.to());
        }

        @Override
        public void progressed(Progressed progress) {
            heard.add(progress.atom() + " " + progress.fraction()
                    + (progress.details() == null ? "" : " " + progress.details()));
        }

        @Override
        public void taskEvent(TaskEvent event) {
            heard.add(event.atom() + " " + event.type() + " " + event.details());
        }
    };

    private Engine engine(Flow flow) {
        return Engine.builder(flow).persistence(store).listener(listener).build();
    }

    /** A task that tells something, and goes on when that was heard as {@code expected}. */
    private Task telling(String name, Consumer<TaskContext> what, String expected) {
        return Tasks.of(name, List.of(), given -> {
            what.accept(given.context());
            await().until(() -> heard.contains(expected));
            return name;
        });
    }

    private StoredAtom stored(Engine engine, String atom) {
        return store.load(engine.id()).orElseThrow().atoms().stream()
                .filter(found -> found.name().equals(atom))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void changesOfStateSayHowFarATaskIs() {
        Script.failuresOf(engine(LinearFlow.named("f").add(script.task("a"), script.failing("b"))));
        assertThat(heard)
                .containsExactly(
                        "a RUNNING",
                        "a 0.0",
                        "a SUCCESS",
                        "a 1.0",
                        "b RUNNING",
                        "b 0.0",
                        "b FAILURE",
                        "b REVERTING",
                        "b 0.0",
                        "b REVERTED",
                        "b 1.0",
                        "a REVERTING",
                        "a 0.0",
                        "a REVERTED",
                        "a 1.0");
    }

    @Test
    void whatIsToBeDoneAfreshOrSkippedIsNowhereAndRetriesHaveNoProgress() {
        Task first = script.task("first");
        Task skipped = script.task("skipped");
        Engine engine = engine(LinearFlow.named("f", new Times(2).provides("round"))
                .add(
                        GraphFlow.named("g")
                                .add(first, skipped)
                                .link(first, skipped, results -> false, DeciderDepth.ATOM),
                        script.failingBefore(2, "b")));
        assertThat(engine.run()).isEqualTo(FlowState.SUCCESS);
        assertThat(heard)
                .containsSubsequence("skipped IGNORE", "skipped 0.0", "skipped PENDING", "skipped 0.0")
                .containsSubsequence("b REVERTED", "b 1.0", "b PENDING", "b 0.0", "b RUNNING", "b 0.0")
                .noneMatch(line -> line.matches("f_retry [0-9.]+"));
        assertThat(stored(engine, "skipped").progress()).isEqualTo(Progress.NONE);
        assertThat(stored(engine, "b").progress()).isEqualTo(Progress.ALL);
        assertThat(stored(engine, "b").meta()).isEmpty();
    }

    @Test
    void whatABodyTellsIsHeardBetweenItsStartAndItsEnd() {
        engine(LinearFlow.named("f").add(telling("a", context -> context.progress(0.25), "a 0.25")))
                .run();
        assertThat(heard).containsExactly("a RUNNING", "a 0.0", "a 0.25", "a SUCCESS", "a 1.0");
    }

    @Test
    void whatIsBeyondTheEndsIsTakenAsTheNearerOne() {
        for (double wrong : new double[] {-3, Double.NaN, 7}) {
            heard.clear();
            String expected = wrong == 7 ? "a 1.0" : "a 0.0";
            engine(LinearFlow.named("f").add(Tasks.of("a", List.of(), given -> {
                        given.context().progress(wrong);
                        await().until(() -> heard.indexOf(expected) != heard.lastIndexOf(expected)
                                || (wrong == 7 && heard.contains(expected)));
                        return 1;
                    })))
                    .run();
            assertThat(heard).startsWith("a RUNNING", "a 0.0", expected);
        }
    }

    @Test
    void progressIsStoredWhileTheBodyRunsAndTheNewestWins() throws Exception {
        Engine engine = Engine.builder(LinearFlow.named("f").add(Tasks.of("a", List.of(), given -> {
                    given.context().progress(0.25, Map.of("files", 3));
                    return go.await(30, TimeUnit.SECONDS);
                })))
                .persistence(store)
                .build();
        CompletableFuture<FlowState> end = engine.start();
        Progress told = new Progress(0.25, new Value("{\"files\":3}"));
        await().until(() -> stored(engine, "a").progress().equals(told));
        assertThat(stored(engine, "a").meta())
                .containsEntry("progress", new Value("0.25"))
                .containsEntry("progress_details", new Value("{\"at_progress\":0.25,\"details\":{\"files\":3}}"));
        assertThat(stored(engine, "a").state()).isEqualTo(AtomState.RUNNING);
        go.countDown();
        assertThat(end.get()).isEqualTo(FlowState.SUCCESS);
        assertThat(stored(engine, "a").progress()).isEqualTo(Progress.ALL);
        assertThat(stored(engine, "a").meta()).isEmpty();
    }

    @Test
    void progressWithoutDetailsForgetsThoseOfBefore() {
        Engine[] built = new Engine[1];
        Task a = Tasks.of("a", List.of(), given -> {
            given.context().progress(0.25, Map.of("files", 3));
            await().until(() -> stored(built[0], "a").progress().details() != null);
            given.context().progress(0.5);
            await().until(() -> stored(built[0], "a").progress().equals(new Progress(0.5, null)));
            assertThat(stored(built[0], "a").meta()).containsEntry("progress_details", Value.NULL);
            throw new IllegalStateException("half done");
        });
        built[0] = Engine.builder(LinearFlow.named("f").add(a))
                .persistence(store)
                .neverResolve(true)
                .build();
        assertThat(Script.failuresOf(built[0])).containsExactly("half done");
        assertThat(stored(built[0], "a").state()).isEqualTo(AtomState.FAILURE);
        assertThat(stored(built[0], "a").progress()).isEqualTo(new Progress(0.5, null));
    }

    @Test
    void aBodyThatTellsTooMuchHasOneWriteUnderWayAtATime() {
        AtomicInteger underWay = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        AtomicInteger writes = new AtomicInteger();
        Persistence slow = Stores.slow(store, change -> {
            if (isProgressAlone(change)) {
                writes.incrementAndGet();
                most.accumulateAndGet(underWay.incrementAndGet(), Math::max);
                return underWay::decrementAndGet;
            }
            return () -> {};
        });
        int times = 20_000;
        Engine engine = Engine.builder(LinearFlow.named("f").add(Tasks.of("a", List.of(), given -> {
                    for (int i = 0; i < times; i++) {
                        given.context().progress(i / (double) times);
                    }
                    await().until(() -> writes.get() > 0);
                    return 1;
                })))
                .persistence(slow)
                .listener(listener)
                .build();
        assertThat(engine.run()).isEqualTo(FlowState.SUCCESS);
        assertThat(most.get()).isEqualTo(1);
        assertThat(writes.get()).isLessThan(times / 10);
    }

    private static boolean isProgressAlone(FlowChange change) {
        return change.history().isEmpty()
                && !change.atoms().isEmpty()
                && change.atoms().stream().allMatch(atom -> atom.meta() && !atom.outcome());
    }

    @Test
    void aStoreThatRefusesProgressChangesNothingForTheRun() {
        AtomicInteger refused = new AtomicInteger();
        Persistence refusing = Stores.watched(store, change -> {
            if (isProgressAlone(change)) {
                refused.incrementAndGet();
                return Optional.of(new IllegalStateException("planted"));
            }
            return Optional.empty();
        });
        Engine engine = Engine.builder(LinearFlow.named("f").add(Tasks.of("a", List.of(), given -> {
                    given.context().progress(0.5);
                    await().until(() -> refused.get() > 0);
                    return 1;
                })))
                .persistence(refusing)
                .build();
        assertThat(engine.run()).isEqualTo(FlowState.SUCCESS);
        assertThat(stored(engine, "a").progress()).isEqualTo(Progress.ALL);
    }

    @Test
    void whatATaskTellsOfItsOwnIsHeardInOrder() {
        Task a = telling(
                "a",
                context -> {
                    for (int i = 0; i < 100; i++) {
                        context.event("copied", Map.of("file", i));
                    }
                },
                "a copied {\"file\":99}");
        engine(LinearFlow.named("f").add(a)).run();
        assertThat(heard).hasSize(104).startsWith("a RUNNING", "a 0.0", "a copied {\"file\":0}");
        assertThat(heard.subList(2, 102))
                .containsExactlyElementsOf(java.util.stream.IntStream.range(0, 100)
                        .mapToObj(i -> "a copied {\"file\":" + i + "}")
                        .toList());
    }

    @Test
    void whatCannotBeToldIsLeftOutAndTheTaskGoesOn() {
        Task a = telling(
                "a",
                context -> {
                    context.event("", Map.of());
                    context.event("x".repeat(256), Map.of());
                    context.event("long", Map.of("text", "x".repeat(TaskContext.MAX_EVENT_DETAILS)));
                    context.event("nan", Map.of("number", Double.NaN));
                    context.event("half", Map.of("text", "\ud83d"));
                    context.progress(0.5, Map.of("text", "x".repeat(TaskContext.MAX_PROGRESS_DETAILS)));
                    context.event("fine", Map.of());
                },
                "a fine {}");
        Engine engine = engine(LinearFlow.named("f").add(a));
        assertThat(engine.run()).isEqualTo(FlowState.SUCCESS);
        assertThat(heard).containsExactly("a RUNNING", "a 0.0", "a 0.5", "a fine {}", "a SUCCESS", "a 1.0");
    }

    @Test
    void eventsThatNobodyTakesFillNoMemory() {
        int many = 5_000;
        CountDownLatch told = new CountDownLatch(1);
        AtomicInteger taken = new AtomicInteger();
        Task a = Tasks.of("a", List.of(), given -> {
            for (int i = 0; i < many; i++) {
                given.context().event("e", Map.of());
            }
            told.countDown();
            return 1;
        });
        Engine engine = Engine.builder(LinearFlow.named("f").add(a))
                .listener(new FlowListener() {
                    @Override
                    public void taskEvent(TaskEvent event) {
                        taken.incrementAndGet();
                        awaitUninterrupted(told);
                    }
                })
                .build();
        assertThat(engine.run()).isEqualTo(FlowState.SUCCESS);
        assertThat(taken.get()).isBetween(1, 1_001);
    }

    private static void awaitUninterrupted(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void whatComesAfterTheOutcomeIsDropped() {
        TaskContext[] kept = new TaskContext[1];
        try (ParallelExecutor executor = ParallelExecutor.ofThreads(2)) {
            Engine engine = Engine.builder(LinearFlow.named("f")
                            .add(
                                    Tasks.of("a", List.of(), given -> {
                                        kept[0] = given.context();
                                        return 1;
                                    }),
                                    telling(
                                            "b",
                                            context -> {
                                                kept[0].progress(0.5);
                                                kept[0].event("late", Map.of());
                                                context.event("now", Map.of());
                                            },
                                            "b now {}")))
                    .persistence(store)
                    .executor(executor)
                    .listener(listener)
                    .build();
            assertThat(engine.run()).isEqualTo(FlowState.SUCCESS);
            assertThat(heard).doesNotContain("a 0.5", "a late {}");
            assertThat(stored(engine, "a").meta()).isEmpty();
        }
    }
}
