package io.windlass.proxy.amqp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.rabbitmq.client.GetResponse;
import io.windlass.proxy.Address;
import io.windlass.proxy.Delivery;
import io.windlass.proxy.Inbox;
import io.windlass.proxy.Message;
import io.windlass.proxy.Query;
import io.windlass.proxy.Request;
import io.windlass.proxy.RequestQueue;
import io.windlass.proxy.Response;
import io.windlass.proxy.Samples;
import io.windlass.proxy.Subscription;
import io.windlass.value.Values;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What must survive a broker's restart is published so, to queues that do, and known to be there before it counts as sent. */
@Tag("services")
class DurableMessagesTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int PERSISTENT = 2;
    private static final RequestQueue REQUESTS = new RequestQueue("pool", "pkg.A", 1);

    private final String prefix = "wd" + UUID.randomUUID().toString().substring(0, 8);
    private TestBroker broker;
    private TcpForwarder forwarder;
    private AmqpProxy proxy;
    private String requests;
    private String replies;

    @BeforeEach
    void connect() throws Exception {
        broker = new TestBroker(prefix);
        forwarder = new TcpForwarder(TestBroker.url());
        proxy = AmqpProxy.builder(forwarder.url()).prefix(prefix).connect();
        requests = proxy.declareRequestQueue(REQUESTS);
        replies = proxy.declareReplyQueue("r");
    }

    @AfterEach
    void cleanUp() throws Exception {
        proxy.close();
        forwarder.close();
        broker.close();
    }

    private void publish(Address address, Message message) {
        proxy.publish(address, message).toCompletableFuture().join();
    }

    private Response response() {
        Request request = Samples.request(replies, "a");
        return new Response(request.name(), "run", "w", true, Values.write("done"));
    }

    @Test
    void requestsAndRepliesArePersistentAndWhatMayGetLostIsNot() {
        publish(Address.requests(REQUESTS), Samples.request(replies, "a"));
        assertThat(isNextPersistent(requests)).isTrue();
        publish(Address.queue(replies), response());
        assertThat(isNextPersistent(replies)).isTrue();
        assertThat(proxy.probe(Address.queue(replies), new Query()).toCompletableFuture())
                .succeedsWithin(PATIENCE)
                .isEqualTo(true);
        assertThat(isNextPersistent(replies)).isFalse();
    }

    /** Also makes the queue of dead letters, which is there from the first one on. */
    private void putOneAside() throws InterruptedException {
        Inbox inbox = new Inbox();
        Subscription consumer = proxy.consume(replies, 1, inbox);
        publish(Address.queue(replies), response());
        Delivery delivery = inbox.take();
        delivery.bury("planted", Map.of()).toCompletableFuture().join();
        delivery.ack();
        consumer.close();
    }

    @Test
    void whatIsPutAsideIsPersistent() throws Exception {
        putOneAside();
        assertThat(isNextPersistent(proxy.naming().deadLetters())).isTrue();
    }

    private boolean isNextPersistent(String queue) {
        GetResponse got = Objects.requireNonNull(broker.step(channel -> channel.basicGet(queue, true)));
        return Objects.equals(got.getProps().getDeliveryMode(), PERSISTENT);
    }

    /** RabbitMQ refuses to declare a queue again that is unlike the one that there is, and says in what; Qpid does not. */
    @Test
    void theirQueuesAreDurable() throws Exception {
        Assumptions.assumeTrue(broker.isRabbit(), "Qpid does not tell whether a queue is durable");
        putOneAside();
        for (String queue : List.of(requests, replies, proxy.naming().deadLetters())) {
            assertThatThrownBy(() -> broker.step(channel -> channel.queueDeclare(queue, false, false, false, Map.of())))
                    .cause()
                    .satisfies(refusal -> assertThat(AmqpErrors.text(refusal)).contains("'durable'"));
        }
    }

    @Test
    void whatWasSentOutlivesWhoeverSentIt() {
        publish(Address.requests(REQUESTS), Samples.request(replies, "a"));
        publish(Address.queue(replies), response());
        proxy.close();
        for (String queue : List.of(requests, replies)) {
            await().atMost(PATIENCE).until(() -> broker.waiting(queue) == 1);
        }
    }

    /** Held back between the broker and its client: that it has the message, which others can see meanwhile. */
    @Test
    void itCountsAsSentWhenTheBrokerHasSaidThatItHasIt() {
        Runnable letThrough = forwarder.holdAnswers();
        CompletableFuture<Void> sent;
        try {
            sent = proxy.publish(Address.queue(replies), response()).toCompletableFuture();
            await().atMost(PATIENCE).until(() -> broker.waiting(replies) == 1);
            assertThat(sent).isNotDone();
        } finally {
            letThrough.run();
        }
        assertThat(sent).succeedsWithin(PATIENCE);
    }
}
