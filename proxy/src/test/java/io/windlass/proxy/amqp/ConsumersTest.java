package io.windlass.proxy.amqp;

import static org.assertj.core.api.Assertions.assertThat;

import io.windlass.proxy.MessageCodec;
import io.windlass.proxy.Naming;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Who acknowledges. */
class ConsumersTest {
    /** What fits into the sockets' buffers as acks. */
    private static final int FEW = 3_000;

    private final AmqpSettings settings = new AmqpSettings(
            "c", new Naming("c"), 1, Duration.ofSeconds(1), Duration.ofMillis(50), Duration.ZERO, 1_000, false);
    private final AmqpThreads threads = new AmqpThreads(settings);

    @AfterEach
    void close() {
        threads.close();
    }

    private Consumers consumers(boolean plain) {
        return new Consumers(
                new Topology(settings.naming()),
                new MessageCodec(settings.maxMessageBytes()),
                threads,
                () -> null,
                message -> CompletableFuture.completedFuture(null),
                plain);
    }

    private static AmqpSubscription subscribe(Consumers consumers, int prefetch) {
        AmqpSubscription made =
                new AmqpSubscription(consumers, "q", prefetch, delivery -> {}, channel -> channel, false);
        consumers.add(made);
        return made;
    }

    private static Thread acknowledger(Consumers consumers) throws Exception {
        CompletableFuture<Thread> acknowledged = new CompletableFuture<>();
        AtTheEnd.during(() -> consumers.ackSoon(() -> acknowledged.complete(Thread.currentThread())));
        return acknowledged.get(10, TimeUnit.SECONDS);
    }

    @Test
    void whoHasAnEndAcknowledgesItselfWhatCannotMakeItWait() throws Exception {
        Consumers consumers = consumers(true);
        subscribe(consumers, FEW);

        assertThat(acknowledger(consumers)).isSameAs(Thread.currentThread());
    }

    @Test
    void anotherThreadAcknowledgesWhileMoreMayBeOutThanBuffersTake() throws Exception {
        Consumers consumers = consumers(true);
        subscribe(consumers, FEW);
        AmqpSubscription more = subscribe(consumers, FEW);

        assertThat(acknowledger(consumers)).isNotSameAs(Thread.currentThread());

        more.cancel();
        more.close();
        assertThat(acknowledger(consumers)).isSameAs(Thread.currentThread());
    }

    @Test
    void anotherThreadAcknowledgesOverTls() throws Exception {
        Consumers consumers = consumers(false);
        subscribe(consumers, 1);

        assertThat(acknowledger(consumers)).isNotSameAs(Thread.currentThread());
    }
}
