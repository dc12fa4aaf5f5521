package io.windlass.notify;

/** A listener's place at a {@link Notifier}, until it is closed. Thread-safe. */
public interface Registration extends AutoCloseable {
    /** Ends it: the listener is told nothing more, a call that is under way aside. Does not throw; idempotent. */
    @Override
    void close();
}
