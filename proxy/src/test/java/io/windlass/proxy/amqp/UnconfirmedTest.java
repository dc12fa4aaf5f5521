package io.windlass.proxy.amqp;

import static org.assertj.core.api.Assertions.assertThat;

import io.windlass.proxy.Route;
import io.windlass.proxy.WireMessage;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class UnconfirmedTest {
    private final Unconfirmed unconfirmed = new Unconfirmed();

    private Outgoing[] added(int count) {
        Outgoing[] messages = IntStream.range(0, count)
                .mapToObj(i -> new Outgoing(
                        Outgoing.Kind.PUBLISH,
                        new Route("", "q"),
                        new WireMessage(null, null, null, Map.of(), new byte[0])))
                .toArray(Outgoing[]::new);
        for (Outgoing message : messages) {
            unconfirmed.add(message);
        }
        return messages;
    }

    @Test
    void eachIsTakenOnceWhicheverWay() {
        Outgoing[] messages = added(5);
        assertThat(messages[4].number()).isEqualTo(5);
        assertThat(unconfirmed.take(2)).containsExactly(messages[1]);
        assertThat(unconfirmed.take(2)).isEmpty();
        assertThat(unconfirmed.take(messages[2])).isTrue();
        assertThat(unconfirmed.take(messages[2])).isFalse();
        assertThat(unconfirmed.takeUpTo(4)).containsExactly(messages[0], messages[3]);
        assertThat(unconfirmed.takeUpTo(4)).isEmpty();
        assertThat(unconfirmed.get(5)).isSameAs(messages[4]);
        assertThat(unconfirmed.count()).isEqualTo(1);
        assertThat(unconfirmed.takeUpTo(Long.MAX_VALUE)).containsExactly(messages[4]);
        assertThat(unconfirmed.count()).isZero();
    }

    @Test
    void whatIsSentAgainHasANewNumber() {
        Outgoing message = added(1)[0];
        assertThat(unconfirmed.take(1)).containsExactly(message);
        unconfirmed.add(message);
        assertThat(message.number()).isEqualTo(2);
        assertThat(unconfirmed.take(message)).isTrue();
    }
}
