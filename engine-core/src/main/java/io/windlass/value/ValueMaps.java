package io.windlass.value;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import io.windlass.failure.InvalidFormatException;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.StringJoiner;

/** Values by name as one JSON object, each value in it character for character as it was handed in. */
public final class ValueMaps {
    private static final JsonFactory FACTORY = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxStringLength(Values.MAX_LENGTH)
                    .build())
            .build();

    private ValueMaps() {}

    /** {@return the object on one line, its entries in the map's order} */
    public static String write(Map<String, Value> values) {
        return write(values, "{", ",", "}");
    }

    /** {@return the object with each entry on a line of its own, for people} */
    public static String writeLines(Map<String, Value> values) {
        return write(values, "{\n  ", ",\n  ", "\n}\n");
    }

    private static String write(Map<String, Value> values, String prefix, String separator, String suffix) {
        StringJoiner json = new StringJoiner(separator, prefix, suffix);
        values.forEach((name, value) -> json.add(Values.write(name).json() + ":" + value.json()));
        return json.toString();
    }

    /**
     * {@return the values in the order in which they are written} They are cut out by their place in the text:
     * parsing and writing again would change numbers.
     *
     * @throws InvalidFormatException when the text is no JSON object
     */
    public static Map<String, Value> read(String json) {
        Map<String, Value> values = new LinkedHashMap<>();
        try (JsonParser parser = FACTORY.createParser(json)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw new InvalidFormatException("it is no JSON object");
            }
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                String name = parser.currentName();
                parser.nextToken();
                int start = (int) parser.currentTokenLocation().getCharOffset();
                parser.skipChildren();
                parser.finishToken();
                int end = (int) parser.currentLocation().getCharOffset();
                values.put(name, new Value(json.substring(start, end).strip()));
            }
            if (parser.nextToken() != null) {
                throw new InvalidFormatException("something comes after the JSON object");
            }
        } catch (IOException e) {
            throw new InvalidFormatException("it does not read as JSON", e);
        }
        return values;
    }
}
