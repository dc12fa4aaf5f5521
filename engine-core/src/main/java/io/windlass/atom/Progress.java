package io.windlass.atom;

import io.windlass.value.Value;
import org.jspecify.annotations.Nullable;

/**
 * How far a body has come.
 *
 * @param fraction from 0 to 1
 * @param details what the body says of it, a JSON object; null when it says nothing
 */
public record Progress(double fraction, @Nullable Value details) {
    /** Where every body begins. */
    public static final Progress NONE = new Progress(0, null);

    /** All is done. */
    public static final Progress ALL = new Progress(1, null);
}
