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
}
