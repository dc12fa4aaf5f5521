package io.windlass.conformance;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.windlass.atom.Atom;
import io.windlass.atom.Provides;
import io.windlass.compiler.Compilation;
import io.windlass.compiler.NodeKind;
import io.windlass.engine.Engine;
import io.windlass.persistence.StoredAtom;
import io.windlass.persistence.StoredFlow;
import io.windlass.state.AtomState;
import io.windlass.value.Failures;
import io.windlass.value.Value;
import io.windlass.value.Values;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a flow has come to, in the recording's own form. */
final class Description {
    private final Compilation compilation;
    private final Engine engine;
    private final Map<String, StoredAtom> atoms = new HashMap<>();

    Description(Compilation compilation, Engine engine, StoredFlow stored) {
        this.compilation = compilation;
        this.engine = engine;
        stored.atoms().forEach(atom -> atoms.put(atom.name(), atom));
    }

    ObjectNode finals() {
        ObjectNode finals = Values.mapper().createObjectNode();
        for (int node : compilation.atoms()) {
            String name = compilation.atom(node).name();
            finals.set(name, finalOf(compilation.kind(node) == NodeKind.RETRY, atoms.get(name)));
        }
        return finals;
    }

    private static ObjectNode finalOf(boolean retry, @Nullable StoredAtom atom) {
        ObjectNode node = Values.mapper().createObjectNode().put("type", retry ? "retry" : "task");
        if (atom == null) {
            return node.put("state", "PENDING");
        }
        node.put("state", atom.state().name());
        node.set("failure", message(atom.failure()));
        node.set("revert_failure", message(atom.revertFailure()));
        Value result = atom.result();
        JsonNode stored = result == null ? Values.mapper().nullNode() : Values.tree(result);
        if (retry) {
            node.set("history", history(stored));
        } else if (atom.state() == AtomState.REVERT_FAILURE) {
            node.putNull("results"); // kept for whoever tries again, and not read otherwise; TaskFlow drops it
        } else {
            node.set("results", stored);
        }
        return node;
    }

    private static ArrayNode history(JsonNode stored) {
        ArrayNode history = Values.mapper().createArrayNode();
        for (JsonNode round : stored) {
            ObjectNode told = history.addObject();
            told.set("value", round.get(0));
            ObjectNode failures = told.putObject("failures");
            round.get(1)
                    .properties()
                    .forEach(e ->
                            failures.put(e.getKey(), Failures.read(e.getValue()).message()));
        }
        return history;
    }

    private static JsonNode message(@Nullable Value failure) {
        return failure == null
                ? Values.mapper().nullNode()
                : Values.mapper()
                        .getNodeFactory()
                        .textNode(Failures.read(failure).message());
    }

    /** All that can be fetched; as in TaskFlow a failed provider of a whole value shows its failure. */
    ObjectNode results(JsonNode store) {
        ObjectNode results = Values.mapper().createObjectNode();
        store.fieldNames().forEachRemaining(name -> put(results, name, true));
        compilation.scopes().symbols().forEach(name -> put(results, name, store.has(name)));
        return results;
    }

    private void put(ObjectNode results, String symbol, boolean inStore) {
        Iterator<@Nullable Object> values = engine.results(symbol, Object.class).iterator();
        List<JsonNode> all = new ArrayList<>();
        if (inStore) {
            all.add(tree(values.next()));
        }
        for (int provider : compilation.scopes().providersOf(symbol)) {
            Atom<?> atom = compilation.atom(provider);
            StoredAtom stored = atoms.get(atom.name());
            boolean whole = atom.results().form() == Provides.Form.WHOLE;
            if (stored != null && stored.failure() != null) {
                if (whole) {
                    all.add(Values.mapper().createObjectNode().set("failure", message(stored.failure())));
                }
            } else if (stored != null && stored.state() == AtomState.SUCCESS) {
                all.add(tree(values.next()));
            }
        }
        if (values.hasNext()) {
            throw new AssertionError("there are more values of '" + symbol + "' than providers that succeeded");
        }
        if (all.size() == 1) {
            results.set(symbol, all.get(0));
        } else if (!all.isEmpty()) {
            results.set(symbol, Values.mapper().createArrayNode().addAll(all));
        }
    }

    private static JsonNode tree(@Nullable Object value) {
        return Values.tree(Values.write(value));
    }
}
