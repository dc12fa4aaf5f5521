package io.windlass.job;

import java.nio.charset.StandardCharsets;

/** Checks what is posted before any board sees it. */
final class Limits {
    private Limits() {}

    static String name(String what, String name) {
        if (name.isBlank() || name.length() > JobPosting.MAX_NAME) {
            throw new IllegalArgumentException(what + " has " + name.length() + " characters, or nothing but blanks;"
                    + " give 1 to " + JobPosting.MAX_NAME);
        }
        if (name.chars().anyMatch(Character::isISOControl)
                || !StandardCharsets.UTF_8.newEncoder().canEncode(name)) {
            throw new IllegalArgumentException(
                    what + " has control characters or half a surrogate pair; leave them out");
        }
        return name;
    }
}
