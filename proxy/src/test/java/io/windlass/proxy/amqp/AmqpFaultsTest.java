package io.windlass.proxy.amqp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.windlass.proxy.Address;
import io.windlass.proxy.Delivery;
import io.windlass.proxy.Inbox;
import io.windlass.proxy.Proxy;
import io.windlass.proxy.ProxyClosedException;
import io.windlass.proxy.ProxyException;
import io.windlass.proxy.ProxyState;
import io.windlass.proxy.Query;
import io.windlass.proxy.Request;
import io.windlass.proxy.RequestQueue;
import io.windlass.proxy.Samples;
import io.windlass.proxy.Subscription;
import io.windlass.proxy.UnroutableException;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Connections cut, brokers that refuse, queues taken away. */
@Tag("services")
class AmqpFaultsTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int BLOCKED = 60;
    private static final int UNBLOCKED = 61;

    private final String prefix = "wf" + UUID.randomUUID().toString().substring(0, 8);
    private TestBroker broker;
    private TcpForwarder forwarder;
    private AmqpProxy proxy;
    private String queue;

    @BeforeEach
    void connect() throws Exception {
        broker = new TestBroker(prefix);
        forwarder = new TcpForwarder(TestBroker.url());
        proxy = builder().connect();
        queue = proxy.declareReplyQueue("r");
    }

    private AmqpProxyBuilder builder() {
        return AmqpProxy.builder(forwarder.url())
                .name("fragile")
                .prefix(prefix)
                .window(100)
                .recoveryInterval(Duration.ofMillis(50));
    }

    @AfterEach
    void cleanUp() throws Exception {
        proxy.close();
        forwarder.close();
        broker.close();
    }

    @Test
    void nothingIsLostWhenTheConnectionIsCutInTheMiddleOfPublishing() throws Exception {
        int messages = 1_000;
        Set<String> arrived = ConcurrentHashMap.newKeySet();
        Set<String> unmarkedTwice = ConcurrentHashMap.newKeySet();
        try (Proxy reader = AmqpProxy.builder(TestBroker.url()).prefix(prefix).connect()) {
            reader.consume(queue, 100, delivery -> {
                Request request = (Request) delivery.message();
                if (!arrived.add(request.name().atom()) && !request.reissued() && !delivery.redelivered()) {
                    unmarkedTwice.add(request.name().atom());
                }
                delivery.ack();
            });
            List<CompletableFuture<Void>> published = new ArrayList<>();
            for (int i = 0; i < messages; i++) {
                if (i % 300 == 150) {
                    forwarder.cut();
                }
                published.add(proxy.publish(Address.queue(queue), Samples.request("r", "atom-" + i))
                        .toCompletableFuture());
            }
            CompletableFuture.allOf(published.toArray(CompletableFuture[]::new)).get(60, TimeUnit.SECONDS);
            await().atMost(PATIENCE).until(() -> arrived.size() == messages);
        }
        assertThat(forwarder.accepted()).isGreaterThan(2);
        assertThat(unmarkedTwice).isEmpty();
    }

    @Test
    void aConsumerComesBackAndAnOldAckTouchesNothing() throws Exception {
        Inbox inbox = new Inbox();
        Inbox control = new Inbox();
        proxy.consume(queue, 2, inbox);
        String name = proxy.consumeControl("c", List.of("news.#"), control).queue();
        publish("a");
        publish("b");
        Delivery stale = inbox.take();
        inbox.take();

        forwarder.cut();

        Set<String> again = new HashSet<>();
        Delivery first = inbox.take();
        stale.ack();
        stale.requeue();
        assertThat(first.redelivered()).isTrue();
        again.add(((Request) first.message()).name().atom());
        again.add(inbox.takeAtom());
        first.ack();
        assertThat(again).containsExactlyInAnyOrder("a", "b");
        await().atMost(PATIENCE).until(() -> proxy.state() == ProxyState.CONNECTED);
        await().atMost(PATIENCE)
                .ignoreException(ExecutionException.class)
                .until(() -> proxy.probe(Address.queue(name), new Query())
                        .toCompletableFuture()
                        .get());
        proxy.announce(Address.control("news.today"), new Query());
        control.take();
        control.take();
    }

    @Test
    void aPausedConsumerComesBackPaused() throws Exception {
        Inbox inbox = new Inbox();
        Subscription subscription = proxy.consume(queue, 2, inbox);
        subscription.pause();
        publish("a");
        publish("b");

        forwarder.cut();
        await().atMost(PATIENCE).until(subscription::poll);

        assertThat(inbox.takeAtom()).isEqualTo("a");
        assertThat(inbox.size()).isZero();
        subscription.resume();
        assertThat(inbox.takeAtom()).isEqualTo("b");
    }

    /**
     * As many acks as there may ever be on the way, in an order in which each is a frame of its own. The queue is a classic
     * one: a channel that closes may lose acks for a quorum queue that it still kept back.
     */
    @Test
    void whoAcknowledgesTogetherDoesNotWaitForABrokerThatReadsNothing() throws Exception {
        int many = 3_000;
        Inbox inbox = new Inbox();
        String classic;
        try (AmqpProxy direct = AmqpProxy.builder(TestBroker.url())
                .prefix(prefix)
                .classicQueues()
                .window(many)
                .connect()) {
            classic = direct.declareReplyQueue("classic");
            List<CompletableFuture<Void>> published = new ArrayList<>();
            for (int i = 0; i < many; i++) {
                published.add(direct.publish(Address.queue(classic), Samples.request("r", "atom-" + i))
                        .toCompletableFuture());
            }
            CompletableFuture.allOf(published.toArray(CompletableFuture[]::new)).get(60, TimeUnit.SECONDS);
        }
        proxy.consume(classic, many, inbox);
        List<Delivery> held = new ArrayList<>();
        for (int i = 0; i < many; i++) {
            held.add(0, inbox.take());
        }

        Runnable release = forwarder.holdRequests();
        try {
            CompletableFuture.runAsync(() -> held.forEach(delivery -> proxy.together(delivery::ack)))
                    .get(20, TimeUnit.SECONDS);
        } finally {
            release.run();
        }

        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(proxy.depth(classic)).hasValue(0));
        proxy.close();
        try (AmqpProxy direct =
                AmqpProxy.builder(TestBroker.url()).prefix(prefix).connect()) {
            assertThat(direct.depth(classic))
                    .as("what would be delivered again")
                    .hasValue(0);
        }
        broker.delete(classic);
    }

    private void publish(String atom) throws Exception {
        proxy.publish(Address.queue(queue), Samples.request("r", atom))
                .toCompletableFuture()
                .get(30, TimeUnit.SECONDS);
    }

    @Test
    void whileTheBrokerIsAwayPublishesWaitAndProbesFail() throws Exception {
        List<ProxyState> states = new CopyOnWriteArrayList<>();
        proxy.onStateChange(states::add);
        forwarder.refuse(true);
        await().atMost(PATIENCE).until(() -> states.contains(ProxyState.DISCONNECTED));
        // Both connections have to be known as lost.
        await().atMost(PATIENCE)
                .until(() -> proxy.probe(Address.queue(queue), new Query())
                        .toCompletableFuture()
                        .isCompletedExceptionally());

        CompletableFuture<Void> waiting = proxy.publish(Address.queue(queue), Samples.request("r", "patient"))
                .toCompletableFuture();
        proxy.announce(Address.queue(queue), new Query());
        assertThat(waiting).isNotDone();
        forwarder.refuse(false);

        waiting.get(60, TimeUnit.SECONDS);
        await().atMost(PATIENCE).until(() -> proxy.state() == ProxyState.CONNECTED);
        Inbox inbox = new Inbox();
        proxy.consume(queue, 10, inbox);
        assertThat(inbox.takeAtom()).isEqualTo("patient");
        assertThat(states).startsWith(ProxyState.DISCONNECTED).endsWith(ProxyState.CONNECTED);
    }

    @Test
    void aBlockedConnectionHoldsPublishesBackAndTheWindowBoundsThem() throws Exception {
        try (AmqpProxy narrow = builder().window(2).connect()) {
            int connection = forwarder.accepted() - 2;
            forwarder.inject(connection, frame(BLOCKED));
            await().atMost(PATIENCE).until(() -> narrow.state() == ProxyState.BLOCKED);
            Set<Integer> returned = ConcurrentHashMap.newKeySet();
            List<CompletableFuture<Void>> done = new CopyOnWriteArrayList<>();
            Thread publisher = new Thread(() -> {
                for (int i = 0; i < 3; i++) {
                    done.add(narrow.publish(Address.queue(queue), Samples.request("r", "b" + i))
                            .toCompletableFuture());
                    returned.add(i);
                }
            });
            publisher.start();
            await().atMost(PATIENCE).until(() -> publisher.getState() == Thread.State.WAITING);
            assertThat(returned).containsExactlyInAnyOrder(0, 1);
            assertThat(done).allSatisfy(future -> assertThat(future).isNotDone());

            forwarder.inject(connection, frame(UNBLOCKED));

            publisher.join(PATIENCE.toMillis());
            for (CompletableFuture<Void> future : done) {
                future.get(30, TimeUnit.SECONDS);
            }
            assertThat(done).hasSize(3);
            assertThat(narrow.state()).isEqualTo(ProxyState.CONNECTED);
        }
    }

    /** A method frame of class connection on channel 0. */
    private static byte[] frame(int method) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(bytes);
        byte[] reason = method == BLOCKED ? new byte[] {3, 'l', 'o', 'w'} : new byte[0];
        out.writeByte(1);
        out.writeShort(0);
        out.writeInt(4 + reason.length);
        out.writeShort(10);
        out.writeShort(method);
        out.write(reason);
        out.writeByte(0xCE);
        return bytes.toByteArray();
    }

    @Test
    void closingFailsWhatWasNotConfirmed() throws Exception {
        forwarder.refuse(true);
        await().atMost(PATIENCE).until(() -> proxy.state() == ProxyState.DISCONNECTED);
        CompletableFuture<Void> hopeless = proxy.publish(Address.queue(queue), Samples.request("r", "hopeless"))
                .toCompletableFuture();

        proxy.close();

        assertThatThrownBy(() -> hopeless.get(1, TimeUnit.SECONDS)).hasCauseInstanceOf(ProxyClosedException.class);
    }

    @Test
    void aQueueDeletedUnderItsPublisherMakesMessagesUnroutable() throws Exception {
        publish("a");
        broker.delete(queue);

        assertThatThrownBy(() -> publish("b")).hasCauseInstanceOf(UnroutableException.class);
        assertThat(proxy.declareReplyQueue("r")).isEqualTo(queue);
        publish("c");
    }

    @Test
    void aQueueDeletedUnderItsConsumerIsDeclaredAgain() throws Exception {
        Inbox inbox = new Inbox();
        proxy.consume(queue, 5, inbox);
        broker.delete(queue);

        await().atMost(PATIENCE).until(() -> proxy.queueExists(queue));
        publish("a");
        assertThat(inbox.takeAtom()).isEqualTo("a");
    }

    @Test
    void aQueueDeletedUnderItsConsumerAndDeclaredByAnotherIsConsumedAgain() throws Exception {
        Inbox inbox = new Inbox();
        proxy.consume(queue, 5, inbox);
        broker.delete(queue);
        broker.step(channel -> channel.queueDeclare(queue, true, false, false, Map.of()));

        publish("a");
        publish("b");
        assertThat(inbox.takeAtom()).isEqualTo("a");
        assertThat(inbox.takeAtom()).isEqualTo("b");
        publish("c");
        assertThat(inbox.takeAtom()).isEqualTo("c");
    }

    /** On Qpid, who asks an exclusive queue for a message and goes ends it. */
    @Test
    void aControlQueueOutlivesTheLooksAtIt() {
        String control = proxy.consumeControl("quiet", List.of(), Delivery::ack).queue();

        await().during(Duration.ofSeconds(12))
                .atMost(PATIENCE)
                .until(() -> proxy.probe(Address.queue(control), new Query())
                        .toCompletableFuture()
                        .get(PATIENCE.toSeconds(), TimeUnit.SECONDS));
    }

    @Test
    void anExchangeDeletedUnderItsPublisherIsDeclaredAgain() throws Exception {
        RequestQueue requests = new RequestQueue("pool", "pkg.A", 1);
        proxy.declareRequestQueue(requests);
        broker.step(channel -> channel.exchangeDelete(proxy.naming().requestsExchange()));

        CompletableFuture<Void> published = proxy.publish(Address.requests(requests), Samples.request("r", "a"))
                .toCompletableFuture();

        assertThat(published
                        .handle((done, error) -> error == null || error instanceof UnroutableException)
                        .get(60, TimeUnit.SECONDS))
                .isTrue();
    }

    @Test
    void anExistingQueueOfAnotherKindIsUsedAsItIs() throws Exception {
        Assumptions.assumeTrue(broker.isRabbit(), "on Qpid queues have no arguments to differ in");
        broker.delete(queue);
        broker.step(channel -> channel.queueDeclare(queue, true, false, false, Map.of("x-max-length", 5)));

        assertThat(proxy.declareReplyQueue("r")).isEqualTo(queue);
        publish("a");
    }

    @Test
    void aWrongPasswordIsToldAtOnceWithoutIt() {
        String wrong = TestBroker.url().replaceFirst("//[^:]+:[^@]+@", "//nobody:s3cret@");

        assertThatThrownBy(() -> AmqpProxy.builder(wrong).prefix(prefix).connect())
                .isInstanceOf(ProxyException.class)
                .hasMessageContaining("user or password")
                .hasMessageNotContaining("s3cret");
    }

    @Test
    void anAddressWithoutABrokerIsGivenUpWithAClearError() throws Exception {
        forwarder.refuse(true);

        assertThatThrownBy(
                        () -> builder().connectTimeout(Duration.ofMillis(300)).connect())
                .isInstanceOf(ProxyException.class)
                .hasMessageContaining("no broker answers at 127.0.0.1");
    }

    @Test
    void callbacksThatPublishDoNotWaitForThemselves() throws Exception {
        try (AmqpProxy narrow = builder().window(1).connect()) {
            CompletableFuture<Void> chain = CompletableFuture.completedFuture(null);
            for (int i = 0; i < 20; i++) {
                String atom = "c" + i;
                chain = chain.thenCompose(done -> narrow.publish(Address.queue(queue), Samples.request("r", atom)));
            }
            chain.get(60, TimeUnit.SECONDS);
        } catch (CompletionException e) {
            throw new AssertionError(e);
        }
    }

    /** What they publish is put off, and has all the room there is when they wait for some. */
    @Test
    void publishesThatGoTogetherDoNotWaitForThemselves() throws Exception {
        try (AmqpProxy narrow = builder().window(10).connect()) {
            List<CompletableFuture<Void>> sent = new CopyOnWriteArrayList<>();
            CompletableFuture.runAsync(() -> narrow.together(() -> {
                        for (int i = 0; i < 100; i++) {
                            sent.add(narrow.publish(Address.queue(queue), Samples.request("r", "t" + i))
                                    .toCompletableFuture());
                        }
                    }))
                    .get(60, TimeUnit.SECONDS);
            for (CompletableFuture<Void> future : sent) {
                future.get(60, TimeUnit.SECONDS);
            }
            assertThat(sent).hasSize(100);
        }
    }
}
