package io.windlass.embedded;

import java.io.Serial;

/**
 * An embedded service could not be started, reached or asked. The message names the service and what to do next, which
 * often is to configure a real one with {@code WINDLASS_AMQP_URL} or {@code WINDLASS_DATABASE_URL}; it never holds a
 * password.
 */
public final class EmbeddedException extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1L;

    EmbeddedException(String message) {
        super(message);
    }

    EmbeddedException(String message, Throwable cause) {
        super(message, cause);
    }
}
