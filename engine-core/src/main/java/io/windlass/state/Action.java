package io.windlass.state;

import java.util.Locale;

/** What is asked of an atom: to do its work, or to undo it. */
public enum Action {
    EXECUTE,
    REVERT;

    private final String wireName = name().toLowerCase(Locale.ROOT);

    /** {@return the name used on the wire and in the database, in lower case} */
    public String wireName() {
        return wireName;
    }

    /**
     * Reads a name written by {@link #wireName()}.
     *
     * @throws IllegalArgumentException when it is neither {@code execute} nor {@code revert}
     */
    public static Action ofWireName(String name) {
        for (Action action : values()) {
            if (action.wireName.equals(name)) {
                return action;
            }
        }
        throw new IllegalArgumentException("no such action: '" + name + "'; there are execute and revert");
    }
}
