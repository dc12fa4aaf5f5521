package io.windlass.proxy.amqp;

import static org.assertj.core.api.Assertions.assertThat;

import com.rabbitmq.client.Channel;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class AcksTest {
    private final List<String> frames = new ArrayList<>();
    private final Acks acks = new Acks((Channel) Proxy.newProxyInstance(
            getClass().getClassLoader(), new Class<?>[] {Channel.class}, (proxy, method, arguments) -> {
                frames.add(arguments[0] + (arguments[1].equals(true) ? " and all before" : ""));
                return null;
            }));

    private void delivered(long... tags) {
        for (long tag : tags) {
            acks.delivered(tag);
        }
    }

    private List<Boolean> add(long... tags) {
        List<Boolean> asked = new ArrayList<>();
        for (long tag : tags) {
            asked.add(acks.add(tag));
        }
        return asked;
    }

    @Test
    void whatGathersGoesInOneFrameUpToTheOldestOpenDelivery() throws IOException {
        delivered(1, 2, 3, 4, 5);
        assertThat(add(2, 1, 4)).containsExactly(true, false, false);
        acks.write();
        assertThat(frames).containsExactly("2 and all before", "4");
        assertThat(add(5, 3)).containsExactly(true, false);
        acks.write();
        assertThat(frames.subList(2, frames.size())).containsExactly("5 and all before");
        acks.write();
        assertThat(frames).hasSize(3);
    }

    @Test
    void whatWentBackIsNeverAcknowledgedAlong() throws IOException {
        delivered(1, 2, 3);
        acks.forget(1);
        add(2);
        acks.write();
        assertThat(frames).containsExactly("2 and all before");
        add(3);
        acks.write();
        assertThat(frames).containsExactly("2 and all before", "3 and all before");
    }

    /** What was asked for comes on another thread than what was pushed before it. */
    @Test
    void whatIsStillOnItsWayIsNotAcknowledgedAlong() throws IOException {
        delivered(1, 3);
        add(1, 3);
        acks.write();
        assertThat(frames).containsExactly("1 and all before", "3");
        delivered(2);
        add(2);
        acks.write();
        assertThat(frames.subList(2, frames.size())).containsExactly("2 and all before");
    }
}
