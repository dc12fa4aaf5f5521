package io.windlass.proxy;

/**
 * Takes the messages of one consumer, one after the other, on a thread of the proxy's. It must not block for long:
 * work is handed to threads of its own, and the delivery settled from there. When it throws before the delivery is
 * settled, the message goes to the dead letters.
 */
@FunctionalInterface
public interface DeliveryHandler {
    /** Takes one message; sooner or later it has to be settled. */
    void handle(Delivery delivery);

    /** {@return whether it may be called on the thread that reads from the broker; see {@link #quick}} */
    default boolean isQuick() {
        return false;
    }

    /**
     * {@return the same handler, to be called without a hand-over to another thread where the proxy can do that} It never
     * blocks; of a proxy it calls nothing but {@link Proxy#announce}, {@link Delivery#ack} and {@link Delivery#requeue},
     * because everything else may wait for what that very thread is to read.
     */
    static DeliveryHandler quick(DeliveryHandler handler) {
        return new DeliveryHandler() {
            @Override
            public void handle(Delivery delivery) {
                handler.handle(delivery);
            }

            @Override
            public boolean isQuick() {
                return true;
            }
        };
    }
}
