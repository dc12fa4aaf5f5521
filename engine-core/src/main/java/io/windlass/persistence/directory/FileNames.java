package io.windlass.persistence.directory;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;

/** Names of files for names of any characters and length, on file systems that ignore case, too. */
final class FileNames {
    private static final int READABLE = 40;
    private static final int DIGEST_BYTES = 16;

    private FileNames() {}

    /** {@return a legible beginning and a digest, so that no two names share a file} */
    static String of(String name) {
        String legible = name.substring(0, Math.min(name.length(), READABLE))
                .toLowerCase(Locale.ROOT)
                .replaceAll("[^a-z0-9]+", "_");
        return legible + "-" + HexFormat.of().formatHex(digest(name), 0, DIGEST_BYTES);
    }

    private static byte[] digest(String name) {
        try {
            // UTF-16 keeps apart what is no valid text, such as half a surrogate pair.
            return MessageDigest.getInstance("SHA-256").digest(name.getBytes(StandardCharsets.UTF_16BE));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JVM has SHA-256", e);
        }
    }
}
