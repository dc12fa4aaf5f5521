package io.windlass.engine;

import io.windlass.atom.Input;
import io.windlass.atom.Task;
import io.windlass.atom.Tasks;
import io.windlass.failure.Failure;
import io.windlass.failure.FlowFailedException;
import io.windlass.flow.Flow;
import io.windlass.notify.FlowListener;
import io.windlass.persistence.AtomKind;
import io.windlass.persistence.StoredAtom;
import io.windlass.persistence.StoredFlow;
import io.windlass.retry.Decision;
import io.windlass.state.FlowState;
import io.windlass.value.Values;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/** Tasks that tell what they do, and runs that tell how they end. */
final class Script implements FlowListener {
    final List<String> calls = new CopyOnWriteArrayList<>();
    final List<String> changes = new CopyOnWriteArrayList<>();

    /** A task that returns its name. */
    Task task(String name, String... inputs) {
        return Tasks.of(
                name,
                inputs(inputs),
                given -> {
                    calls.add(name);
                    return name;
                },
                (outcome, failures, given) -> calls.add("-" + name));
    }

    /** A task that always fails. */
    Task failing(String name) {
        return Tasks.of(
                name,
                List.of(),
                given -> {
                    calls.add(name);
                    throw new IllegalStateException(name + " fails");
                },
                (outcome, failures, given) -> calls.add("-" + name));
    }

    /** A task that fails in the rounds before one, by its input {@code round}. */
    Task failingBefore(int round, String name) {
        return Tasks.of(
                name,
                List.of(Input.in("round", Integer.class)),
                given -> {
                    calls.add(name);
                    if (Objects.requireNonNull((Integer) given.get("round")) < round) {
                        throw new IllegalStateException(name + " fails in round " + given.get("round"));
                    }
                    return name;
                },
                (outcome, failures, given) -> calls.add("-" + name));
    }

    /** A task that returns its name, and whose revert fails. */
    Task stuck(String name) {
        return Tasks.of(
                name,
                List.of(),
                given -> {
                    calls.add(name);
                    return name;
                },
                (outcome, failures, given) -> {
                    calls.add("-" + name);
                    throw new IllegalStateException(name + " cannot be undone");
                });
    }

    /** A controller that provides the number of its round, and gives these answers in turn, the last for good. */
    ScriptedRetry retry(Decision... answers) {
        return new ScriptedRetry(calls, answers);
    }

    /** An engine of its own store, which this listens to. */
    Engine engine(Flow flow) {
        return Engine.builder(flow).listener(this).build();
    }

    private static List<? extends Input> inputs(String... names) {
        return List.of(names).stream().map(name -> Input.in(name, Object.class)).toList();
    }

    @Override
    public void flowChanged(FlowChanged change) {
        changes.add(change.to().name());
    }

    @Override
    public void atomChanged(AtomChanged change) {
        changes.add(change.atom() + " " + change.to());
    }

    /** Runs; {@return the messages of what it failed with, empty when it did not} */
    static List<String> failuresOf(Engine engine) {
        try {
            engine.run();
            return List.of();
        } catch (FlowFailedException e) {
            return e.failures().stream().map(Failure::message).toList();
        }
    }

    /** {@return what is stored: states, and what execute led to; of a retry the number of its rounds} */
    static Map<String, String> told(StoredFlow stored) {
        Map<String, String> told = new TreeMap<>();
        FlowState state = stored.flow().state();
        told.put("", state.name());
        for (StoredAtom atom : stored.atoms()) {
            told.put(atom.name(), atom.state() + "/" + atom.intention() + " " + result(atom));
        }
        return told;
    }

    private static @Nullable Object result(StoredAtom atom) {
        if (atom.kind() == AtomKind.RETRY) {
            return atom.result() == null ? 0 : Values.tree(atom.result()).size();
        }
        return atom.result();
    }
}
