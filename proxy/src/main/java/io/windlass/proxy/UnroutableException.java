package io.windlass.proxy;

/** No queue took the message: none of that name, or none bound. The message is nowhere; it may be sent again. */
public final class UnroutableException extends ProxyException {
    private static final long serialVersionUID = 1L;

    /** For a message to that route. */
    public UnroutableException(Route route) {
        super("no queue takes messages for " + route + "; declare the queue, or start a worker that does, first");
    }
}
