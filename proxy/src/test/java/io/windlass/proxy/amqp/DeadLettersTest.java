package io.windlass.proxy.amqp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.windlass.failure.NotFoundException;
import io.windlass.proxy.Address;
import io.windlass.proxy.Delivery;
import io.windlass.proxy.Inbox;
import io.windlass.proxy.Request;
import io.windlass.proxy.Samples;
import io.windlass.proxy.Subscription;
import io.windlass.proxy.WireMessage;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What operators do with what was put aside, on the broker that the services say. */
@Tag("services")
@Timeout(180)
class DeadLettersTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final String prefix = "windlass.dead." + UUID.randomUUID();
    private final TestBroker broker;
    private final AmqpProxy proxy =
            AmqpProxy.builder(TestBroker.url()).prefix(prefix).connect();
    private final DeadLetters letters = proxy.deadLetters();
    private String queue = "";

    DeadLettersTest() throws Exception {
        broker = new TestBroker(prefix);
    }

    @BeforeEach
    void declare() {
        queue = proxy.declareReplyQueue("r");
    }

    @AfterEach
    void cleanUp() throws Exception {
        proxy.close();
        broker.close();
    }

    /** Puts requests aside, in their order. */
    private void bury(String... atoms) throws InterruptedException {
        int before = letters.list(100).size();
        Inbox inbox = new Inbox();
        Subscription consumer = proxy.consume(queue, 1, inbox);
        for (String atom : atoms) {
            proxy.publish(Address.queue(queue), Samples.request(queue, atom))
                    .toCompletableFuture()
                    .join();
            Delivery delivery = inbox.take();
            delivery.bury("planted in " + atom, Map.of()).toCompletableFuture().join();
            delivery.ack();
        }
        consumer.cancel();
        await().atMost(PATIENCE).until(() -> letters.list(100).size() == before + atoms.length);
    }

    private List<String> reasons() {
        return letters.list(100).stream()
                .map(letter -> String.valueOf(letter.reason()))
                .toList();
    }

    @Test
    void whereNothingWasPutAsideThereIsNothing() {
        assertThat(letters.list(10)).isEmpty();
        assertThat(letters.read("0123456789ab")).isEmpty();
        assertThat(letters.requeueAll().moved()).isEmpty();
        assertThat(letters.dropAll()).isEmpty();
        assertThatThrownBy(() -> letters.drop("0123456789ab"))
                .isInstanceOf(NotFoundException.class)
                .hasMessageContaining("0123456789ab");
    }

    @Test
    void lookingTakesNothingAwayAndFindsTheSame() throws Exception {
        Instant before = Instant.now().minusSeconds(60);
        bury("a", "b", "c");

        List<DeadLetter> all = letters.list(100);
        assertThat(letters.list(2)).isEqualTo(all.subList(0, 2));
        assertThat(letters.list(100)).isEqualTo(all);
        assertThat(reasons()).containsExactly("planted in a", "planted in b", "planted in c");
        assertThat(all).extracting(DeadLetter::id).doesNotHaveDuplicates();
        DeadLetter first = all.get(0);
        assertThat(first.queue()).isEqualTo(queue);
        assertThat(first.type()).isEqualTo("REQUEST");
        assertThat(first.request()).endsWith("/a/execute/1/1");
        assertThat(first.at()).isAfter(before);
        WireMessage message = letters.read(first.id()).orElseThrow();
        assertThat(message.body()).hasSize(first.bytes());
        assertThat(message.headers()).containsEntry(WireMessage.DEAD_WHY, "planted in a");
        assertThat(letters.list(100)).isEqualTo(all);
    }

    @Test
    void oneIsSentAgainToWhereItWasMarkedAsReissued() throws Exception {
        bury("a", "b");
        DeadLetter second = letters.list(100).get(1);

        assertThat(letters.requeue(second.id()).moved()).containsExactly(second);

        assertThat(reasons()).containsExactly("planted in a");
        Inbox inbox = new Inbox();
        proxy.consume(queue, 1, inbox);
        Request request = (Request) inbox.take().message();
        assertThat(request.name().atom()).isEqualTo("b");
        assertThat(request.reissued()).isTrue();
        assertThatThrownBy(() -> letters.requeue(second.id())).isInstanceOf(NotFoundException.class);
    }

    @Test
    void whatIsSentAgainHasNoTraceOfHavingBeenDead() throws Exception {
        bury("a");
        letters.requeueAll();
        await().atMost(PATIENCE).until(() -> broker.waiting(queue) == 1);
        assertThat(broker.take(queue).headers())
                .containsEntry("windlass-reissued", true)
                .doesNotContainKeys(
                        WireMessage.DEAD_FROM, WireMessage.DEAD_WHY, WireMessage.DEAD_AT, WireMessage.DEAD_STARTS);
        assertThat(reasons()).isEmpty();
    }

    @Test
    void whatHasNoWhereToGoStays() throws Exception {
        bury("a", "b");
        broker.inject(
                proxy.naming().deadLetters(),
                new WireMessage(null, null, null, Map.of(), "odd".getBytes(StandardCharsets.UTF_8)));
        await().atMost(PATIENCE).until(() -> letters.list(100).size() == 3);
        broker.delete(queue);

        DeadLetters.Requeued result = letters.requeueAll();

        assertThat(result.moved()).isEmpty();
        assertThat(result.stuck())
                .extracting(DeadLetters.Stuck::why)
                .satisfiesExactly(
                        why -> assertThat(why).contains("no queue takes messages", queue),
                        why -> assertThat(why).contains("no queue takes messages", queue),
                        why -> assertThat(why).contains("windlass-queue"));
        assertThat(letters.list(100)).hasSize(3);
    }

    @Test
    void oneIsDeletedAndThenTheRest() throws Exception {
        bury("a", "b", "c");
        DeadLetter second = letters.list(100).get(1);
        assertThat(letters.drop(second.id())).isEqualTo(second);
        assertThat(reasons()).containsExactly("planted in a", "planted in c");
        assertThat(letters.dropAll()).hasSize(2);
        assertThat(reasons()).isEmpty();
        assertThat(letters.read(second.id())).isEmpty();
    }
}
