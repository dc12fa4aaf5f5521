package io.windlass.proxy.inprocess;

import static org.assertj.core.api.Assertions.assertThat;

import io.windlass.proxy.Address;
import io.windlass.proxy.Inbox;
import io.windlass.proxy.Proxy;
import io.windlass.proxy.ProxyContract;
import io.windlass.proxy.ProxyState;
import io.windlass.proxy.Query;
import io.windlass.proxy.Samples;
import io.windlass.proxy.WireMessage;
import java.util.List;
import org.junit.jupiter.api.Test;

class InProcessProxyTest extends ProxyContract {
    private final InProcessBroker broker = new InProcessBroker();

    @Override
    protected Proxy connect(String name) {
        return broker.connect(name);
    }

    @Override
    protected void inject(String queue, WireMessage message) {
        broker.inject(queue, message);
    }

    @Override
    protected int waiting(String queue) {
        return broker.waiting(queue);
    }

    @Override
    protected WireMessage take(String queue) {
        return broker.take(queue);
    }

    @Test
    void aKilledProcessLeavesItsDeliveriesAndNoControlQueue() throws Exception {
        InProcessProxy victim = broker.connect("victim");
        String queue = victim.declareReplyQueue("r");
        Inbox inbox = new Inbox();
        victim.consume(queue, 1, inbox);
        String control = victim.consumeControl("c", List.of("#"), new Inbox()).queue();
        Proxy witness = connect("witness");
        assertThat(witness.publish(Address.queue(queue), Samples.request("x", "a")))
                .isCompleted();
        inbox.take();

        victim.kill();

        assertThat(victim.state()).isEqualTo(ProxyState.CLOSED);
        assertThat(witness.probe(Address.queue(control), new Query())).isCompletedWithValue(false);
        assertThat(broker.queueNames()).containsExactly(queue);
        Inbox heir = new Inbox();
        witness.consume(queue, 1, heir);
        assertThat(heir.take().redelivered()).isTrue();
        witness.close();
    }
}
