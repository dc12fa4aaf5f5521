package io.windlass.proxy;

import io.windlass.failure.WindlassException;

/** The broker is away, refuses, or does not have what it should; says which queue and what to do. */
public class ProxyException extends WindlassException {
    private static final long serialVersionUID = 1L;

    public ProxyException(String message) {
        super(message);
    }

    public ProxyException(String message, Throwable cause) {
        super(message, cause);
    }
}
