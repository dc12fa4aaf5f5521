package io.windlass.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A handler that keeps what it gets until the test looks. */
public final class Inbox implements DeliveryHandler {
    private static final int SECONDS = 30;

    private final BlockingQueue<Delivery> deliveries = new LinkedBlockingQueue<>();

    @Override
    public void handle(Delivery delivery) {
        deliveries.add(delivery);
    }

    /** Waits for the next delivery. */
    public Delivery take() throws InterruptedException {
        Delivery delivery = deliveries.poll(SECONDS, TimeUnit.SECONDS);
        assertThat(delivery).as("a delivery within %s s", SECONDS).isNotNull();
        return delivery;
    }

    /** {@return the atom's name of the next request, which is acked} */
    public String takeAtom() throws InterruptedException {
        Delivery delivery = take();
        delivery.ack();
        return ((Request) delivery.message()).name().atom();
    }

    public int size() {
        return deliveries.size();
    }
}
