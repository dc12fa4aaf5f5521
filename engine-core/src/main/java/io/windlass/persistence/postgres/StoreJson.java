package io.windlass.persistence.postgres;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import io.windlass.failure.StorageException;
import io.windlass.value.Value;
import io.windlass.value.Values;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.StringJoiner;

/** A flow's store as one JSON object, each value in it character for character as it was handed in. */
final class StoreJson {
    private static final JsonFactory FACTORY = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxStringLength(Values.MAX_LENGTH)
                    .build())
            .build();

    private StoreJson() {}

    static String write(Map<String, Value> store) {
        StringJoiner json = new StringJoiner(",", "{", "}");
        store.forEach((name, value) -> json.add(Values.write(name).json() + ":" + value.json()));
        return json.toString();
    }

    /** Cuts the values out by their place in the text: parsing and writing again would change numbers. */
    static Map<String, Value> read(String json) {
        Map<String, Value> store = new LinkedHashMap<>();
        try (JsonParser parser = FACTORY.createParser(json)) {
            parser.nextToken();
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                String name = parser.currentName();
                parser.nextToken();
                int start = (int) parser.currentTokenLocation().getCharOffset();
                parser.skipChildren();
                parser.finishToken();
                int end = (int) parser.currentLocation().getCharOffset();
                store.put(name, new Value(json.substring(start, end).strip()));
            }
        } catch (IOException e) {
            throw new StorageException("a flow's store does not read as JSON; was it changed by hand?", e);
        }
        return store;
    }
}
