package io.windlass.examples.taskflow;

import io.windlass.atom.Task;
import io.windlass.atom.TaskContext;
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
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.stream.Collectors;

/** A flow is suspended half way; another engine goes on with it, from what is stored. */
final class ResumeFromBackend {
    private static final String NAME = "resume from backend example";

    static final class Step extends Task {
        public String execute(TaskContext context) {
            System.out.println("executing " + context.request().atom());
            return "ok";
        }
    }

    static final class Interrupt extends Task {
        private final AtomicReference<Engine> engine;

        Interrupt(AtomicReference<Engine> engine) {
            this.engine = engine;
        }

        public void execute() {
            engine.get().suspend();
        }
    }

    private ResumeFromBackend() {}

    private static LinearFlow flow(AtomicReference<Engine> engine) {
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
            AtomicReference<Engine> engine = new AtomicReference<>();
            engine.set(
                    Engine.builder(flow(engine)).id(id).persistence(persistence).build());
            engine.get().run();
            show(persistence.load(id), "After running");

            Headline.print("Resuming and running again");
            StoredFlow stored = persistence.load(id).orElseThrow();
            engine.set(Engine.builder(flow(engine))
                    .persistence(persistence)
                    .resume(stored)
                    .build());
            engine.get().run();
            show(persistence.load(id), "At the end");
        }
    }
}
