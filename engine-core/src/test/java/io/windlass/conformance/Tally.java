package io.windlass.conformance;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.windlass.compiler.Compiler;
import io.windlass.flow.Flow;
import io.windlass.value.Values;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * Replays cases on executors that bring each outcome by itself, and counts. States, results, stored details and what was
 * raised are compared, of flows without independent atoms everything; cases whose end depends on the order of
 * independent atoms are left out.
 */
final class Tally {
    /** What tells of the way, on which independent atoms may take turns, and not of the end. */
    private static final Set<String> OF_THE_WAY =
            Set.of("flow_states", "atom_states", "calls", "suspended_in", "raised_when_suspended");

    private final String where;
    private final int times;
    private final List<String> failed = new ArrayList<>();
    private final Map<String, Integer> leftOut = new TreeMap<>();
    private int passed;

    /** Counts cases that are replayed so many times each. */
    Tally(String where, int times) {
        this.where = where;
        this.times = times;
    }

    void count(JsonNode recorded, Replay.Setting setting, Supplier<? extends ScriptedTasks> tasks) {
        boolean rejected = recorded.path("expect").has("rejected");
        boolean inTurn = rejected;
        if (!rejected) {
            Flow flow = new RecordedFlow(new ScriptedTasks()).build(recorded.path("flow"));
            OrderDependence order = new OrderDependence(recorded, Compiler.compile(flow));
            Optional<String> reason = order.reason();
            if (reason.isPresent()) {
                leftOut.merge(reason.get(), 1, Integer::sum);
                return;
            }
            inTurn = !order.hasIndependentAtoms();
        }
        Set<String> unpromised = inTurn ? Set.of() : OF_THE_WAY;
        JsonNode wanted = asMessages(recorded);
        for (int i = 0; i < times; i++) {
            JsonNode actual = new Replay(recorded, setting, tasks.get()).run();
            if (!Cases.agrees(wanted, asMessages(actual), fields -> fields.removeAll(unpromised))) {
                failed.add(recorded.path("id").asText());
                return;
            }
        }
        passed++;
    }

    /** With the messages that were raised alone: a failure from a worker has no exception to raise by itself. */
    private static JsonNode asMessages(JsonNode told) {
        ObjectNode copy = told.deepCopy();
        for (String field : List.of("raised", "raised_when_suspended")) {
            copy.path("expect")
                    .path(field)
                    .forEach(messages -> copy.withObject("/expect").set(field, messages(messages)));
            copy.path(field).forEach(messages -> copy.set(field, messages(messages)));
        }
        return copy;
    }

    private static ArrayNode messages(JsonNode messages) {
        return messages instanceof ArrayNode array
                ? array
                : Values.mapper().createArrayNode().add(messages);
    }

    /** Prints the counts; {@return the cases that failed} */
    List<String> report() {
        int left = leftOut.values().stream().mapToInt(Integer::intValue).sum();
        String reasons = leftOut.entrySet().stream()
                .map(e -> e.getValue() + " " + e.getKey())
                .collect(Collectors.joining("; "));
        System.out.println("conformance on " + where + ": " + passed + " passed, " + failed.size() + " failed, " + left
                + " left out: " + (reasons.isEmpty() ? "none" : reasons));
        return failed;
    }
}
