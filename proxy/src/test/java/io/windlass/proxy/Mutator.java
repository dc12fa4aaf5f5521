package io.windlass.proxy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Changes one place of a JSON text at random: takes a member away, adds one, or puts something else there. */
final class Mutator {
    private static final List<String> OTHERS = List.of(
            "null",
            "true",
            "0",
            "1",
            "-1",
            "0.5",
            "1.5",
            "\"\"",
            "\"x\"",
            "\"7\"",
            "\"true\"",
            "\" GO \"",
            "\"GO\"",
            "\"revert\"",
            "\"REVERT\"",
            "\"SUCCESS\"",
            "\"FAILURE\"",
            "\"EVENT\"",
            "\"RUNNING\"",
            "\"Exception\"",
            "\"PT1S\"",
            "\"PT-1S\"",
            "\"P1D\"",
            "\"PT\"",
            "\"00000000-0000-0001-0000-000000000002\"",
            "\"0-0-1-0-2\"",
            "\"AAAAAAAAAAAAAAAAAAAAAA==\"",
            "2147483647",
            "2147483648",
            "-2147483649",
            "9223372036854775807",
            "9223372036854775808",
            "[]",
            "[1]",
            "[\"x\"]",
            "[null]",
            "{}",
            "{\"x\":1}",
            "{\"json\":\"{}\"}",
            "{\"json\":\"[]\"}",
            "{\"json\":1}",
            "[\"success\",1]",
            "[\"failure\",1]",
            "[\"success\"]",
            '"' + "x".repeat(255) + '"',
            '"' + "x".repeat(256) + '"',
            '"' + "x".repeat(2048) + '"',
            '"' + "x".repeat(2049) + '"',
            "[1" + ",1".repeat(127) + "]",
            "[1" + ",1".repeat(128) + "]",
            "[\"Exception\"" + ",\"Exception\"".repeat(199) + "]",
            "[\"Exception\"" + ",\"Exception\"".repeat(200) + "]",
            "{\"" + "x".repeat(256) + "\":[]}");

    /** Members that an object may not have: one that nobody knows, and some that others have. */
    private static final List<String> ADDED = List.of("unknown", "result", "details", "failures", "causes", "exc_args");

    private final Random random;

    Mutator(long seed) {
        random = new Random(seed);
    }

    JsonNode mutated(JsonNode body) {
        JsonNode root = body.deepCopy();
        List<JsonNode> places = new ArrayList<>();
        collect(root, places);
        int place = random.nextInt(places.size() + 1);
        if (place == places.size()) {
            return other();
        }
        change(places.get(place));
        return root;
    }

    /** Every object and array that has something to change, and every object that takes another member. */
    private static void collect(JsonNode node, List<JsonNode> places) {
        if (node.isObject() || !node.isEmpty()) {
            places.add(node);
        }
        node.forEach(child -> collect(child, places));
    }

    private void change(JsonNode place) {
        if (place instanceof ObjectNode object) {
            List<String> names = new ArrayList<>();
            object.fieldNames().forEachRemaining(names::add);
            names.add(ADDED.get(random.nextInt(ADDED.size())));
            String name = names.get(random.nextInt(names.size()));
            if (random.nextInt(4) == 0) {
                object.remove(name);
            } else {
                object.set(name, other());
            }
        } else if (place instanceof ArrayNode array) {
            int at = random.nextInt(array.size());
            switch (random.nextInt(3)) {
                case 0 -> array.remove(at);
                case 1 -> array.insert(at, other());
                default -> array.set(at, other());
            }
        }
    }

    private JsonNode other() {
        return LooseJson.read(OTHERS.get(random.nextInt(OTHERS.size())));
    }
}
