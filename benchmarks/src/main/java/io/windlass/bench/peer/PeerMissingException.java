package io.windlass.bench.peer;

/** A product that Windlass is to be compared with is not there; the message says how to get it. */
public final class PeerMissingException extends Exception {
    private static final long serialVersionUID = 1;

    PeerMissingException(String message) {
        super(message);
    }
}
