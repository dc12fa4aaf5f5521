package io.windlass.listener;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.windlass.value.Value;
import io.windlass.value.Values;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What listeners and {@link FailureFormatter} do not show. Immutable.
 *
 * @param hidden atoms whose inputs and results are not shown at all
 * @param inputKeys inputs, and entries of JSON objects in inputs at whatever depth, that are shown as {@code ***}
 * @param resultKeys entries of JSON objects in results, at whatever depth, that are shown as {@code ***}
 */
public record Masking(Set<String> hidden, Set<String> inputKeys, Set<String> resultKeys) {
    /** Hides nothing. */
    public static final Masking NONE = new Masking(Set.of(), Set.of(), Set.of());

    private static final String MASK = "***";

    public Masking {
        hidden = Set.copyOf(hidden);
        inputKeys = Set.copyOf(inputKeys);
        resultKeys = Set.copyOf(resultKeys);
    }

    /** {@return the same, but hiding these atoms} */
    public Masking hiding(String... atoms) {
        return new Masking(Set.of(atoms), inputKeys, resultKeys);
    }

    /** {@return the same, but masking these keys in inputs} */
    public Masking inInputs(String... keys) {
        return new Masking(hidden, Set.of(keys), resultKeys);
    }

    /** {@return the same, but masking these keys in results} */
    public Masking inResults(String... keys) {
        return new Masking(hidden, inputKeys, Set.of(keys));
    }

    /** {@return whether inputs and results of the atom are not shown} */
    boolean hides(String atom) {
        return hidden.contains(atom);
    }

    /** {@return a result as it may be shown} */
    String result(Value result) {
        return masked(result, resultKeys);
    }

    /** {@return inputs as they may be shown, by name} */
    Map<String, String> inputs(Map<String, @Nullable Object> inputs) {
        Map<String, String> shown = new LinkedHashMap<>();
        new TreeMap<>(inputs)
                .forEach((name, value) ->
                        shown.put(name, inputKeys.contains(name) ? MASK : masked(Values.write(value), inputKeys)));
        return shown;
    }

    private static String masked(Value value, Set<String> keys) {
        if (keys.isEmpty()) {
            return value.json();
        }
        JsonNode tree = Values.tree(value);
        mask(tree, keys);
        return Values.of(tree).json();
    }

    private static void mask(JsonNode node, Set<String> keys) {
        if (node instanceof ObjectNode object) {
            object.fieldNames().forEachRemaining(name -> {
                if (keys.contains(name)) {
                    object.put(name, MASK);
                }
            });
        }
        node.forEach(child -> mask(child, keys));
    }
}
