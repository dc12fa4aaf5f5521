package io.windlass.proxy.amqp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class AtTheEndTest {
    private final List<String> done = new ArrayList<>();

    @Test
    void whatIsPutOffIsDoneAtTheEndOfTheOutermost() {
        AtTheEnd.during(() -> {
            assertThat(AtTheEnd.putOff(() -> done.add("a"))).isTrue();
            AtTheEnd.during(() -> AtTheEnd.putOff(() -> done.add("b")));
            done.add("work");
        });

        assertThat(done).containsExactly("work", "a", "b");
    }

    @Test
    void whatIsPutOffIsDoneAlthoughTheWorkFails() {
        assertThatThrownBy(() -> AtTheEnd.during(() -> {
                    AtTheEnd.putOff(() -> done.add("a"));
                    throw new IllegalStateException("on purpose");
                }))
                .hasMessage("on purpose");

        assertThat(done).containsExactly("a");
        assertThat(AtTheEnd.putOff(() -> done.add("b"))).isFalse();
    }

    @Test
    void aThreadWithoutAnEndPutsNothingOff() {
        assertThat(AtTheEnd.putOff(() -> done.add("a"))).isFalse();
        AtTheEnd.during(() -> {});
        assertThat(AtTheEnd.putOff(() -> done.add("b"))).isFalse();

        assertThat(done).isEmpty();
    }

    @Test
    void whatIsPutOffTwiceIsDoneOnce() {
        Runnable same = () -> done.add("a");
        AtTheEnd.during(() -> {
            AtTheEnd.putOff(same);
            AtTheEnd.putOff(same);
        });

        assertThat(done).containsExactly("a");
    }

    @Test
    void whoIsAboutToWaitDoesWhatWasPutOffFirst() {
        Runnable same = () -> done.add("a");
        AtTheEnd.during(() -> {
            AtTheEnd.putOff(same);
            AtTheEnd.beforeWaiting();
            done.add("waited");
            AtTheEnd.putOff(same);
        });
        AtTheEnd.beforeWaiting();

        assertThat(done).containsExactly("a", "waited", "a");
    }
}
