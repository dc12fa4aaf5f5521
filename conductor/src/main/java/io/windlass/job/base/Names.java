package io.windlass.job.base;

import io.windlass.job.JobPosting;

/** Checks who claims. */
final class Names {
    private Names() {}

    static void check(String who) {
        if (who.isBlank() || who.length() > JobPosting.MAX_NAME || who.chars().anyMatch(Character::isISOControl)) {
            throw new IllegalArgumentException("who claims must be named by 1 to " + JobPosting.MAX_NAME
                    + " characters, without control characters; got " + who.length());
        }
    }
}
