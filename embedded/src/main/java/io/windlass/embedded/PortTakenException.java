package io.windlass.embedded;

import java.io.IOException;
import java.io.Serial;

/** Another process took the port between the moment it was found free and the start of the server. */
final class PortTakenException extends IOException {
    @Serial
    private static final long serialVersionUID = 1L;

    PortTakenException(String message, Throwable cause) {
        super(message, cause);
    }
}
