package io.windlass.atom;

import io.windlass.failure.DefinitionException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The version of a task type.
 *
 * @param major the compatibility line: what a worker of one line knows, one of another does not
 * @param minor for people
 */
public record TaskVersion(int major, int minor) {
    /** What a task has that says nothing else. */
    public static final TaskVersion DEFAULT = new TaskVersion(1, 0);

    private static final Pattern FORM = Pattern.compile("(\\d{1,6})\\.(\\d{1,6})");

    /**
     * Reads {@code major.minor}.
     *
     * @throws DefinitionException when the text is of another form
     */
    public static TaskVersion of(String text) {
        Matcher form = FORM.matcher(text);
        if (!form.matches()) {
            throw new DefinitionException("'" + text + "' is no version; write major.minor, such as 1.0");
        }
        return new TaskVersion(Integer.parseInt(form.group(1)), Integer.parseInt(form.group(2)));
    }

    @Override
    public String toString() {
        return major + "." + minor;
    }
}
