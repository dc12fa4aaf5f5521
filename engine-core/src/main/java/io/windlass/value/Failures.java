package io.windlass.value;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.windlass.failure.Failure;
import io.windlass.failure.InvalidFormatException;
import java.util.ArrayList;
import java.util.List;

/**
 * Failures in TaskFlow's dictionary form, version 1, which is what is stored and what travels. The last type name
 * is always {@code Exception}, as TaskFlow's own validation demands. Thread-safe.
 */
public final class Failures {
    private static final String ROOT = "Exception";
    private static final int MAX_DEPTH = 20;

    private Failures() {}

    /** {@return the dictionary form} */
    public static ObjectNode toTree(Failure failure) {
        ObjectNode node = Values.mapper().createObjectNode();
        node.put("exception_str", failure.message());
        node.put("traceback_str", failure.stackTrace());
        ArrayNode names = node.putArray("exc_type_names");
        failure.typeNames().forEach(names::add);
        if (!ROOT.equals(failure.typeNames().get(failure.typeNames().size() - 1))) {
            names.add(ROOT);
        }
        node.put("version", 1);
        node.putArray("exc_args");
        ArrayNode causes = node.putArray("causes");
        failure.causes().forEach(cause -> causes.add(toTree(cause)));
        return node;
    }

    /** {@return the dictionary form as a value} */
    public static Value write(Failure failure) {
        return Values.of(toTree(failure));
    }

    /**
     * Reads what {@link #write} wrote, or what a TaskFlow worker sent.
     *
     * @throws InvalidFormatException when it is not a failure dictionary of version 1; says what is wrong
     */
    public static Failure read(Value value) {
        return read(Values.tree(value));
    }

    /**
     * Reads a failure from its dictionary form.
     *
     * @throws InvalidFormatException when it is not a failure dictionary of version 1; says what is wrong
     */
    public static Failure read(JsonNode node) {
        return read(node, 0);
    }

    private static Failure read(JsonNode node, int depth) {
        require(node.isObject(), "a failure must be a JSON object");
        require(depth < MAX_DEPTH, "a failure's causes are nested deeper than " + MAX_DEPTH);
        require(node.path("version").asInt(-1) == 1, "a failure's version must be 1, not " + node.path("version"));
        List<String> names = new ArrayList<>();
        for (JsonNode name : node.path("exc_type_names")) {
            require(name.isTextual(), "exc_type_names must be strings");
            names.add(name.textValue());
        }
        require(!names.isEmpty(), "exc_type_names must name at least one type");
        String last = names.get(names.size() - 1);
        require(
                last.equals(ROOT) || last.equals("BaseException"),
                "exc_type_names must end with Exception or BaseException, not " + last);
        List<Failure> causes = new ArrayList<>();
        for (JsonNode cause : node.path("causes")) {
            causes.add(read(cause, depth + 1));
        }
        return Failure.of(names, text(node, "exception_str"), text(node, "traceback_str"), causes);
    }

    private static String text(JsonNode node, String field) {
        JsonNode text = node.path(field);
        require(text.isTextual(), field + " must be a string");
        return text.textValue();
    }

    private static void require(boolean holds, String message) {
        if (!holds) {
            throw new InvalidFormatException("not a failure: " + message);
        }
    }
}
