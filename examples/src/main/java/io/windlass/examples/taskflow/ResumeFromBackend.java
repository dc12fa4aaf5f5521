package io.windlass.examples.taskflow;

import io.windlass.atom.Task;
import io.windlass.engine.Engine;
import io.windlass.flow.LinearFlow;
import io.windlass.persistence.StoredAtom;
import io.windlass.persistence.StoredFlow;
import io.windlass.persistence.memory.MemoryPersistence;
import io.windlass.state.AtomState;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.stream.Collectors;

/** A flow is suspended half way; another engine goes on with it, from what is stored. */
final class ResumeFromBackend {
    private static final String NAME = "resume from backend example";

    static final class Step extends Task {
        public String execute() {
            System.out.println("executing " + this);
            return "ok";
        }
    }

    static final class Interrupt extends Task {
        private final CompletableFuture<Engine> engine;

        Interrupt(CompletableFuture<Engine> engine) {
            this.engine = engine;
        }

        public void execute() {
            engine.join().suspend();
        }
    }

    private ResumeFromBackend() {}

    private static LinearFlow flow(CompletableFuture<Engine> engine) {
        return LinearFlow.named(NAME)
                .add(new Step().named("first"), new Interrupt(engine).named("boom"), new Step().named("second"));
    }

    private static void show(Optional<StoredFlow> stored, String headline) {
        Headline.print(headline);
        System.out.println("Flow '" + NAME + "' state: "
                + stored.map(flow -> flow.flow().state().name()).orElse("None"));
        if (stored.isEmpty()) {
            return;
        }
        Map<String, StoredAtom> atoms =
                stored.get().atoms().stream().collect(Collectors.toMap(StoredAtom::name, Function.identity()));
        for (String name : List.of("boom", "first", "second")) {
            StoredAtom atom = atoms.get(name); // there is none before it has been started
            AtomState state = atom == null ? AtomState.PENDING : atom.state();
            System.out.println(" " + name + ": " + state + ", result=" + (atom == null ? null : atom.result()));
        }
    }

    public static void main(String... arguments) {
        try (MemoryPersistence persistence = new MemoryPersistence()) {
            UUID id = UUID.randomUUID();
            show(persistence.load(id), "At the beginning, there is no state");

            Headline.print("Running");
            CompletableFuture<Engine> engine = new CompletableFuture<>();
            engine.complete(
                    Engine.builder(flow(engine)).id(id).persistence(persistence).build());
            engine.join().run();
            show(persistence.load(id), "After running");

            Headline.print("Resuming and running again");
            StoredFlow stored = persistence.load(id).orElseThrow();
            CompletableFuture<Engine> another = new CompletableFuture<>();
            another.complete(Engine.builder(flow(another))
                    .persistence(persistence)
                    .resume(stored)
                    .build());
            another.join().run();
            show(persistence.load(id), "At the end");
        }
    }
}
