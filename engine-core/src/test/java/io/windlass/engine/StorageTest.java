package io.windlass.engine;

import static io.windlass.atom.Input.in;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

import com.fasterxml.jackson.core.type.TypeReference;
import io.windlass.atom.Input;
import io.windlass.atom.Outcome;
import io.windlass.atom.Task;
import io.windlass.atom.Tasks;
import io.windlass.execution.ParallelExecutor;
import io.windlass.failure.DefinitionException;
import io.windlass.failure.Failure;
import io.windlass.failure.NotFoundException;
import io.windlass.flow.Flow;
import io.windlass.flow.LinearFlow;
import io.windlass.flow.UnorderedFlow;
import io.windlass.notify.FlowListener;
import io.windlass.persistence.AtomKind;
import io.windlass.persistence.memory.MemoryPersistence;
import io.windlass.retry.Times;
import io.windlass.state.AtomState;
import io.windlass.state.FlowState;
import io.windlass.state.Intention;
import io.windlass.value.Values;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

/** What an engine shows of what is recorded, and what may be given to a flow. */
class StorageTest {
    private final Script script = new Script();
    private final MemoryPersistence store = new MemoryPersistence();
    private final List<String> seen = new CopyOnWriteArrayList<>();

    private EngineBuilder builder(Flow flow) {
        return Engine.builder(flow).persistence(store);
    }

    private Engine engine(Flow flow) {
        return builder(flow).build();
    }

    /** A task that notes what it is given under a name, and returns it. */
    private Task noting(String task, String input) {
        return Tasks.of(task, List.of(in(input, Object.class)), given -> {
            seen.add(task + " " + given.get(input));
            return given.get(input);
        });
    }

    @Test
    void beforeTheFirstRunNothingIsStoredAndWhatWasGivenCanBeRead() {
        Engine engine = builder(LinearFlow.named("f").add(script.task("a")))
                .store("x", 1)
                .build();
        Storage storage = engine.storage();
        assertThat(storage.flow()).isEqualTo(engine.id());
        assertThat(storage.flowState()).isEqualTo(FlowState.PENDING);
        assertThat(storage.fetch("x", Integer.class)).isEqualTo(1);
        assertThat(storage.atom("a"))
                .extracting(AtomDetails::state, AtomDetails::intention, AtomDetails::round)
                .containsExactly(AtomState.PENDING, Intention.EXECUTE, 0);
        storage.inject(Map.of("y", 2));
        assertThat(store.load(engine.id())).isEmpty();
    }

    @Test
    void whatIsInjectedBeforeTheFirstRunIsStoredWithIt() {
        Engine engine = builder(LinearFlow.named("f").add(noting("a", "x")))
                .store("x", "old")
                .build();
        engine.storage().inject(Map.of("x", "new", "y", 2));
        engine.run();
        assertThat(seen).containsExactly("a new");
        assertThat(store.load(engine.id()).orElseThrow().flow().store()).containsOnlyKeys("x", "y");
    }

    @Test
    void whatIsInjectedBetweenRunsIsStoredAtOnceAndFoundByASuccessor() {
        Flow flow = LinearFlow.named("f").add(noting("a", "x"), noting("b", "x"));
        Engine engine = builder(flow).store("x", 1).build();
        engine.notifier().register(new FlowListener() {
            @Override
            public void atomChanged(AtomChanged change) {
                if (change.to() == AtomState.SUCCESS) {
                    engine.suspend();
                }
            }
        });
        assertThat(engine.run()).isEqualTo(FlowState.SUSPENDED);
        engine.storage().inject(Map.of("x", 2));
        engine.storage().injectTransient(Map.of("x", 3));
        assertThat(engine.storage().fetch("x", Integer.class)).isEqualTo(3);
        Flow same = LinearFlow.named("f").add(noting("a", "x"), noting("b", "x"));
        builder(same).resume(store.load(engine.id()).orElseThrow()).build().run();
        assertThat(seen).containsExactly("a 1", "b 2");
    }

    @Test
    void aListenerMayInjectForThoseWhoComeLater() {
        Engine engine = builder(LinearFlow.named("f").add(noting("a", "x"), noting("b", "x")))
                .store("x", 1)
                .build();
        engine.notifier().register(new FlowListener() {
            @Override
            public void atomChanged(AtomChanged change) {
                if (change.atom().equals("a") && change.to() == AtomState.RUNNING) {
                    engine.storage().inject(Map.of("x", 2));
                }
            }
        });
        engine.run();
        assertThat(seen).containsExactly("a 1", "b 2");
        assertThat(store.load(engine.id()).orElseThrow().flow().store()).containsExactly(entry("x", Values.write(2)));
    }

    @Test
    void whatIsInjectedIntoOneAtomNobodyElseSees() {
        Engine engine = builder(LinearFlow.named("f").add(noting("a", "x"), noting("b", "x")))
                .store("x", "everybody's")
                .build();
        engine.storage().inject("a", Map.of("x", "stored"));
        assertThat(engine.storage().arguments("a")).containsExactly(entry("x", "stored"));
        engine.storage().injectTransient("a", Map.of("x", "in memory"));
        engine.run();
        assertThat(seen).containsExactly("a in memory", "b everybody's");
        assertThat(engine.storage().metadata("a")).containsExactly(entry("injected", Map.of("x", "stored")));
        assertThatThrownBy(() -> engine.storage().inject("a", Map.of("z", 1)))
                .isInstanceOf(DefinitionException.class)
                .hasMessageContaining("no parameter 'z'");
    }

    @Test
    void whatADefinitionInjectsIsStoredOnlyWhenAskedTo() {
        Engine engine = builder(LinearFlow.named("f").add(noting("a", "x").inject("x", 1)))
                .injectTransient(false)
                .build();
        engine.run();
        engine.reset();
        Engine successor = builder(LinearFlow.named("f").add(noting("a", "x")))
                .resume(store.load(engine.id()).orElseThrow())
                .build();
        successor.run();
        assertThat(seen).containsExactly("a 1", "a 1");

        Engine other = engine(LinearFlow.named("f").add(noting("a", "x").inject("x", 1)));
        other.run();
        assertThat(other.storage().metadata("a")).doesNotContainKey("injected");
        assertThatThrownBy(() -> builder(LinearFlow.named("f").add(noting("a", "x")))
                        .resume(store.load(other.id()).orElseThrow())
                        .build())
                .hasMessageContaining("'x'");
    }

    @Test
    void valuesAreFetchedByNameWhoeverMaySeeThem() {
        Task list = Tasks.of("list", List.of(), given -> List.of("p", "q")).providesItems("p", "q");
        Engine engine = builder(UnorderedFlow.named("f")
                        .add(
                                script.task("a").provides("x"),
                                script.task("b").provides("x"),
                                script.failing("c").provides("y"),
                                list))
                .store("given", 1)
                .neverResolve(true)
                .build();
        assertThat(Script.failuresOf(engine)).containsExactly("c fails");
        Storage storage = engine.storage();
        assertThat(storage.fetch("x", String.class)).isEqualTo("a");
        assertThat(storage.fetchAll("x", String.class)).containsExactly("a", "b");
        assertThat(storage.fetch("q", new TypeReference<String>() {})).isEqualTo("q");
        assertThatThrownBy(() -> storage.fetch("nobody's", Object.class))
                .isInstanceOf(NotFoundException.class)
                .hasMessageContaining("nobody's");
        Map<String, List<Object>> all = fetchAll(storage);
        assertThat(all).containsOnlyKeys("given", "x", "y", "p", "q");
        assertThat(all.get("x")).containsExactly("a", "b");
        assertThat(all.get("y"))
                .singleElement()
                .isInstanceOfSatisfying(
                        Failure.class, failure -> assertThat(failure.message()).isEqualTo("c fails"));
    }

    private static Map<String, List<Object>> fetchAll(Storage storage) {
        return Map.copyOf(storage.fetchAll());
    }

    @Test
    void whatBecameOfAnAtomIsReadableWhileItIsDone() {
        Engine engine = engine(LinearFlow.named("f").add(script.task("a"), script.failing("b")));
        Storage storage = engine.storage();
        assertThatThrownBy(() -> storage.outcome("a", String.class))
                .isInstanceOf(NotFoundException.class)
                .hasMessageContaining("PENDING");
        List<Outcome<String>> inside = new ArrayList<>();
        engine.notifier().register(new FlowListener() {
            @Override
            public void atomChanged(AtomChanged change) {
                if (change.atom().equals("b") && change.to() == AtomState.FAILURE) {
                    inside.add(storage.outcome("a", String.class));
                }
            }
        });
        Script.failuresOf(engine);
        assertThat(inside).containsExactly(new Outcome.Succeeded<>("a"));
        assertThatThrownBy(() -> storage.outcome("a", String.class)).hasMessageContaining("REVERTED");
        assertThat(storage.outcome("b", String.class)).isInstanceOf(Outcome.Failed.class);
        assertThat(storage.atom("b"))
                .extracting(AtomDetails::kind, AtomDetails::version, AtomDetails::state, AtomDetails::intention)
                .containsExactly(AtomKind.TASK, "1.0", AtomState.REVERTED, Intention.REVERT);
        assertThat(Objects.requireNonNull(storage.atom("b").failure()).message())
                .isEqualTo("b fails");
        assertThat(storage.executeFailures()).containsOnlyKeys("b");
        assertThat(storage.revertFailures()).isEmpty();
    }

    @Test
    void failuresToUndoAreKeptApart() {
        Task stuck = Tasks.of("stuck", List.of(), given -> "done", (outcome, failures, given) -> {
            throw new IllegalStateException("cannot undo");
        });
        Engine engine = engine(LinearFlow.named("f").add(stuck, script.failing("b")));
        Script.failuresOf(engine);
        assertThat(engine.storage().executeFailures()).containsOnlyKeys("b");
        assertThat(engine.storage().revertFailures()).containsOnlyKeys("stuck");
        assertThat(Objects.requireNonNull(engine.storage().atom("stuck").revertFailure())
                        .message())
                .isEqualTo("cannot undo");
    }

    @Test
    void aRetryHasAHistoryInsteadOfOneResult() {
        Engine engine =
                engine(LinearFlow.named("f", new Times(3).provides("round")).add(script.failingBefore(2, "a")));
        engine.run();
        assertThat(engine.storage().history("f_retry").provided(Integer.class)).containsExactly(1, 2);
        assertThat(engine.storage().outcome("f_retry", Integer.class)).isEqualTo(new Outcome.Succeeded<>(2));
        assertThatThrownBy(() -> engine.storage().history("a")).isInstanceOf(NotFoundException.class);
        assertThatThrownBy(() -> engine.storage().progress("f_retry"))
                .isInstanceOf(NotFoundException.class)
                .hasMessageContaining("only tasks");
    }

    @Test
    void argumentsAreThoseThatTheAtomWouldBeGivenNow() {
        Task two = Tasks.of(
                "two",
                List.of(in("x", Object.class), new Input("y", Object.class, Input.Role.OPTIONAL, false)),
                given -> "done");
        Engine engine = builder(LinearFlow.named("f").add(script.task("a").provides("x"), two))
                .build();
        Storage storage = engine.storage();
        assertThat(storage.arguments("a")).isEmpty();
        assertThat(storage.unsatisfied("two")).isEmpty(); // somebody will provide it
        assertThatThrownBy(() -> storage.arguments("two")).hasMessageContaining("'a', which should provide it");
        engine.run();
        assertThat(storage.arguments("two")).containsExactly(entry("x", "a"));
        storage.inject(Map.of("y", 2));
        assertThat(storage.arguments("two")).containsExactly(entry("x", "a"), entry("y", 2L));
    }

    @Test
    void metadataIsMergedAndStored() {
        Engine engine = engine(LinearFlow.named("f").add(script.task("a")));
        Storage storage = engine.storage();
        storage.put(null, Map.of("ticket", 7));
        storage.put("a", Map.of("host", "h1", "try", 1));
        storage.put("a", Map.of());
        engine.run();
        storage.put("a", Map.of("try", 2));
        assertThat(storage.metadata()).containsExactly(entry("ticket", 7L));
        assertThat(storage.metadata("a")).containsOnly(entry("host", "h1"), entry("try", 2L));
        Engine successor = builder(LinearFlow.named("f").add(script.task("a")))
                .resume(store.load(engine.id()).orElseThrow())
                .build();
        assertThat(successor.storage().metadata("a")).containsOnly(entry("host", "h1"), entry("try", 2L));
        assertThat(successor.storage().metadata()).containsExactly(entry("ticket", 7L));
    }

    @Test
    void whatIsNotThereIsNamed() {
        Storage storage = engine(LinearFlow.named("f").add(script.task("a"))).storage();
        assertThat(storage.atoms()).containsExactly("a");
        for (Runnable call : List.<Runnable>of(
                () -> storage.atom("b"),
                () -> storage.outcome("b", Object.class),
                () -> storage.arguments("b"),
                () -> storage.unsatisfied("b"),
                () -> storage.metadata("b"),
                () -> storage.progress("b"),
                () -> storage.history("b"),
                () -> storage.put("b", Map.of("x", 1)),
                () -> storage.inject("b", Map.of("x", 1)))) {
            assertThatThrownBy(call::run)
                    .isInstanceOf(NotFoundException.class)
                    .hasMessageContaining("no atom 'b'")
                    .hasMessageContaining("[a]");
        }
    }

    @Test
    void aRunThatIsUnderWayCanBeLookedAtFromAnywhere() throws Exception {
        CountDownLatch running = new CountDownLatch(1);
        CountDownLatch go = new CountDownLatch(1);
        List<AtomState> fromBody = new CopyOnWriteArrayList<>();
        try (ParallelExecutor executor = ParallelExecutor.ofThreads(1)) {
            CompletableFuture<Engine> self = new CompletableFuture<>();
            Task task = Tasks.of("a", List.of(), given -> {
                fromBody.add(self.join().storage().atom("a").state());
                running.countDown();
                go.await();
                return "done";
            });
            Engine engine =
                    builder(LinearFlow.named("f").add(task)).executor(executor).build();
            self.complete(engine);
            CompletableFuture<FlowState> end = engine.start();
            running.await();
            assertThat(engine.storage().flowState()).isEqualTo(FlowState.RUNNING);
            assertThat(engine.statistics().incomplete()).isEqualTo(1);
            engine.storage().put("a", Map.of("seen", true));
            assertThat(engine.storage().metadata("a")).containsEntry("seen", true);
            go.countDown();
            assertThat(end.join()).isEqualTo(FlowState.SUCCESS);
            assertThat(store.load(engine.id()).orElseThrow().atoms().get(0).meta())
                    .containsKey("seen");
        }
        assertThat(fromBody).containsExactly(AtomState.RUNNING);
    }
}
