package io.windlass.persistence;

import io.windlass.state.Action;
import io.windlass.state.AtomState;
import io.windlass.state.FlowState;
import io.windlass.state.Intention;
import io.windlass.state.RequestName;
import io.windlass.value.Value;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Flows, atoms and changes to store. */
public final class Samples {
    public static final Map<String, Value> STORE =
            Map.of("volume", new Value("\"vol-1\""), "size", new Value("1.50"), "nothing", Value.NULL);

    private Samples() {}

    public static FlowRecord flow(UUID id, FlowState state, long history) {
        return new FlowRecord(id, "create-volume", null, state, STORE, Map.of(), history);
    }

    public static FlowChange created(UUID id) {
        return new FlowChange(flow(id, FlowState.RUNNING, 1), true, true, List.of(), List.of(flowEntry(1)));
    }

    public static FlowChange change(UUID id, AtomChange... atoms) {
        return new FlowChange(flow(id, FlowState.RUNNING, 1), false, false, List.of(atoms), List.of());
    }

    public static FlowChange ended(UUID id, FlowState state) {
        return new FlowChange(flow(id, state, 1), false, false, List.of(), List.of());
    }

    public static StoredAtom atom(String name, AtomState state, @Nullable String resultJson) {
        @Nullable Value result = resultJson == null ? null : new Value(resultJson);
        return new StoredAtom(
                name,
                AtomKind.TASK,
                "1.0",
                state,
                Intention.EXECUTE,
                1,
                1,
                result,
                null,
                null,
                null,
                null,
                Map.of(),
                null);
    }

    /** {@return the atom with other metadata, and due at another time} */
    public static StoredAtom described(StoredAtom atom, Map<String, Value> meta, @Nullable Instant due) {
        return new StoredAtom(
                atom.name(),
                atom.kind(),
                atom.version(),
                atom.state(),
                atom.intention(),
                atom.round(),
                atom.attempt(),
                atom.result(),
                atom.failure(),
                atom.revertFailure(),
                atom.worker(),
                atom.runId(),
                meta,
                due);
    }

    public static AtomChange running(String name) {
        return new AtomChange(atom(name, AtomState.RUNNING, null), false, false);
    }

    /** The first change of an atom. */
    public static AtomChange started(String name) {
        return new AtomChange(atom(name, AtomState.RUNNING, null), false, false, true);
    }

    public static AtomChange succeeded(String name, String resultJson) {
        return new AtomChange(atom(name, AtomState.SUCCESS, resultJson), true, false);
    }

    public static HistoryEntry flowEntry(long sequence) {
        return new HistoryEntry(sequence, null, 0, 0, "PENDING", "RUNNING", null, null);
    }

    public static InboxEntry reply(UUID flow, String atom, String runId) {
        RequestName request = new RequestName(flow, atom, Action.EXECUTE, 1, 2);
        return new InboxEntry(request, runId, "worker-1", true, new Value("{\"a\":\"\\u0000\"}"));
    }
}
