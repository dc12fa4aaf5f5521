package io.windlass.proxy;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import io.windlass.failure.InvalidFormatException;
import io.windlass.value.Value;
import io.windlass.value.Values;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads a JSON text in one pass, and hands out values as the text that they are, so that a value arrives as it was
 * sent: no digit of a number is rewritten. All of the text is checked to be well-formed on the way. Each of the methods
 * that read takes the value that is next, and all of it.
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

    private final String json;
    private final JsonParser parser;

    private RawJson(String json, JsonParser parser) {
        this.json = json;
        this.parser = parser;
    }

    /** What is made of a text. */
    interface Reading<T> {
        T from(RawJson json) throws IOException;
    }

    /** What is done with a member of an object; it has to take the value. */
    interface Member {
        void read(String name) throws IOException;
    }

    /** Reads a text that has one value and nothing after it. */
    static <T> T read(String json, String what, Reading<T> reading) {
        try (JsonParser parser = FACTORY.createParser(json)) {
            parser.nextToken();
            T read = reading.from(new RawJson(json, parser));
            Checks.require(parser.nextToken() == null, what + " is followed by something else");
            return read;
        } catch (JsonProcessingException e) {
            throw new InvalidFormatException(what + " is not well-formed JSON: " + e.getOriginalMessage(), e);
        } catch (IOException e) {
            throw new InvalidFormatException(what + " cannot be read: " + e.getMessage(), e);
        }
    }

    /** Makes sure that a text is one object. */
    static void checkObject(String json, String what) {
        boolean unused = read(json, what, object -> {
            object.members(what, name -> object.skip());
            return true;
        });
    }

    /** Reads an object, member by member, in order. */
    void members(String what, Member member) throws IOException {
        begin(what, JsonToken.START_OBJECT);
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String name = parser.currentName();
            parser.nextToken();
            member.read(name);
        }
    }

    /** Reads an array, item by item. */
    <T> List<T> items(String what, Reading<T> item) throws IOException {
        begin(what, JsonToken.START_ARRAY);
        List<T> items = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            items.add(item.from(this));
        }
        return items;
    }

    boolean isText() {
        return parser.hasToken(JsonToken.VALUE_STRING);
    }

    /** Reads a string. */
    String text(String what) throws IOException {
        begin(what, JsonToken.VALUE_STRING);
        return parser.getText();
    }

    /** Reads a whole number that fits an int. */
    int integer(String what) throws IOException {
        begin(what, JsonToken.VALUE_NUMBER_INT);
        return parser.getIntValue();
    }

    /** Takes a value as it stands there. */
    Value value() throws IOException {
        int start = (int) parser.currentTokenLocation().getCharOffset();
        parser.skipChildren();
        parser.finishToken();
        int end = (int) parser.currentLocation().getCharOffset();
        return new Value(json.substring(start, end));
    }

    void skip() throws IOException {
        parser.skipChildren();
    }

    private void begin(String what, JsonToken first) {
        JsonToken token = parser.currentToken();
        Checks.require(token == first, () -> what + " begins with " + token + " instead of " + first);
    }
}
