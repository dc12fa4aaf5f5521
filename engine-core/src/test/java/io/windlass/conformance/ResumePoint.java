package io.windlass.conformance;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.windlass.failure.Failure;
import io.windlass.persistence.AtomChange;
import io.windlass.persistence.AtomKind;
import io.windlass.persistence.FlowChange;
import io.windlass.persistence.FlowRecord;
import io.windlass.persistence.Persistence;
import io.windlass.persistence.StoredAtom;
import io.windlass.persistence.StoredFlow;
import io.windlass.state.AtomState;
import io.windlass.state.FlowState;
import io.windlass.state.Intention;
import io.windlass.value.Failures;
import io.windlass.value.Value;
import io.windlass.value.Values;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What the store held when the recorded process died. */
final class ResumePoint {
    private ResumePoint() {}

    /** Puts it into a store; {@return the flow as it is read back} */
    static StoredFlow store(Persistence persistence, UUID id, JsonNode recorded) {
        JsonNode dead = recorded.path("resume_from");
        Map<String, Value> store = new HashMap<>();
        recorded.path("store").properties().forEach(e -> store.put(e.getKey(), Values.of(e.getValue())));
        List<AtomChange> atoms = new ArrayList<>();
        for (JsonNode atom : dead.path("atoms")) {
            atoms.add(new AtomChange(storedAtom(atom), true, false));
        }
        String name = recorded.path("flow").path("name").asText();
        FlowState state = FlowState.valueOf(dead.path("flow_state").asText());
        FlowRecord record = new FlowRecord(id, name, null, state, store, Map.of(), 0);
        persistence
                .save(new FlowChange(record, true, true, atoms, List.of()))
                .toCompletableFuture()
                .join();
        return persistence.load(id).orElseThrow();
    }

    private static StoredAtom storedAtom(JsonNode atom) {
        AtomState state = AtomState.valueOf(atom.path("state").asText());
        boolean retry = atom.path("type").asText().equals("retry");
        int started = state == AtomState.PENDING ? 0 : 1;
        JsonNode results = atom.path("results");
        Value result = results.isMissingNode() || results.isNull() ? null : Values.of(results);
        return new StoredAtom(
                atom.path("name").asText(),
                retry ? AtomKind.RETRY : AtomKind.TASK,
                "1.0",
                state,
                Intention.valueOf(atom.path("intention").asText()),
                started,
                started,
                retry ? history(atom.path("history")) : result,
                failure(atom.path("failure")),
                failure(atom.path("revert_failure")),
                null,
                null,
                Map.of(),
                null);
    }

    private static @Nullable Value history(JsonNode rounds) {
        ArrayNode pairs = Values.mapper().createArrayNode();
        for (JsonNode round : rounds) {
            ObjectNode failures = Values.mapper().createObjectNode();
            round.path("failures")
                    .properties()
                    .forEach(e -> failures.set(e.getKey(), Failures.toTree(recordedFailure(e.getValue()))));
            pairs.addArray().add(round.path("value")).add(failures);
        }
        return pairs.isEmpty() ? null : Values.of(pairs);
    }

    private static Failure recordedFailure(JsonNode message) {
        return Failure.of(List.of("java.lang.Exception"), message.asText(), "", List.of());
    }

    private static @Nullable Value failure(JsonNode message) {
        return message.isNull() ? null : Failures.write(recordedFailure(message));
    }
}
