package io.windlass.examples.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.windlass.value.Values;
import java.util.LinkedHashMap;
import java.util.Map;

/** Values that are written as JSON on the command line. */
final class JsonArguments {
    private JsonArguments() {}

    /**
     * Reads the values of an option that is given as {@code NAME=JSON}.
     *
     * @throws IllegalArgumentException when one is no JSON; names it, and does not quote the value
     */
    static Map<String, Object> read(String option, Map<String, String> values) {
        Map<String, Object> read = new LinkedHashMap<>();
        values.forEach((name, json) -> read.put(name, read(option, name, json)));
        return read;
    }

    private static JsonNode read(String option, String name, String json) {
        try {
            JsonNode value = Values.mapper().readTree(json);
            if (!value.isMissingNode()) {
                return value;
            }
        } catch (JsonProcessingException e) {
            // Its message quotes the value.
        }
        throw new IllegalArgumentException(
                option + " " + name + " has no JSON behind the =; text is written in quotes: '" + name + "=\"text\"'");
    }
}
