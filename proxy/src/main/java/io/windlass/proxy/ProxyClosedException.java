package io.windlass.proxy;

/** The proxy was closed before the broker confirmed the message, which it may have all the same. */
public final class ProxyClosedException extends ProxyException {
    private static final long serialVersionUID = 1L;

    public ProxyClosedException(String message) {
        super(message);
    }
}
