package io.windlass.atom;

import io.windlass.failure.DefinitionException;

/**
 * The version of a task type.
 *
 * @param major the compatibility line: what a worker of one line knows, one of another does not
 * @param minor for people
 */
public record TaskVersion(int major, int minor) {
    /** What a task has that says nothing else. */
    public static final TaskVersion DEFAULT = new TaskVersion(1, 0);

    private static final int MAX_DIGITS = 6;

    /**
     * Reads {@code major.minor}.
     *
     * @throws DefinitionException when the text is of another form
     */
    public static TaskVersion of(String text) {
        int dot = text.indexOf('.');
        if (dot < 0 || !isNumber(text, 0, dot) || !isNumber(text, dot + 1, text.length())) {
            throw new DefinitionException("'" + text + "' is no version; write major.minor, such as 1.0");
        }
        return new TaskVersion(Integer.parseInt(text, 0, dot, 10), Integer.parseInt(text, dot + 1, text.length(), 10));
    }

    private static boolean isNumber(String text, int from, int to) {
        boolean number = from < to && to - from <= MAX_DIGITS;
        for (int i = from; i < to; i++) {
            number &= text.charAt(i) >= '0' && text.charAt(i) <= '9';
        }
        return number;
    }

    @Override
    public String toString() {
        return major + "." + minor;
    }
}
