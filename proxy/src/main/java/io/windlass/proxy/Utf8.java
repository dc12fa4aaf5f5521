package io.windlass.proxy;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.windlass.failure.InvalidFormatException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;

/** UTF-8 without replacement characters: what cannot be said exactly is refused. */
final class Utf8 {
    private Utf8() {}

    static byte[] encode(String text) {
        try {
            ByteBuffer bytes = UTF_8.newEncoder().encode(CharBuffer.wrap(text));
            byte[] copy = new byte[bytes.remaining()];
            bytes.get(copy);
            return copy;
        } catch (CharacterCodingException e) {
            throw new InvalidFormatException("the text has half a surrogate pair, which is no Unicode", e);
        }
    }

    static String decode(byte[] bytes) {
        try {
            return UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
        } catch (CharacterCodingException e) {
            throw new InvalidFormatException("the body is not UTF-8", e);
        }
    }
}
