package io.windlass.worker;

import static org.assertj.core.api.Assertions.assertThat;

import io.windlass.proxy.Delivery;
import io.windlass.proxy.Message;
import io.windlass.proxy.Request;
import io.windlass.state.Action;
import io.windlass.state.RequestName;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;

/** When a request is acknowledged before its end. */
class HeldTest {
    private final Request request = new Request(
            new RequestName(UUID.randomUUID(), "a", Action.EXECUTE, 1, 1),
            "test.long",
            "1.0",
            Map.of(),
            null,
            Map.of(),
            "replies",
            1,
            false);
    private final Delivery delivery = new Unsettled(request);
    private final Held held = new Held(request, delivery);

    private record Unsettled(Request request) implements Delivery {
        @Override
        public Message message() {
            return request;
        }

        @Override
        public boolean redelivered() {
            return false;
        }

        @Override
        public CompletionStage<Void> bury(String reason, Map<String, Object> headers) {
            return CompletableFuture.completedFuture(null);
        }

        @Override
        public void ack() {}

        @Override
        public void requeue() {}
    }

    @Test
    void onlyWhatRunsIsHandedOver() {
        assertThat(held.handOver()).isEmpty();
        held.move(Held.Stage.QUEUED, Held.Stage.RUNNING);
        assertThat(held.handOver()).containsSame(delivery);
        assertThat(held.isInCustody()).isTrue();
    }

    @Test
    void onceOnly() {
        held.move(Held.Stage.QUEUED, Held.Stage.RUNNING);
        assertThat(held.handOver()).isPresent();
        assertThat(held.handOver()).isEmpty();
    }

    @Test
    void notWhatHasJustEnded() {
        held.move(Held.Stage.QUEUED, Held.Stage.RUNNING);
        held.move(Held.Stage.RUNNING, Held.Stage.OVER);
        assertThat(held.handOver()).isEmpty();
        assertThat(held.isInCustody()).isFalse();
    }

    /** The acknowledgement was lost with the connection: the broker has it again, and is to let go of it once more. */
    @Test
    void whatIsDeliveredAgainIsHandedOverAgain() {
        held.move(Held.Stage.QUEUED, Held.Stage.RUNNING);
        assertThat(held.handOver()).containsSame(delivery);
        Delivery again = new Unsettled(request);
        assertThat(held.deliveredAgain(again)).isTrue();
        assertThat(held.isInCustody()).isFalse();
        assertThat(held.handOver()).containsSame(again);
    }
}
