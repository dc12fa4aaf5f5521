package io.windlass.proxy;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.windlass.failure.InvalidFormatException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;

/** UTF-8 without replacement characters: what cannot be said exactly is refused. */
final class Utf8 {
    /** A char needs at most so many bytes; half a surrogate pair needs half of four. */
    static final int MOST_FOR_A_CHAR = 3;

    /** From here on a char needs two bytes, and three. */
    private static final char TWO_BYTES = 0x80;

    private static final char THREE_BYTES = 0x800;

    /** What Java puts where bytes mean nothing. */
    private static final char REPLACEMENT = '\ufffd';

    private Utf8() {}

    static byte[] encode(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (Character.isSurrogate(text.charAt(i))) {
                return encodeStrictly(text);
            }
        }
        return text.getBytes(UTF_8);
    }

    /** {@return how many bytes {@link #encode} would make of the text, which it refuses like that} */
    static int length(String text) {
        int bytes = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (Character.isSurrogate(c)) {
                return encodeStrictly(text).length;
            }
            bytes += c < TWO_BYTES ? 1 : c < THREE_BYTES ? 2 : MOST_FOR_A_CHAR;
        }
        return bytes;
    }

    private static byte[] encodeStrictly(String text) {
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
        String text = new String(bytes, UTF_8);
        return text.indexOf(REPLACEMENT) < 0 ? text : decodeStrictly(bytes);
    }

    /** Finds out whether a replacement character was sent, or stands for what was. */
    private static String decodeStrictly(byte[] bytes) {
        try {
            return UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
        } catch (CharacterCodingException e) {
            throw new InvalidFormatException("the body is not UTF-8", e);
        }
    }
}
