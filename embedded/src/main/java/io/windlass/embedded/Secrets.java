package io.windlass.embedded;

import java.security.SecureRandom;
import java.util.HexFormat;

/** Random words: passwords that go into an address without escaping, and marks that tell one server from another. */
final class Secrets {
    private static final int PASSWORD_BYTES = 16;
    private static final int MARK_BYTES = 6;
    private static final SecureRandom RANDOM = new SecureRandom();

    private Secrets() {}

    static String password() {
        return hex(PASSWORD_BYTES);
    }

    static String mark() {
        return hex(MARK_BYTES);
    }

    private static String hex(int length) {
        var bytes = new byte[length];
        RANDOM.nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }
}
