package io.windlass.atom;

import java.util.List;

/**
 * How a task's result becomes named values.
 *
 * @param form how the names map to the result
 * @param names the names, in order; empty when nothing is provided
 */
public record Provides(Form form, List<String> names) {
    /** How names map to a result. */
    public enum Form {
        /** One name for the whole. */
        WHOLE,
        /** A name for each item of a list, by position. */
        ITEMS,
        /** A name for each entry of a map, by key. */
        ENTRIES
    }

    static final Provides NOTHING = new Provides(Form.WHOLE, List.of());

    public Provides {
        names = List.copyOf(names);
    }
}
