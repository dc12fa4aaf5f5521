package io.windlass.engine;

import io.windlass.failure.Failure;
import io.windlass.flow.Flow;
import io.windlass.persistence.AtomChange;
import io.windlass.persistence.AtomKind;
import io.windlass.persistence.FlowChange;
import io.windlass.persistence.FlowRecord;
import io.windlass.persistence.StoredAtom;
import io.windlass.persistence.memory.MemoryPersistence;
import io.windlass.state.AtomState;
import io.windlass.state.FlowState;
import io.windlass.state.Intention;
import io.windlass.value.Failures;
import io.windlass.value.Value;
import io.windlass.value.Values;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What a process that died has left of a flow in the store. An atom is written as {@code a SUCCESS} or, where another
 * intention than EXECUTE is stored, {@code a SUCCESS/REVERT}; a controller with the number of its rounds, which
 * provided 1, 2 and so on, and the atoms that failed in the newest: {@code r SUCCESS/RETRY 1 a}. A task that was done
 * returned its name; one in FAILURE failed with its name and {@code failed}.
 */
final class Remains {
    private final MemoryPersistence store;
    private final UUID id = UUID.randomUUID();

    private Remains(MemoryPersistence store) {
        this.store = store;
    }

    static Remains in(MemoryPersistence store, FlowState state, String... atoms) {
        return in(store, state, Map.of(), List.of(atoms));
    }

    static Remains in(MemoryPersistence store, FlowState state, Map<String, Value> values, List<String> atoms) {
        Remains remains = new Remains(store);
        List<AtomChange> changes = new ArrayList<>();
        atoms.forEach(atom -> changes.add(new AtomChange(atom(atom.split(" ", -1)), true, true)));
        FlowRecord flow = new FlowRecord(remains.id, "f", null, state, values, Map.of(), 0);
        store.save(new FlowChange(flow, true, true, changes, List.of()))
                .toCompletableFuture()
                .join();
        return remains;
    }

    private static StoredAtom atom(String[] words) {
        String[] states = words[1].split("/", -1);
        AtomState state = AtomState.valueOf(states[0]);
        boolean retry = words.length > 2;
        int round = state == AtomState.PENDING ? 0 : 1;
        return new StoredAtom(
                words[0],
                retry ? AtomKind.RETRY : AtomKind.TASK,
                "1.0",
                state,
                states.length > 1 ? Intention.valueOf(states[1]) : Intention.EXECUTE,
                round,
                round,
                retry ? rounds(words) : hasResult(state) ? Values.write(words[0]) : null,
                state == AtomState.FAILURE ? failure(words[0] + " failed") : null,
                state == AtomState.REVERT_FAILURE ? failure(words[0] + " could not be undone") : null,
                null,
                null,
                Map.of(),
                null);
    }

    private static boolean hasResult(AtomState state) {
        return state == AtomState.SUCCESS || state == AtomState.REVERTING || state == AtomState.REVERTED;
    }

    private static Value failure(String message) {
        return Failures.write(recorded(message));
    }

    private static Failure recorded(String message) {
        return Failure.of(List.of("java.lang.IllegalStateException"), message, "", List.of());
    }

    private static @Nullable Value rounds(String[] words) {
        List<List<Object>> rounds = new ArrayList<>();
        for (int i = 1; i <= Integer.parseInt(words[2]); i++) {
            rounds.add(List.of(i, Map.of()));
        }
        if (words.length > 3) {
            rounds.set(rounds.size() - 1, List.of(rounds.size(), failures(words)));
        }
        return rounds.isEmpty() ? null : Values.write(rounds);
    }

    private static Map<String, Object> failures(String[] words) {
        return Map.of(words[3], Failures.toTree(recorded(words[3] + " failed")));
    }

    UUID id() {
        return id;
    }

    /** Describes a run that goes on with it. */
    EngineBuilder resume(Flow flow) {
        return Engine.builder(flow).persistence(store).resume(store.load(id).orElseThrow());
    }

    /** {@return what is stored by now, as {@link Script#told} tells it} */
    Map<String, String> told() {
        return Script.told(store.load(id).orElseThrow());
    }
}
