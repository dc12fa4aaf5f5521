package io.windlass.value;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.StreamWriteConstraints;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import io.windlass.failure.InvalidFormatException;
import java.io.IOException;
import java.lang.reflect.Type;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Writes objects as {@link Value}s and reads them back as their declared types, with Jackson, in one fixed
 * configuration: no polymorphic types, bounded depth and length, numbers without loss ({@code Object} is read as
 * Long, BigDecimal, String, Boolean, LinkedHashMap or ArrayList). Thread-safe.
 */
public final class Values {
    /** The longest value that is written or read, in characters of JSON. */
    public static final int MAX_LENGTH = 64 * 1024 * 1024;

    private static final int MAX_DEPTH = 500;
    private static final int MAX_PATH = 300;

    private static final ObjectMapper MAPPER = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(MAX_DEPTH)
                            .maxStringLength(MAX_LENGTH)
                            .maxDocumentLength(MAX_LENGTH)
                            .build())
                    .streamWriteConstraints(StreamWriteConstraints.builder()
                            .maxNestingDepth(MAX_DEPTH)
                            .build())
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .build())
            .addModule(new Jdk8Module())
            .addModule(new JavaTimeModule())
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .enable(DeserializationFeature.USE_LONG_FOR_INTS)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
            .disable(SerializationFeature.WRITE_DURATIONS_AS_TIMESTAMPS)
            .disable(SerializationFeature.FAIL_ON_EMPTY_BEANS)
            .disable(JsonWriteFeature.WRITE_NAN_AS_STRINGS)
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES) // 2.50 stays 2.50 as an item of a result
            .defaultPropertyInclusion(
                    JsonInclude.Value.construct(JsonInclude.Include.ALWAYS, JsonInclude.Include.ALWAYS))
            .build();

    private Values() {}

    /** {@return the mapper that values are written and read with; not to be reconfigured} */
    public static ObjectMapper mapper() {
        return MAPPER;
    }

    /**
     * Writes an object and makes sure that it can be read back as the type that its producer declares.
     *
     * @param object null is written as JSON null
     * @param type the declared type, generics included
     * @throws InvalidFormatException when it cannot be written (a cycle, NaN, too long) or not be read back
     */
    public static Value write(@Nullable Object object, Type type) {
        Value value = write(object);
        if (object != null && !isPlain(object, type)) {
            try {
                MAPPER.readValue(value.json(), javaType(type));
            } catch (JsonProcessingException e) {
                throw new InvalidFormatException(
                        "a value of type " + typeOf(object) + " was written but does not read back as "
                                + type.getTypeName() + placeOf(e) + ": "
                                + e.getOriginalMessage(),
                        e);
            }
        }
        return value;
    }

    /**
     * Writes an object.
     *
     * @throws InvalidFormatException when it cannot be written (a cycle, NaN, too long)
     */
    public static Value write(@Nullable Object object) {
        try {
            String json = isSimple(object) ? simple(object) : MAPPER.writeValueAsString(object);
            if (json.length() > MAX_LENGTH) {
                throw new InvalidFormatException("the value has " + json.length() + " characters of JSON; at most "
                        + MAX_LENGTH + " are stored");
            }
            return new Value(json);
        } catch (JsonProcessingException e) {
            throw new InvalidFormatException(
                    "a value of type " + typeOf(object) + " cannot be written as JSON" + placeOf(e) + ": "
                            + e.getOriginalMessage(),
                    e);
        } catch (StackOverflowError e) {
            throw new InvalidFormatException(
                    "a value of type " + typeOf(object) + " cannot be written as JSON: it contains itself", e);
        }
    }

    /** Most values are names and numbers, for which Jackson would set up a generator each time. */
    private static boolean isSimple(@Nullable Object object) {
        return object instanceof Integer
                || object instanceof Long
                || object instanceof Boolean
                || (object instanceof String text && isUnescaped(text, 0, text.length()));
    }

    /** Whether a part of a text stands in JSON as it is. */
    private static boolean isUnescaped(String text, int from, int to) {
        for (int i = from; i < to; i++) {
            char c = text.charAt(i);
            if (c < ' ' || c == '"' || c == '\\') {
                return false;
            }
        }
        return true;
    }

    private static String simple(@Nullable Object object) {
        return object instanceof String text ? '"' + text + '"' : String.valueOf(object);
    }

    private static String typeOf(@Nullable Object object) {
        return object == null ? "null" : object.getClass().getTypeName();
    }

    /** Where in the value it is, as far as Jackson tells; a long way is cut. */
    private static String placeOf(JsonProcessingException error) {
        String path = error instanceof JsonMappingException mapping ? mapping.getPathReference() : "";
        return path.isEmpty() ? "" : " at " + path.substring(0, Math.min(MAX_PATH, path.length()));
    }

    /** Whether it needs no try to know that it reads back. */
    private static boolean isPlain(Object object, Type type) {
        boolean listOfAnything = type == Object.class && object.getClass() == ArrayList.class;
        return isPlain(object) || (listOfAnything && ((List<?>) object).stream().allMatch(Values::isPlain));
    }

    private static boolean isPlain(@Nullable Object object) {
        return object instanceof String
                || object instanceof Integer
                || object instanceof Long
                || object instanceof Boolean;
    }

    /**
     * Reads a fresh object of the type.
     *
     * @param type generics included; {@code Object} gives JSON's natural types; null is returned for JSON null,
     *     an empty Optional for an Optional
     * @throws InvalidFormatException when the value does not fit the type
     */
    public static @Nullable Object read(Value value, Type type) {
        String json = value.json();
        int last = json.length() - 1;
        boolean quoted = last > 0 && json.charAt(0) == '"' && json.charAt(last) == '"';
        if (isText(type) && quoted && isUnescaped(json, 1, last)) {
            return json.substring(1, last);
        }
        try {
            return MAPPER.readValue(value.json(), javaType(type));
        } catch (JsonProcessingException e) {
            throw new InvalidFormatException(
                    "a value does not read as " + type.getTypeName() + ": " + e.getOriginalMessage(), e);
        }
    }

    /** Tasks written as classes declare their types as Jackson's. */
    private static boolean isText(Type type) {
        return type == String.class || (type instanceof JavaType java && java.hasRawClass(String.class));
    }

    /**
     * Makes sure that a value is one well-formed JSON text, in less time and memory than reading it takes.
     *
     * @throws InvalidFormatException when it is not, or empty
     */
    public static void check(Value value) {
        try (JsonParser parser = MAPPER.createParser(value.json())) {
            if (parser.nextToken() == null) {
                throw new InvalidFormatException("not well-formed JSON: it is empty");
            }
            parser.skipChildren();
            if (parser.nextToken() != null) {
                throw new InvalidFormatException("not well-formed JSON: there is more than one value");
            }
        } catch (IOException e) {
            String why = e instanceof JsonProcessingException wrong ? wrong.getOriginalMessage() : e.getMessage();
            throw new InvalidFormatException("not well-formed JSON: " + why, e);
        }
    }

    /**
     * Writes an object of no declared type so that it can be read back, and that no store and no broker refuses it.
     *
     * @throws InvalidFormatException when it cannot be written (a cycle, NaN, half a surrogate pair, too long)
     */
    public static Value writeStorable(@Nullable Object object) {
        Value value = write(object, Object.class);
        if (!StandardCharsets.UTF_8.newEncoder().canEncode(value.json())) {
            throw new InvalidFormatException("half a surrogate pair is no Unicode");
        }
        return value;
    }

    /** {@return the value as Jackson's tree} */
    public static JsonNode tree(Value value) {
        try {
            return MAPPER.readTree(value.json());
        } catch (JsonProcessingException e) {
            throw new InvalidFormatException("not well-formed JSON: " + e.getOriginalMessage(), e);
        }
    }

    /** {@return a tree as a value} */
    public static Value of(JsonNode node) {
        return node.isTextual() ? write(node.textValue()) : write((Object) node);
    }

    private static JavaType javaType(Type type) {
        return MAPPER.constructType(type);
    }
}
