package io.windlass.job;

/**
 * Who wants something done to a job that is not theirs, and why.
 *
 * @param by a person or a program; 1 to {@link JobPosting#MAX_NAME} characters
 * @param why for those who look later; not blank. What is beyond {@link #MAX_WHY} characters is cut, and what cannot be
 *     stored becomes a question mark
 */
public record Order(String by, String why) {
    /** The longest reason that is kept, in characters. */
    public static final int MAX_WHY = 10_000;

    public Order {
        Limits.name("the name of whoever gives the order", by);
        why = reason(why);
        if (why.isBlank()) {
            throw new IllegalArgumentException("no reason is given; say why, for those who look later");
        }
    }

    /** {@return the reason as it is kept: no longer than {@link #MAX_WHY}, without what cannot be stored} */
    public static String reason(String why) {
        StringBuilder kept = new StringBuilder();
        why.codePoints()
                .map(point -> point == 0 || (point >= Character.MIN_SURROGATE && point <= Character.MAX_SURROGATE)
                        ? '?'
                        : point)
                .takeWhile(point -> kept.length() + Character.charCount(point) <= MAX_WHY)
                .forEach(kept::appendCodePoint);
        return kept.toString();
    }
}
