package io.windlass.proxy.inprocess;

/** What the broker knows of one delivery; equal only to itself. */
final class InProcessDelivery {
    private final InProcessConsumer consumer;
    private final InProcessQueue.Stored stored;

    InProcessDelivery(InProcessConsumer consumer, InProcessQueue.Stored stored) {
        this.consumer = consumer;
        this.stored = stored;
    }

    InProcessConsumer consumer() {
        return consumer;
    }

    InProcessQueue.Stored stored() {
        return stored;
    }
}
