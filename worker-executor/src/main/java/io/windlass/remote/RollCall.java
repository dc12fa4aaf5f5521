package io.windlass.remote;

import io.windlass.proxy.Address;
import io.windlass.proxy.Advert;
import io.windlass.proxy.Delivery;
import io.windlass.proxy.Proxy;
import io.windlass.proxy.ProxyException;
import io.windlass.proxy.Query;
import io.windlass.proxy.Subscription;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Asks all workers of a broker, under a proxy's prefix, who they are. For people and tools: it runs nothing, and
 * leaves nothing on the broker once it has ended.
 */
public final class RollCall implements AutoCloseable {
    /** How long to listen unless it is said: workers answer at once, and tell of themselves each second anyway. */
    public static final Duration DEFAULT_LISTEN = Duration.ofSeconds(2);

    private final LiveView view = new LiveView(System::nanoTime);
    private final CountDownLatch closed = new CountDownLatch(1);
    private final Subscription subscription;

    /**
     * Asks, and begins to listen. Does not close the proxy.
     *
     * @throws ProxyException when the broker refuses or cannot be reached
     */
    public RollCall(Proxy proxy) {
        subscription = proxy.consumeControl("roll-call." + UUID.randomUUID(), List.of("advert"), this::heard);
        proxy.announce(Address.control("workers"), new Query());
    }

    private void heard(Delivery delivery) {
        if (delivery.message() instanceof Advert advert) {
            synchronized (view) {
                view.update(advert);
            }
        }
        delivery.ack();
    }

    /** {@return those that have answered so far, in order of pool and name} */
    public List<WorkerView> present() {
        synchronized (view) {
            return view.all().stream()
                    .sorted(Comparator.comparing(WorkerView::pool).thenComparing(WorkerView::name))
                    .toList();
        }
    }

    /**
     * Listens for so long, as nobody knows how many there are; {@return those that have answered by then}
     *
     * @throws InterruptedException when this thread is interrupted meanwhile
     */
    public List<WorkerView> listen(Duration time) throws InterruptedException {
        boolean early = closed.await(time.toMillis(), TimeUnit.MILLISECONDS);
        return early ? List.of() : present();
    }

    /** Stops listening; somebody who still waits gets an empty answer. */
    @Override
    public void close() {
        closed.countDown();
        subscription.close();
    }
}
