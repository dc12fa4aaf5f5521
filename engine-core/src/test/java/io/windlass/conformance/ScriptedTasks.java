package io.windlass.conformance;

import com.fasterxml.jackson.databind.JsonNode;
import io.windlass.atom.FlowFailures;
import io.windlass.atom.Input;
import io.windlass.atom.Outcome;
import io.windlass.atom.Task;
import io.windlass.atom.Tasks;
import io.windlass.value.Values;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/** Tasks that do what their recording says: count their calls, tell of them, and throw when their turn has come. */
class ScriptedTasks {
    private final List<String> calls = new CopyOnWriteArrayList<>();
    private final Map<String, Integer> counts = new ConcurrentHashMap<>();

    List<String> calls() {
        return List.copyOf(calls);
    }

    /** Told the id of the flow before it runs. */
    void begin(UUID flow) {}

    /** {@return the names of a task's parameters, sorted} */
    static List<String> arguments(JsonNode node) {
        TreeSet<String> arguments = new TreeSet<>();
        node.path("requires").forEach(argument -> arguments.add(argument.asText()));
        node.path("rebind").fieldNames().forEachRemaining(arguments::add);
        return List.copyOf(arguments);
    }

    Task task(JsonNode node) {
        String name = node.path("name").asText();
        List<String> arguments = arguments(node);
        List<Input> inputs = arguments.stream()
                .map(argument -> new Input(argument, Object.class, Input.Role.REQUIRED, true))
                .toList();
        Task task = Tasks.of(
                name,
                inputs,
                given -> execute(node, given::get),
                (outcome, failures, given) -> revert(node, outcome, failures));
        node.path("rebind")
                .properties()
                .forEach(e -> task.rebind(e.getKey(), e.getValue().asText()));
        node.path("inject")
                .properties()
                .forEach(e -> task.inject(e.getKey(), Values.read(Values.of(e.getValue()), Object.class)));
        return provides(task, node);
    }

    /** Says what the task provides, and its priority. */
    static Task provides(Task task, JsonNode node) {
        JsonNode provides = node.path("provides");
        if (provides.isTextual()) {
            task.provides(provides.asText());
        } else if (provides.isArray()) {
            task.providesItems(texts(provides).toArray(String[]::new));
        } else if (provides.isObject()) {
            task.providesEntries(texts(provides.path("keys")).toArray(String[]::new));
        }
        return task.priority(node.path("priority").asInt(0));
    }

    static List<String> texts(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false)
                .map(JsonNode::asText)
                .toList();
    }

    static List<@Nullable Object> naturals(Iterable<JsonNode> array) {
        List<@Nullable Object> values = new ArrayList<>();
        array.forEach(node -> values.add(Values.read(Values.of(node), Object.class)));
        return values;
    }

    /** One call of execute. */
    Object execute(JsonNode node, Function<String, @Nullable Object> given) {
        String name = node.path("name").asText();
        int number = counts.merge(name + " execute", 1, Integer::sum);
        List<String> parts = new ArrayList<>();
        arguments(node).forEach(argument -> parts.add(argument + "=" + text(given.apply(argument))));
        String call = name + "#" + number + "(" + String.join(",", parts) + ")";
        calls.add("execute " + call);
        failIfItsTurn(node.path("fail_execute"), number, name + " execute " + number);
        JsonNode provides = node.path("provides");
        if (provides.isArray()) {
            List<String> items = new ArrayList<>();
            for (int i = 0; i < provides.size(); i++) {
                items.add(call + "[" + i + "]");
            }
            return items;
        }
        if (provides.isObject()) {
            Map<String, String> entries = new LinkedHashMap<>();
            texts(provides.path("keys")).forEach(key -> entries.put(key, call + "." + key));
            return entries;
        }
        return call;
    }

    /** One call of revert. */
    void revert(JsonNode node, Outcome<Object> outcome, FlowFailures failures) {
        String name = node.path("name").asText();
        int number = counts.merge(name + " revert", 1, Integer::sum);
        String result = "None";
        if (outcome instanceof Outcome.Succeeded<Object> succeeded) {
            result = text(succeeded.value());
        } else if (outcome instanceof Outcome.Failed<Object> failed) {
            result = "!" + failed.failure().message();
        }
        String names = failures.byAtom().keySet().stream().sorted().collect(Collectors.joining(","));
        calls.add("revert " + name + "#" + number + " result=" + result + " failures=" + names);
        failIfItsTurn(node.path("fail_revert"), number, name + " revert " + number);
    }

    private static void failIfItsTurn(JsonNode turns, int number, String message) {
        for (JsonNode turn : turns) {
            if (turn.asInt() == number) {
                throw new IllegalStateException(message);
            }
        }
    }

    private static String text(@Nullable Object value) {
        if (value == null) {
            return "None";
        }
        if (value instanceof List<?> list) {
            return list.stream().map(ScriptedTasks::text).collect(Collectors.joining(",", "[", "]"));
        }
        if (value instanceof Map<?, ?> map) {
            TreeMap<String, String> sorted = new TreeMap<>();
            map.forEach((key, item) -> sorted.put(String.valueOf(key), text(item)));
            return sorted.entrySet().stream()
                    .map(e -> e.getKey() + ":" + e.getValue())
                    .collect(Collectors.joining(",", "{", "}"));
        }
        return String.valueOf(value);
    }
}
