package io.windlass.conformance;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.windlass.value.Values;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;

/**
 * The recorded cases: those in the resources, or those in the files that the system property {@code taskflow.cases}
 * names (absolute paths, separated as a class path is).
 */
final class Cases {
    private static final Set<String> FIELDS_OF_PENDING = Set.of("type", "state");

    private Cases() {}

    static List<JsonNode> read() throws IOException {
        String files = System.getProperty("taskflow.cases");
        List<String> lines = new ArrayList<>();
        if (files == null || files.isBlank()) {
            try (InputStream in = Cases.class.getResourceAsStream("/taskflow-cases.jsonl")) {
                lines.addAll(new String(in.readAllBytes(), StandardCharsets.UTF_8)
                        .lines()
                        .toList());
            }
        } else {
            for (String file : files.split(File.pathSeparator, -1)) {
                lines.addAll(Files.readAllLines(Path.of(file)));
            }
        }
        lines.removeIf(String::isBlank);
        List<JsonNode> cases = new ArrayList<>();
        for (String line : lines) {
            cases.add(Values.mapper().readTree(line));
        }
        return cases;
    }

    /**
     * Compares and prints what differs.
     *
     * @param unpromised takes away the fields that are not to be compared
     */
    static boolean agrees(JsonNode recorded, JsonNode actual, Consumer<Set<String>> unpromised) {
        JsonNode expected = recorded.path("expect");
        Set<String> fields = new TreeSet<>();
        expected.fieldNames().forEachRemaining(fields::add);
        fields.remove("calls_in_order");
        boolean rejected = expected.has("rejected");
        if (rejected) {
            fields.retainAll(Set.of("rejected", "at"));
        } else {
            unpromised.accept(fields);
        }
        List<String> differences = new ArrayList<>();
        if (!rejected && actual.has("rejected")) {
            differences.add("  expected to run, but was rejected: " + actual);
            fields.clear();
        }
        for (String field : fields) {
            JsonNode wanted = normalized(field, expected.path(field), expected);
            JsonNode got = normalized(field, actual.path(field), expected);
            if (!wanted.equals(got)) {
                differences.add("  " + field + "\n    expected " + wanted + "\n    actual   " + got);
            }
        }
        if (!differences.isEmpty()) {
            System.out.println(recorded.path("id").asText() + "\n" + String.join("\n", differences));
        }
        return differences.isEmpty();
    }

    /** Takes away what a recording does not promise: the order of calls, all but the state of pending atoms. */
    private static JsonNode normalized(String field, JsonNode value, JsonNode expected) {
        if (field.equals("calls") && !expected.path("calls_in_order").asBoolean()) {
            List<String> calls = new ArrayList<>(ScriptedTasks.texts(value));
            calls.sort(null);
            return Values.mapper().valueToTree(calls);
        }
        if (field.equals("final")) {
            ObjectNode copy = value.deepCopy();
            copy.forEach(atom -> {
                if (atom.path("state").asText().equals("PENDING")) {
                    Set<String> extra = new HashSet<>();
                    atom.fieldNames().forEachRemaining(extra::add);
                    extra.removeAll(FIELDS_OF_PENDING);
                    ((ObjectNode) atom).remove(extra);
                }
            });
            return copy;
        }
        return value;
    }
}
