package io.windlass.value;

/**
 * A value as it is stored and sent: one JSON text, written once. Immutable.
 *
 * @param json well-formed JSON, never empty; {@code null} is the text {@code null}
 */
public record Value(String json) {
    /** Null, as a value. */
    public static final Value NULL = new Value("null");

    @Override
    public String toString() {
        return json;
    }
}
