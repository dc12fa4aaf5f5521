package io.windlass.value;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.windlass.failure.Failure;
import io.windlass.failure.InvalidFormatException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Failures in TaskFlow's dictionary form, version 1, which is what is stored and what travels. Its {@code exc_args}
 * are empty, as exceptions of Java have none, and are not looked at when it is read. Thread-safe.
 */
public final class Failures {
    private static final Set<String> ROOTS = Set.of("Exception", "BaseException");
    private static final Set<String> FIELDS =
            Set.of("exception_str", "traceback_str", "exc_type_names", "version", "exc_args", "causes");

    private Failures() {}

    /** {@return the dictionary form} */
    public static ObjectNode toTree(Failure failure) {
        ObjectNode node = Values.mapper().createObjectNode();
        node.put("exception_str", failure.message());
        node.put("traceback_str", failure.stackTrace());
        ArrayNode names = node.putArray("exc_type_names");
        failure.typeNames().forEach(names::add);
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
     * @throws InvalidFormatException when it is not a failure dictionary of version 1, or larger than a {@link Failure}
     *     may be; names the field
     */
    public static Failure read(Value value) {
        return read(Values.tree(value));
    }

    /**
     * Reads a failure from its dictionary form.
     *
     * @throws InvalidFormatException when it is not a failure dictionary of version 1, or larger than a {@link Failure}
     *     may be; names the field
     */
    public static Failure read(JsonNode node) {
        return read(node, "");
    }

    private static Failure read(JsonNode node, String at) {
        require(node.isObject(), at.isEmpty() ? "a failure" : at, "must be a JSON object");
        String path = at.isEmpty() ? "" : at + ".";
        node.fieldNames().forEachRemaining(field -> require(FIELDS.contains(field), path + field, "is not known"));
        JsonNode version = node.path("version");
        require(version.isIntegralNumber() && version.asLong() == 1, path + "version", "must be 1");
        array(node, "exc_args", path);
        List<Failure> causes = new ArrayList<>();
        for (JsonNode cause : array(node, "causes", path)) {
            causes.add(read(cause, path + "causes[" + causes.size() + "]"));
        }
        List<String> names = typeNames(node, path);
        String message = text(node, "exception_str", path);
        String stackTrace = text(node, "traceback_str", path);
        try {
            return Failure.of(names, message, stackTrace, causes);
        } catch (InvalidFormatException e) {
            throw new InvalidFormatException("not a failure: " + (at.isEmpty() ? "" : at + ": ") + e.getMessage(), e);
        }
    }

    private static List<String> typeNames(JsonNode node, String path) {
        String field = path + "exc_type_names";
        List<String> names = new ArrayList<>();
        for (JsonNode name : array(node, "exc_type_names", path)) {
            require(name.isTextual(), field + "[" + names.size() + "]", "must be a string");
            names.add(name.textValue());
        }
        require(!names.isEmpty(), field, "must name at least one type");
        require(
                ROOTS.contains(names.get(names.size() - 1)),
                field,
                "must end with Exception or BaseException, not " + names.get(names.size() - 1));
        return names;
    }

    /** An array that may be left out; TaskFlow leaves out what is empty. */
    private static JsonNode array(JsonNode node, String field, String path) {
        JsonNode array = node.path(field);
        require(array.isArray() || array.isMissingNode(), path + field, "must be a list");
        return array;
    }

    private static String text(JsonNode node, String field, String path) {
        JsonNode text = node.path(field);
        require(text.isTextual(), path + field, "must be a string");
        return text.textValue();
    }

    private static void require(boolean holds, String field, String problem) {
        if (!holds) {
            throw new InvalidFormatException("not a failure: " + field + " " + problem);
        }
    }
}
