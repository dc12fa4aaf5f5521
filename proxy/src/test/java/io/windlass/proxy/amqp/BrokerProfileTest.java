package io.windlass.proxy.amqp;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class BrokerProfileTest {
    private static BrokerProfile of(String product, String version) {
        return BrokerProfile.of(Map.of("product", product, "version", version));
    }

    @Test
    void rabbitGetsQuorumQueuesUnlessClassicOnesAreWanted() {
        assertThat(of("RabbitMQ", "3.10.8").workQueue(true)).isEqualTo(Map.of("x-queue-type", "quorum"));
        assertThat(of("RabbitMQ", "4.1.0").workQueue(true))
                .isEqualTo(Map.of("x-queue-type", "quorum", "x-delivery-limit", -1));
        assertThat(of("RabbitMQ", "4.1.0").workQueue(false)).isEmpty();
        assertThat(of("RabbitMQ", "4.1.0").deletesConditionally(true)).isFalse();
    }

    @Test
    void othersGetNoArguments() {
        assertThat(of("qpid", "10.1.0").kind()).isEqualTo(BrokerProfile.Kind.QPID);
        assertThat(of("qpid", "10.1.0").workQueue(true)).isEmpty();
        assertThat(of("qpid", "10.1.0").deadLetterQueue()).isEmpty();
        assertThat(of("LavinMQ", "2.0").workQueue(true)).isEmpty();
        assertThat(BrokerProfile.of(Map.of()).deletesConditionally(true)).isTrue();
    }
}
