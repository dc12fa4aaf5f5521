package io.windlass.engine;

import io.windlass.atom.Input;
import io.windlass.atom.Task;
import io.windlass.atom.Tasks;
import io.windlass.failure.FlowFailedException;
import io.windlass.failure.MayHaveRunException;
import io.windlass.failure.PoisonException;
import io.windlass.flow.Flow;
import io.windlass.flow.LinearFlow;
import io.windlass.persistence.Persistence;
import io.windlass.persistence.Takeover;
import io.windlass.persistence.memory.MemoryPersistence;
import io.windlass.persistence.memory.MemoryStore;
import io.windlass.state.FlowState;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;

/** A flow of three tasks that got stuck in the second one, the process that ran it, and that of an operator. */
final class StuckFlow implements AutoCloseable {
    /** How it got stuck. */
    enum Kind {
        FAILED_REVERT_PARKED,
        FAILED_REVERT_ENDED,
        POISON,
        MAY_HAVE_RUN;

        boolean isRevert() {
            return this == FAILED_REVERT_PARKED || this == FAILED_REVERT_ENDED;
        }
    }

    final MemoryStore store = new MemoryStore();
    final Persistence engines = new MemoryPersistence(store);
    final Persistence operator = new MemoryPersistence(store);
    final Operations operations = Operations.on(operator);
    /** What the tasks did, with the number of round and attempt. */
    final List<String> calls = new CopyOnWriteArrayList<>();

    final UUID id = UUID.randomUUID();
    private final Kind kind;
    /** Whether what broke is mended. */
    private final AtomicBoolean well = new AtomicBoolean();

    StuckFlow(Kind kind) {
        this.kind = kind;
        run(Engine.builder(flow()).id(id).park(kind != Kind.FAILED_REVERT_ENDED), engines);
    }

    void mend() {
        well.set(true);
    }

    private Task task(String name, Runnable execute, Runnable revert, String... inputs) {
        List<Input> given = List.of(inputs).stream()
                .<Input>map(input -> Input.in(input, String.class))
                .toList();
        return Tasks.of(
                        name,
                        given,
                        in -> {
                            calls.add(name + " " + in.context().request().round() + "."
                                    + in.context().request().attempt()
                                    + (inputs.length == 0 ? "" : " of " + in.get(inputs[0])));
                            execute.run();
                            return name;
                        },
                        (outcome, failures, in) -> {
                            calls.add("-" + name + " " + in.context().request().round() + "."
                                    + in.context().request().attempt() + " "
                                    + outcome.getClass().getSimpleName());
                            revert.run();
                        })
                .provides(name);
    }

    private Flow flow() {
        return LinearFlow.named("three")
                .add(
                        task("first", () -> {}, () -> {}),
                        task(
                                "middle",
                                () -> {
                                    if (!well.get() && kind == Kind.POISON) {
                                        throw new PoisonException("it was started 5 times");
                                    }
                                    if (!well.get() && kind == Kind.MAY_HAVE_RUN) {
                                        throw new MayHaveRunException("worker w-1, run r-1");
                                    }
                                },
                                () -> {
                                    if (!well.get() && kind.isRevert()) {
                                        throw new IllegalStateException("the array does not answer");
                                    }
                                }),
                        task(
                                "last",
                                () -> {
                                    if (kind.isRevert()) {
                                        throw new IllegalStateException("no space");
                                    }
                                },
                                () -> {},
                                "middle"));
    }

    private static FlowState run(EngineBuilder builder, Persistence persistence) {
        Engine engine = builder.persistence(persistence).build();
        try {
            return engine.run();
        } catch (FlowFailedException e) {
            return engine.state();
        }
    }

    /** Some engine process looks for what is to be run, as each does from time to time; {@return how many it found} */
    int lookForWork() {
        int found = 0;
        for (Takeover takeover : engines.takeOver(10)) {
            for (UUID flow : takeover.flows()) {
                run(Engine.builder(flow()).park(true).resume(engines.claim(flow).orElseThrow()), engines);
                found++;
            }
        }
        return found;
    }

    /** The engine process goes on with it, although nobody asked for that. */
    void resumeByCode() {
        run(Engine.builder(flow()).park(true).resume(engines.claim(id).orElseThrow()), engines);
    }

    FlowState state() {
        return operator.loadRecord(id).orElseThrow().state();
    }

    String atom(String name) {
        return operator.loadAtom(id, name).map(atom -> atom.state().name()).orElse("PENDING");
    }

    UndoReport.Effect effect(String atom) {
        return operations.report(id).atoms().stream()
                .filter(line -> line.atom().equals(atom))
                .findFirst()
                .map(UndoReport.Line::effect)
                .orElse(UndoReport.Effect.NONE);
    }

    @Override
    public void close() {
        engines.close();
        operator.close();
    }
}
