package io.windlass.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NamingTest {
    private final Naming naming = new Naming(Naming.DEFAULT_PREFIX);

    @Test
    void namesSayWhatTheyAreFor() {
        RequestQueue queue = new RequestQueue("storage", "pkg.Resize", 2);

        assertThat(naming.requestQueue(queue)).isEqualTo("windlass.requests.storage.2.pkg.Resize");
        assertThat(Address.requests(queue).route(naming))
                .isEqualTo(new Route("windlass.requests", "storage,2,pkg,Resize"));
        assertThat(naming.replyQueue("p1")).isEqualTo("windlass.replies.p1");
        assertThat(naming.controlQueue("p1")).isEqualTo("windlass.control.p1");
    }

    /** Each word costs a topic exchange; two queues of one key would both get the request. */
    @Test
    void aRoutingKeyIsOneWordAndOfOneQueue() {
        RequestQueue deep = new RequestQueue("a", "b.c.d", 1);
        RequestQueue flat = new RequestQueue("a", "b/c:d", 1);

        assertThat(deep.routingKey()).doesNotContain(".").isNotEqualTo(flat.routingKey());
        assertThatThrownBy(() -> new RequestQueue("a", "b,c.d", 1)).hasMessageContaining("','");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a b", "*", "a.#", "a..b", ".a", "a.", "a\n", "amq.x"})
    void oddTaskTypesAreRefused(String taskType) {
        assertThatThrownBy(() -> new RequestQueue("pool", taskType, 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("the task type '" + taskType + "'");
    }

    @Test
    void theLongestNamesStillFitAnAmqpShortString() {
        RequestQueue queue = new RequestQueue("p".repeat(60), "t".repeat(120), 9);

        assertThat(queue.queueName("w".repeat(50))).hasSizeLessThanOrEqualTo(255);
        assertThatThrownBy(() -> queue.queueName("w".repeat(100))).hasMessageContaining("255");
        assertThatThrownBy(() -> new RequestQueue("pool", "ä".repeat(61), 1)).hasMessageContaining("122 bytes");
        assertThatThrownBy(() -> new RequestQueue("p.q", "t", 1)).hasMessageContaining("dot");
        assertThatThrownBy(() -> naming.replyQueue("r".repeat(250))).hasMessageContaining("reply queue");
    }
}
