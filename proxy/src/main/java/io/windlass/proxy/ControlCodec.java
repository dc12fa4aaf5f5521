package io.windlass.proxy;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.windlass.failure.InvalidFormatException;
import io.windlass.value.Values;
import java.util.Locale;

/** Windlass's own messages: the record's components as a JSON object, the record's name as the type. */
final class ControlCodec {
    private ControlCodec() {}

    static String typeOf(Class<? extends Message> message) {
        return message.getSimpleName().toUpperCase(Locale.ROOT);
    }

    static byte[] encode(Message message) {
        return Utf8.encode(Values.write(message).json());
    }

    static <T extends Message> T decode(String body, Class<T> type) {
        try {
            return Checks.present(ControlMapper.MAPPER.readValue(body, type), "the body");
        } catch (JsonProcessingException e) {
            if (e.getCause() instanceof InvalidFormatException invalid) {
                throw invalid;
            }
            throw new InvalidFormatException("the body does not read: " + e.getOriginalMessage(), e);
        }
    }
}
