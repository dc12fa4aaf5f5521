package io.windlass.proxy;

import java.nio.charset.StandardCharsets;

/** Checks names that become AMQP names or words of routing keys. */
final class Names {
    /** The longest AMQP short string, in bytes of UTF-8. */
    static final int MAX_BYTES = 255;

    private static final String ODD_BUT_FINE = "_-$:/";

    private Names() {}

    /** One word: letters, digits and a few signs, no dot. */
    static void word(String what, String name, int maxBytes) {
        check(what, name, maxBytes);
        if (name.indexOf('.') >= 0) {
            throw refused(what, name, "has a dot; only letters, digits and " + ODD_BUT_FINE + " are allowed");
        }
        words(what, name, maxBytes);
    }

    /** Words separated by single dots. */
    static void words(String what, String name, int maxBytes) {
        check(what, name, maxBytes);
        if (name.startsWith(".") || name.endsWith(".") || name.contains("..")) {
            throw refused(what, name, "has an empty part between dots");
        }
        name.codePoints().filter(c -> !isFine(c)).findFirst().ifPresent(c -> {
            throw refused(
                    what,
                    name,
                    "has the character '" + Character.toString(c) + "'; only letters, digits, dots and " + ODD_BUT_FINE
                            + " are allowed");
        });
    }

    /** Anything that fits an AMQP short string and does not look like one of the broker's own names. */
    static void check(String what, String name, int maxBytes) {
        int bytes = name.getBytes(StandardCharsets.UTF_8).length;
        if (bytes == 0 || bytes > maxBytes) {
            throw refused(what, name, "has " + bytes + " bytes; 1 to " + maxBytes + " are allowed");
        }
        if (name.startsWith("amq.")) {
            throw refused(what, name, "begins with 'amq.', which brokers keep for themselves");
        }
    }

    private static boolean isFine(int c) {
        return Character.isLetterOrDigit(c) || c == '.' || ODD_BUT_FINE.indexOf(c) >= 0;
    }

    private static IllegalArgumentException refused(String what, String name, String why) {
        return new IllegalArgumentException("the " + what + " '" + name + "' " + why);
    }
}
