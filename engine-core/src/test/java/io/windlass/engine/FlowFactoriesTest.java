package io.windlass.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.type.TypeReference;
import io.windlass.atom.Task;
import io.windlass.failure.DefinitionException;
import io.windlass.failure.DuplicateException;
import io.windlass.failure.InvalidFormatException;
import io.windlass.failure.InvalidStateException;
import io.windlass.failure.NotFoundException;
import io.windlass.flow.Flow;
import io.windlass.flow.LinearFlow;
import io.windlass.notify.FlowListener;
import io.windlass.persistence.FlowRecord;
import io.windlass.persistence.Persistence;
import io.windlass.persistence.StoredFlow;
import io.windlass.persistence.memory.MemoryPersistence;
import io.windlass.persistence.memory.MemoryStore;
import io.windlass.state.FlowState;
import io.windlass.value.Value;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class FlowFactoriesTest {
    private static final UUID BOOK = UUID.fromString("7b1f0dd4-7a8f-4a38-9d2f-0f3a0c8b9a11");

    private final List<String> done = new ArrayList<>();
    private final FlowFactories factories = new FlowFactories().register("greet", this::greet);
    private boolean suspending;

    /** Greets somebody. */
    static final class Greet extends Task {
        private final List<String> done;

        Greet(List<String> done) {
            this.done = done;
        }

        public void execute(String greeting, String whom) {
            done.add(greeting + " " + whom);
        }
    }

    private Flow greet(FactoryArguments arguments) {
        LinearFlow flow = LinearFlow.named("greet");
        String greeting = arguments.find("greeting", String.class).orElse("hi");
        for (String whom : arguments.get("people", new TypeReference<List<String>>() {})) {
            flow.add(new Greet(done).named(whom).inject("greeting", greeting).inject("whom", whom));
        }
        return flow;
    }

    /** Suspends the run when the first task has ended, if told to. */
    private static Engine stoppable(EngineBuilder builder, BooleanSupplier suspending) {
        List<Engine> self = new ArrayList<>();
        Engine engine = builder.listener(new FlowListener() {
                    @Override
                    public void atomChanged(AtomChanged change) {
                        if (suspending.getAsBoolean()) {
                            self.get(0).suspend();
                        }
                    }
                })
                .build();
        self.add(engine);
        return engine;
    }

    private Engine greeting(Persistence persistence, List<String> people) {
        EngineBuilder builder = factories.engine("greet", Map.of("people", people));
        return stoppable(builder.persistence(persistence), () -> suspending);
    }

    private static StoredFlow stored(Map<String, Value> meta) {
        return new StoredFlow(
                new FlowRecord(UUID.randomUUID(), "greet", null, FlowState.SUSPENDED, Map.of(), meta, 0), List.of());
    }

    @Test
    void aFlowIsStoredWithHowItWasMadeBesidesWhatElseIsKept() {
        MemoryPersistence persistence = new MemoryPersistence();
        Engine engine = factories
                .engine("greet", Map.of("people", List.of("jim")))
                .persistence(persistence)
                .meta("ticket", 7)
                .book(BOOK)
                .build();
        engine.run();
        FlowRecord record = persistence.load(engine.id()).orElseThrow().flow();
        assertThat(record.meta())
                .containsOnly(
                        Map.entry("ticket", new Value("7")),
                        Map.entry(
                                FlowFactories.META, new Value("{\"name\":\"greet\",\"args\":{\"people\":[\"jim\"]}}")));
        assertThat(record.book()).isEqualTo(BOOK);
        assertThat(done).containsExactly("hi jim");
    }

    @Test
    void anotherProcessGoesOnWithAFlowFromItsId() {
        MemoryStore store = new MemoryStore();
        suspending = true;
        UUID flow;
        try (MemoryPersistence first = new MemoryPersistence(store)) {
            Engine engine = greeting(first, List.of("jim", "joe"));
            assertThat(engine.run()).isEqualTo(FlowState.SUSPENDED);
            flow = engine.id();
        }
        assertThat(done).containsExactly("hi jim");

        List<String> doneThere = new ArrayList<>();
        FlowFactories there = new FlowFactories()
                .register(
                        "greet",
                        arguments -> LinearFlow.named("greet")
                                .add(arguments.get("people", new TypeReference<List<String>>() {}).stream()
                                        .map(whom -> new Greet(doneThere)
                                                .named(whom)
                                                .inject("greeting", "hello")
                                                .inject("whom", whom))
                                        .toArray(Task[]::new)));
        try (MemoryPersistence second = new MemoryPersistence(store)) {
            assertThat(there.resume(second, flow).build().run()).isEqualTo(FlowState.SUCCESS);
            assertThat(second.load(flow).orElseThrow().flow().meta())
                    .as("it can be made a third time")
                    .containsKey(FlowFactories.META);
        }
        assertThat(doneThere).containsExactly("hello joe");
    }

    @Test
    void aFlowThatAnotherProcessOwnsIsNotResumed() {
        MemoryStore store = new MemoryStore();
        suspending = true;
        try (MemoryPersistence first = new MemoryPersistence(store);
                MemoryPersistence second = new MemoryPersistence(store)) {
            Engine engine = greeting(first, List.of("jim", "joe"));
            engine.run();
            assertThatThrownBy(() -> factories.resume(second, engine.id()))
                    .isInstanceOf(NotFoundException.class)
                    .hasMessageContainingAll(engine.id().toString(), "another process owns it");
        }
    }

    @Test
    void aNameIsRegisteredOnce() {
        assertThatThrownBy(() -> factories.register("greet", this::greet))
                .isInstanceOf(DuplicateException.class)
                .hasMessageContaining("'greet'");
        assertThat(factories.names()).containsExactly("greet");
    }

    @Test
    void anUnknownNameIsRefusedTheFirstTimeAndLater() {
        assertThatThrownBy(() -> factories.engine("part", Map.of()))
                .isInstanceOf(NotFoundException.class)
                .hasMessageContainingAll("'part'", "[greet]");
        StoredFlow gone = stored(Map.of(FlowFactories.META, new Value("{\"name\":\"gone\"}")));
        assertThatThrownBy(() -> factories.flow(gone))
                .isInstanceOf(NotFoundException.class)
                .hasMessageContainingAll("'gone'", "[greet]");
    }

    @Test
    void aFlowThatNoFactoryMadeIsRefused() {
        StoredFlow bare = stored(Map.of("ticket", new Value("7")));
        assertThatThrownBy(() -> factories.resume(new MemoryPersistence(), bare))
                .isInstanceOf(NotFoundException.class)
                .hasMessageContainingAll("'greet'", bare.flow().id().toString(), "not made by a factory");
        assertThatThrownBy(() -> factories.flow(stored(Map.of(FlowFactories.META, Value.NULL))))
                .isInstanceOf(NotFoundException.class);
    }

    @Test
    void aFactoryWithoutStoredArgumentsIsGivenNone() {
        FlowFactories plain = new FlowFactories().register("greet", arguments -> LinearFlow.named("greet"));
        Flow flow = plain.flow(stored(Map.of(FlowFactories.META, new Value("{\"name\":\"greet\"}"))));
        assertThat(flow.children()).isEmpty();
    }

    @Test
    void aFactoryMakesFlowsOfItsOwnName() {
        factories.register("wave", arguments -> LinearFlow.named("wink"));
        assertThatThrownBy(() -> factories.engine("wave", Map.of()))
                .isInstanceOf(DefinitionException.class)
                .hasMessageContainingAll("'wave'", "'wink'");
    }

    @Test
    void noFactoryIsNoNameToTakeFlowsOverBy() {
        assertThatThrownBy(() -> new FlowFactories().names()).isInstanceOf(InvalidStateException.class);
    }

    @Test
    void argumentsAreReadAsWhatIsAskedFor() {
        Map<String, @Nullable Object> given = new HashMap<>();
        given.put("size", 10);
        given.put("nothing", null);
        factories.register("check", arguments -> {
            assertThat(arguments.get("size", int.class)).isEqualTo(10);
            assertThat(arguments.find("size", Long.class)).contains(10L);
            assertThat(arguments.find("nothing", String.class)).isEmpty();
            assertThat(arguments.find("absent", String.class)).isEmpty();
            assertThatThrownBy(() -> arguments.get("nothing", String.class))
                    .isInstanceOf(NotFoundException.class)
                    .hasMessageContainingAll("'check'", "'nothing'", "size");
            assertThatThrownBy(() -> arguments.get("size", UUID.class))
                    .isInstanceOf(InvalidFormatException.class)
                    .hasMessageContainingAll("'check'", "'size'", "UUID");
            return LinearFlow.named("check");
        });
        factories.engine("check", given);
        assertThatThrownBy(() -> factories.engine("check", Map.of("size", Double.NaN)))
                .isInstanceOf(InvalidFormatException.class);
    }
}
