package io.windlass.examples.cli;

import java.util.regex.Pattern;

/** Takes secrets out of what is shown. */
final class Redaction {
    /** User and password before the host of an address; what stands there in examples is no secret. */
    private static final Pattern USER = Pattern.compile("(?<=://)(?!user:password@)[^/?#\\s@]*@");

    /** A parameter whose name speaks of a secret. */
    private static final Pattern PARAMETER =
            Pattern.compile("(?i)([\\w-]*(?:password|secret|token)[\\w-]*=)[^&\\s'\"]*");

    private Redaction() {}

    /** {@return the text without users and passwords of addresses, and without values of secret parameters} */
    static String of(String text) {
        return PARAMETER.matcher(USER.matcher(text).replaceAll("***@")).replaceAll("$1***");
    }

    /** {@return the same on one line} */
    static String oneLine(String text) {
        return of(text).strip().replaceAll("\\s*\\R\\s*", " ");
    }
}
