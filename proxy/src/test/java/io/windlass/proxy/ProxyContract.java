package io.windlass.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.windlass.failure.InvalidFormatException;
import io.windlass.state.Action;
import io.windlass.state.RequestName;
import io.windlass.value.Values;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What every proxy does, over whatever it goes. */
public abstract class ProxyContract {
    private static final int MANY = 200;
    private static final int FEW = 10;
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final List<Proxy> proxies = new ArrayList<>();
    private Proxy engine;
    private Proxy worker;

    /** A new proxy; all of one test meet, and those of different tests do not. */
    protected abstract Proxy connect(String name);

    /** Puts a message as it is into a queue. */
    protected abstract void inject(String queue, WireMessage message);

    /** How many messages wait in a queue, 0 when there is none. */
    protected abstract int waiting(String queue);

    /** Takes the next message out of a queue. */
    protected abstract WireMessage take(String queue);

    @BeforeEach
    void connectBoth() {
        engine = open("engine");
        worker = open("worker");
    }

    @AfterEach
    void closeAll() {
        proxies.forEach(Proxy::close);
    }

    private Proxy open(String name) {
        Proxy proxy = connect(name);
        proxies.add(proxy);
        return proxy;
    }

    private static <T> T get(CompletionStage<T> stage) throws Exception {
        return stage.toCompletableFuture().get(30, TimeUnit.SECONDS);
    }

    private void send(String queue, String... atoms) throws Exception {
        for (String atom : atoms) {
            get(engine.publish(Address.queue(queue), Samples.request("replies", atom)));
        }
    }

    @Test
    void aMessageArrivesAsItWasSentAndIsForgottenOnceAcked() throws Exception {
        String queue = engine.declareReplyQueue("r");
        Request request = Samples.request(queue, "a");
        Inbox inbox = new Inbox();
        Subscription subscription = worker.consume(queue, 1, inbox);

        get(engine.publish(Address.queue(queue), request));
        Delivery delivery = inbox.take();
        assertThat(delivery.message()).isEqualTo(request);
        assertThat(delivery.redelivered()).isFalse();
        delivery.ack();
        delivery.requeue();
        subscription.close();

        send(queue, "next");
        Inbox second = new Inbox();
        worker.consume(queue, 5, second);
        assertThat(second.takeAtom()).isEqualTo("next");
    }

    @Test
    void whatATaskTellsComesInOrderAndBeforeItsReply() throws Exception {
        String queue = engine.declareReplyQueue("r");
        Inbox inbox = new Inbox();
        engine.consume(queue, 100, inbox);
        RequestName name = new RequestName(UUID.randomUUID(), "a", Action.EXECUTE, 1, 1);
        List<Message> sent = new ArrayList<>();
        List<CompletionStage<Boolean>> routed = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            Event event = new Event(name, "run", "w", "copied", Values.write(Map.of("file", i)));
            sent.add(event);
            routed.add(worker.probe(Address.queue(queue), event));
        }
        Response reply = new Response(name, "run", "w", true, Values.write("done"));
        sent.add(reply);
        get(worker.publish(Address.queue(queue), reply));

        List<Message> received = new ArrayList<>();
        for (int i = 0; i < sent.size(); i++) {
            Delivery delivery = inbox.take();
            received.add(delivery.message());
            delivery.ack();
        }
        assertThat(received).containsExactlyElementsOf(sent);
        for (CompletionStage<Boolean> each : routed) {
            assertThat(get(each)).isTrue();
        }
    }

    @Test
    void requestsGoToTheQueueOfTheirTaskTypeAndLine() throws Exception {
        Map<RequestQueue, Inbox> inboxes = Map.of(
                new RequestQueue("pool", "pkg.A", 1), new Inbox(),
                new RequestQueue("pool", "pkg.A", 2), new Inbox(),
                new RequestQueue("pool", "pkg.B", 1), new Inbox(),
                new RequestQueue("other", "pkg.A", 1), new Inbox());
        inboxes.forEach((queue, inbox) -> worker.consume(worker.declareRequestQueue(queue), 5, inbox));

        for (RequestQueue queue : inboxes.keySet()) {
            get(engine.publish(Address.requests(queue), Samples.request("replies", queue.path())));
        }

        for (Map.Entry<RequestQueue, Inbox> entry : inboxes.entrySet()) {
            assertThat(entry.getValue().takeAtom()).isEqualTo(entry.getKey().path());
            assertThat(entry.getValue().size()).isZero();
        }
    }

    @Test
    void whatNoQueueTakesIsUnroutable() {
        Request request = Samples.request("replies", "a");
        RequestQueue nowhere = new RequestQueue("pool", "pkg.Nobody", 1);

        assertThatThrownBy(() -> get(engine.publish(Address.queue("no.such.queue"), request)))
                .isInstanceOf(ExecutionException.class)
                .cause()
                .isInstanceOf(UnroutableException.class)
                .hasMessageContaining("no.such.queue");
        assertThatThrownBy(() -> get(engine.publish(Address.requests(nowhere), request)))
                .cause()
                .isInstanceOf(UnroutableException.class)
                .hasMessageContaining("pool,1,pkg,Nobody");
    }

    @Test
    void whatIsGivenBackComesAgainAndSaysSo() throws Exception {
        String queue = engine.declareReplyQueue("r");
        Inbox inbox = new Inbox();
        worker.consume(queue, 1, inbox);
        send(queue, "a");

        inbox.take().requeue();

        Delivery again = inbox.take();
        assertThat(again.redelivered()).isTrue();
        again.ack();
    }

    @Test
    void whatAClosedProxyHeldGoesToAnother() throws Exception {
        String queue = engine.declareReplyQueue("r");
        Inbox dying = new Inbox();
        worker.consume(queue, 5, dying);
        send(queue, "a", "b");
        Delivery held = dying.take();
        dying.take();

        worker.close();

        Inbox heir = new Inbox();
        engine.consume(queue, 5, heir);
        Delivery first = heir.take();
        Delivery second = heir.take();
        assertThat(first.redelivered()).isTrue();
        held.ack();
        first.ack();
        second.ack();
        await().atMost(PATIENCE).until(() -> waiting(queue) == 0);
    }

    @Test
    void abandoningGivesBackAndAcksNothingMore() throws Exception {
        String queue = engine.declareReplyQueue("r");
        Inbox fenced = new Inbox();
        worker.consume(queue, 5, fenced);
        send(queue, "a");
        Delivery held = fenced.take();

        worker.abandon();
        held.ack();

        Inbox heir = new Inbox();
        engine.consume(queue, 5, heir);
        assertThat(heir.take().redelivered()).isTrue();
        get(worker.publish(Address.queue(queue), Samples.request("replies", "last words")));
        assertThat(heir.takeAtom()).isEqualTo("last words");
    }

    @Test
    void aConsumerHoldsNoMoreThanItsPrefetch() throws Exception {
        String queue = engine.declareReplyQueue("r");
        send(queue, "a", "b", "c", "d");
        Inbox inbox = new Inbox();
        worker.consume(queue, 2, inbox);

        Delivery first = inbox.take();
        inbox.take();
        first.ack();
        inbox.take();
        Inbox other = new Inbox();
        engine.consume(queue, 10, other);

        assertThat(other.takeAtom()).as("what was left for others").isEqualTo("d");
        assertThat(inbox.size()).isZero();
    }

    @Test
    void controlMessagesGoToWhoListensToTheirTopic() throws Exception {
        Inbox workers = new Inbox();
        Inbox all = new Inbox();
        worker.consumeControl("w", List.of("workers.*"), workers);
        engine.consumeControl("e", List.of("#"), all);

        engine.announce(Address.control("workers.storage"), new Query());
        engine.announce(Address.control("workers.storage.deep"), advert("x"));
        engine.announce(Address.control("workers.network"), advert("y"));

        assertThat(workers.take().message()).isEqualTo(new Query());
        assertThat(workers.take().message()).isEqualTo(advert("y"));
        for (int i = 0; i < 3; i++) {
            all.take().ack();
        }
        assertThat(workers.size()).isZero();
    }

    private static Advert advert(String worker) {
        return new Advert(worker, "pool", "queue", Map.of("t", List.of("1.0")), 2, 1, WorkerState.RUNNING);
    }

    @Test
    void aProbeTellsWhetherAProcessIsStillThere() throws Exception {
        Inbox inbox = new Inbox();
        String control = worker.consumeControl("w", List.of(), inbox).queue();

        assertThat(get(engine.probe(Address.queue(control), new Query()))).isTrue();
        assertThat(inbox.take().message()).isEqualTo(new Query());
        worker.close();

        await().atMost(PATIENCE).until(() -> !get(engine.probe(Address.queue(control), new Query())));
    }

    @Test
    void twoProcessesCannotHaveOneControlQueue() {
        worker.consumeControl("same", List.of(), new Inbox());

        assertThatThrownBy(() -> engine.consumeControl("same", List.of(), new Inbox()))
                .isInstanceOf(ProxyException.class)
                .hasMessageContaining("same");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void whatCannotBeReadIsPutAsideAndTheNextIsRead(boolean quick) throws Exception {
        String queue = engine.declareReplyQueue("r");
        Inbox inbox = new Inbox();
        worker.consume(queue, 1, quick ? DeliveryHandler.quick(inbox) : inbox);

        inject(queue, new WireMessage(null, null, null, Map.of(), new byte[0]));
        inject(queue, new WireMessage("REQUEST", "x", "y", Map.of(), "{".getBytes(StandardCharsets.UTF_8)));
        send(queue, "fine");

        assertThat(inbox.takeAtom()).isEqualTo("fine");
        await().atMost(PATIENCE).until(() -> waiting(engine.naming().deadLetters()) == 2);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void whatItsHandlerFailsOnIsPutAsideAndTheNextIsHandled(boolean quick) throws Exception {
        String queue = engine.declareReplyQueue("r");
        Inbox inbox = new Inbox();
        DeliveryHandler handler = delivery -> {
            if (((Request) delivery.message()).name().atom().equals("bad")) {
                throw new IllegalStateException("planted");
            }
            inbox.handle(delivery);
        };
        worker.consume(queue, 1, quick ? DeliveryHandler.quick(handler) : handler);

        send(queue, "bad", "fine");

        assertThat(inbox.takeAtom()).isEqualTo("fine");
        await().atMost(PATIENCE).until(() -> waiting(engine.naming().deadLetters()) == 1);
        assertThat(take(engine.naming().deadLetters()).headers())
                .containsEntry(WireMessage.DEAD_FROM, queue)
                .containsEntry(WireMessage.DEAD_WHY, "planted");
    }

    /** More than the prefetch: what is not settled would hold up the others. */
    @Test
    void aQuickHandlerMaySettleAtOnceEitherWay() throws Exception {
        String queue = engine.declareReplyQueue("r");
        BlockingQueue<Message> taken = new LinkedBlockingQueue<>();
        worker.consume(queue, 2, DeliveryHandler.quick(delivery -> {
            if (delivery.redelivered()) {
                taken.add(delivery.message());
                delivery.ack();
            } else {
                delivery.requeue();
            }
        }));
        for (int i = 0; i < MANY; i++) {
            send(queue, "a" + i);
        }
        await().atMost(PATIENCE).until(() -> taken.size() == MANY);
        assertThat(taken).doesNotHaveDuplicates();
    }

    /** Their callbacks run on the thread that hears of confirms, which acknowledges them together. */
    @Test
    void whatIsAcknowledgedWhenItsAnswerIsConfirmedHoldsUpNothing() throws Exception {
        String requests = engine.declareReplyQueue("requests");
        String replies = engine.declareReplyQueue("replies");
        Inbox inbox = new Inbox();
        engine.consume(replies, MANY, inbox);
        worker.consume(requests, FEW, DeliveryHandler.quick(delivery -> {
            var unused = CompletableFuture.runAsync(() ->
                    worker.publish(Address.queue(replies), delivery.message()).thenRun(delivery::ack));
        }));
        for (int i = 0; i < MANY; i++) {
            send(requests, "a" + i);
        }
        Set<String> answered = new HashSet<>();
        for (int i = 0; i < MANY; i++) {
            answered.add(inbox.takeAtom());
        }
        assertThat(answered).hasSize(MANY);
    }

    @Test
    void aPausedConsumerGetsOnlyWhatItAsksForUntilItIsResumed() throws Exception {
        String queue = engine.declareReplyQueue("r");
        Inbox inbox = new Inbox();
        Subscription subscription = worker.consume(queue, 1, inbox);
        send(queue, "a", "b", "c");
        Delivery first = inbox.take();

        subscription.pause();
        first.ack();
        await().atMost(PATIENCE).until(() -> waiting(queue) == 2);
        assertThat(inbox.size()).isZero();
        assertThat(subscription.poll()).isTrue();
        assertThat(subscription.poll()).as("the prefetch is no limit").isTrue();
        assertThat(inbox.takeAtom()).isEqualTo("b");
        Delivery third = inbox.take();
        third.requeue();
        await().atMost(PATIENCE).until(() -> waiting(queue) == 1);
        assertThat(subscription.poll()).isTrue();
        Delivery again = inbox.take();
        assertThat(again.redelivered()).isTrue();
        again.ack();
        send(queue, "d", "e");
        await().atMost(PATIENCE).until(() -> waiting(queue) == 2);
        assertThat(inbox.size()).isZero();

        subscription.resume();
        assertThat(inbox.takeAtom()).isEqualTo("d");
        assertThat(inbox.takeAtom()).isEqualTo("e");
        subscription.pause();
        assertThat(subscription.poll()).isFalse();
    }

    @Test
    void aPausedConsumerCanBeStoppedAndSettlesWhatItHas() throws Exception {
        String queue = engine.declareReplyQueue("r");
        Inbox inbox = new Inbox();
        Subscription subscription = worker.consume(queue, 1, inbox);
        send(queue, "a", "b");
        Delivery held = inbox.take();

        subscription.pause();
        subscription.cancel();
        subscription.resume();
        held.ack();

        assertThat(subscription.poll()).isFalse();
        Inbox heir = new Inbox();
        engine.consume(queue, 5, heir);
        assertThat(heir.takeAtom()).isEqualTo("b");
        assertThat(inbox.size()).isZero();
        assertThat(heir.size()).isZero();
    }

    @Test
    void whatIsPutAsideOnPurposeKeepsItsReasonAndIsStillToBeSettled() throws Exception {
        String queue = engine.declareReplyQueue("r");
        Inbox inbox = new Inbox();
        Subscription subscription = worker.consume(queue, 1, inbox);
        send(queue, "bad");

        Delivery bad = inbox.take();
        bad.bury("planted", Map.of("windlass-extra", 7)).toCompletableFuture().join();

        WireMessage dead = take(engine.naming().deadLetters());
        assertThat(dead.headers())
                .containsEntry(WireMessage.DEAD_FROM, queue)
                .containsEntry(WireMessage.DEAD_WHY, "planted")
                .containsEntry("windlass-extra", 7)
                .containsKey(WireMessage.DEAD_AT);
        assertThat(new MessageCodec(MessageCodec.DEFAULT_MAX_BYTES).decode(dead))
                .isEqualTo(bad.message());
        subscription.close();
        await().atMost(PATIENCE).until(() -> waiting(queue) == 1);
    }

    @Test
    void aCancelledConsumerGetsNoMoreButSettlesWhatItHas() throws Exception {
        String queue = engine.declareReplyQueue("r");
        Inbox inbox = new Inbox();
        Subscription subscription = worker.consume(queue, 1, inbox);
        send(queue, "a", "b");
        Delivery held = inbox.take();

        subscription.cancel();
        held.ack();

        Inbox heir = new Inbox();
        engine.consume(queue, 5, heir);
        assertThat(heir.takeAtom()).isEqualTo("b");
        assertThat(inbox.size()).isZero();
        assertThat(heir.size()).isZero();
    }

    @Test
    void aClosedSubscriptionGivesBackWhatItHas() throws Exception {
        String queue = engine.declareReplyQueue("r");
        Inbox inbox = new Inbox();
        Subscription subscription = worker.consume(queue, 1, inbox);
        send(queue, "a");
        inbox.take();

        subscription.close();

        Inbox heir = new Inbox();
        worker.consume(queue, 1, heir);
        assertThat(heir.take().redelivered()).isTrue();
    }

    @Test
    void aQueueIsDeletedOnlyWhenNobodyNeedsIt() throws Exception {
        String queue = engine.declareReplyQueue("r");
        assertThat(engine.queueExists(queue)).isTrue();
        send(queue, "a");
        await().atMost(PATIENCE).until(() -> waiting(queue) == 1);
        worker.deleteIfEmptyAndUnused(queue);
        assertThat(engine.queueExists(queue)).isTrue();

        Inbox inbox = new Inbox();
        Subscription subscription = engine.consume(queue, 1, inbox);
        assertThat(inbox.takeAtom()).isEqualTo("a");
        worker.deleteIfEmptyAndUnused(queue);
        assertThat(engine.queueExists(queue)).isTrue();

        subscription.close();
        engine.deleteIfEmptyAndUnused(queue);
        assertThat(engine.queueExists(queue)).isFalse();
        engine.deleteIfEmptyAndUnused(queue);
    }

    @Test
    void aQueueTellsHowManyMessagesWaitInIt() throws Exception {
        assertThat(engine.depth("no.such.queue")).isEmpty();
        String queue = engine.declareReplyQueue("r");
        assertThat(engine.depth(queue)).hasValue(0);
        send(queue, "a", "b");
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(worker.depth(queue)).hasValue(2));

        Inbox inbox = new Inbox();
        worker.consume(queue, 2, inbox);
        inbox.take().ack();
        inbox.take().ack();

        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(engine.depth(queue)).hasValue(0));
    }

    @Test
    void consumingAQueueThatIsNotThereIsAnError() {
        assertThatThrownBy(() -> worker.consume("no.such.queue", 1, new Inbox()))
                .isInstanceOf(ProxyException.class)
                .hasMessageContaining("no.such.queue");
        assertThatThrownBy(() -> worker.consume(worker.naming().deadLetters(), 1, new Inbox()))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aMessageThatIsTooLargeFailsAndTheNextGoes() throws Exception {
        String queue = engine.declareReplyQueue("r");
        Request small = Samples.request("replies", "small");
        Response large = new Response(
                small.name(), "run", "worker", true, Values.write("x".repeat(MessageCodec.DEFAULT_MAX_BYTES)));

        assertThatThrownBy(() -> get(engine.publish(Address.queue(queue), large)))
                .cause()
                .isInstanceOf(InvalidFormatException.class);
        get(engine.publish(Address.queue(queue), small));
    }

    @Test
    void closingIsToldOnceAndFinal() throws Exception {
        String queue = engine.declareReplyQueue("r");
        List<ProxyState> states = new CopyOnWriteArrayList<>();
        engine.onStateChange(state -> {
            throw new IllegalStateException("planted: a listener's error stays its own");
        });
        engine.onStateChange(states::add);
        assertThat(engine.state()).isEqualTo(ProxyState.CONNECTED);

        engine.close();
        engine.close();

        await().atMost(PATIENCE).until(() -> states.equals(List.of(ProxyState.CLOSED)));
        assertThatThrownBy(() -> get(engine.publish(Address.queue(queue), Samples.request(queue, "late"))))
                .cause()
                .isInstanceOf(ProxyClosedException.class);
        assertThatThrownBy(() -> engine.declareReplyQueue("late")).isInstanceOf(ProxyClosedException.class);
    }

    /** A prefix that no other test has. */
    protected static String freshPrefix() {
        return "wt" + UUID.randomUUID().toString().substring(0, 8);
    }
}
