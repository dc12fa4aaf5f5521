package io.windlass.proxy;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.CoercionAction;
import com.fasterxml.jackson.databind.cfg.CoercionInputShape;
import com.fasterxml.jackson.databind.deser.std.StdScalarDeserializer;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.type.LogicalType;
import io.windlass.failure.InvalidFormatException;
import io.windlass.state.Action;
import io.windlass.value.Values;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import java.util.function.Function;
import java.util.regex.Pattern;

/**
 * Reads control messages as their schemas say. Jackson by itself takes 7 for a text, "7" or 7.9 for a number and 0 for
 * the first constant of an enum; then a sender's mistake would be found by nobody.
 */
final class ControlMapper {
    private static final Pattern UUIDS = Pattern.compile("[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}");
    private static final Pattern DURATIONS =
            Pattern.compile("PT(?=[0-9])([0-9]{1,16}H)?([0-9]{1,16}M)?([0-9]{1,16}(\\.[0-9]{1,9})?S)?");

    private static final Pattern INSTANTS = Pattern.compile("[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])"
            + "T([01][0-9]|2[0-3])(:[0-5][0-9]){2}(\\.[0-9]{1,9})?Z");

    static final ObjectMapper MAPPER = strict();

    private ControlMapper() {}

    private static ObjectMapper strict() {
        ObjectMapper mapper = Values.mapper().copy().disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT);
        for (CoercionInputShape shape : CoercionInputShape.values()) {
            mapper.coercionConfigDefaults().setCoercion(shape, CoercionAction.Fail);
        }
        // 1 is a number like 1.0.
        mapper.coercionConfigFor(LogicalType.Float).setCoercion(CoercionInputShape.Integer, CoercionAction.TryConvert);
        return mapper.registerModule(new SimpleModule("control")
                .addDeserializer(String.class, new Text<>(String.class, Function.identity()))
                .addDeserializer(UUID.class, new Text<>(UUID.class, text -> UUID.fromString(matching(text, UUIDS))))
                .addDeserializer(
                        Duration.class, new Text<>(Duration.class, text -> Duration.parse(matching(text, DURATIONS))))
                .addDeserializer(
                        Instant.class, new Text<>(Instant.class, text -> Instant.parse(matching(text, INSTANTS))))
                .addDeserializer(Action.class, new Text<>(Action.class, Action::valueOf))
                .addDeserializer(Verdict.class, new Text<>(Verdict.class, Verdict::valueOf))
                .addDeserializer(WorkerState.class, new Text<>(WorkerState.class, WorkerState::valueOf)));
    }

    private static String matching(String text, Pattern pattern) {
        Checks.require(pattern.matcher(text).matches(), "'" + text + "' does not have the form " + pattern);
        return text;
    }

    /** Reads a JSON string and nothing else. */
    private static final class Text<T> extends StdScalarDeserializer<T> {
        private static final long serialVersionUID = 1L;

        private final transient Function<String, T> read;

        Text(Class<T> type, Function<String, T> read) {
            super(type);
            this.read = read;
        }

        @Override
        public T deserialize(JsonParser parser, DeserializationContext context) throws IOException {
            if (!parser.hasToken(JsonToken.VALUE_STRING)) {
                throw new InvalidFormatException(parser.currentName() + " must be a string");
            }
            try {
                return read.apply(parser.getText());
            } catch (IllegalArgumentException | DateTimeException e) {
                throw new InvalidFormatException(parser.currentName() + " does not read: " + e.getMessage(), e);
            }
        }
    }
}
