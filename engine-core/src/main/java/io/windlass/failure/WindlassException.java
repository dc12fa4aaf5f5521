package io.windlass.failure;

import org.jspecify.annotations.Nullable;

/** The root of what Windlass throws on its own account; unchecked. */
public class WindlassException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public WindlassException(String message) {
        super(message);
    }

    public WindlassException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
