package io.windlass.proxy;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import io.windlass.failure.InvalidFormatException;
import io.windlass.value.Values;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Takes JSON apart one level at a time and hands out the members as the text that they are, so that a value arrives
 * as it was sent: no digit of a number is rewritten. All of the text is checked to be well-formed on the way.
 */
final class RawJson {
    /** Values may be nested 500 deep; around them a message has some levels of its own. */
    private static final int MAX_DEPTH = 510;

    private static final JsonFactory FACTORY = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(MAX_DEPTH)
                    .maxStringLength(Values.MAX_LENGTH)
                    .maxDocumentLength(Values.MAX_LENGTH)
                    .build())
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();

    private RawJson() {}

    /** Splits an object into the texts of its members, in order. */
    static Map<String, String> members(String json, String what) {
        Map<String, String> members = new LinkedHashMap<>();
        read(json, what, JsonToken.START_OBJECT, (parser, chars) -> {
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                String name = parser.currentName();
                parser.nextToken();
                members.put(name, slice(parser, chars));
            }
        });
        return members;
    }

    /** Splits an array into the texts of its items. */
    static List<String> items(String json, String what) {
        List<String> items = new ArrayList<>();
        read(json, what, JsonToken.START_ARRAY, (parser, chars) -> {
            while (parser.nextToken() != JsonToken.END_ARRAY) {
                items.add(slice(parser, chars));
            }
        });
        return items;
    }

    /** Reads a string. */
    static String string(String json, String what) {
        StringBuilder text = new StringBuilder();
        read(json, what, JsonToken.VALUE_STRING, (parser, chars) -> text.append(parser.getText()));
        return text.toString();
    }

    /** Reads a whole number that fits an int. */
    static int integer(String json, String what) {
        int[] number = new int[1];
        read(json, what, JsonToken.VALUE_NUMBER_INT, (parser, chars) -> number[0] = parser.getIntValue());
        return number[0];
    }

    private interface Content {
        void read(JsonParser parser, char[] chars) throws IOException;
    }

    private static void read(String json, String what, JsonToken first, Content content) {
        char[] chars = json.toCharArray();
        try (JsonParser parser = FACTORY.createParser(chars)) {
            JsonToken token = parser.nextToken();
            Checks.require(token == first, what + " begins with " + token + " instead of " + first);
            content.read(parser, chars);
            Checks.require(parser.nextToken() == null, what + " is followed by something else");
        } catch (JsonProcessingException e) {
            throw new InvalidFormatException(what + " is not well-formed JSON: " + e.getOriginalMessage(), e);
        } catch (IOException e) {
            throw new InvalidFormatException(what + " cannot be read: " + e.getMessage(), e);
        }
    }

    private static String slice(JsonParser parser, char[] chars) throws IOException {
        int start = (int) parser.currentTokenLocation().getCharOffset();
        parser.skipChildren();
        parser.finishToken();
        int end = (int) parser.currentLocation().getCharOffset();
        return new String(chars, start, end - start);
    }
}
