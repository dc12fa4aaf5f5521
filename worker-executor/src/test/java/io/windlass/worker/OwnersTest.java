package io.windlass.worker;

import static org.assertj.core.api.Assertions.assertThat;

import io.windlass.proxy.Beacon;
import io.windlass.proxy.Moved;
import io.windlass.proxy.Request;
import io.windlass.state.Action;
import io.windlass.state.RequestName;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class OwnersTest {
    private static final UUID OWNER = UUID.randomUUID();

    private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 1); // monotonic clocks may overflow
    private final Owners owners = new Owners(nanos::get);

    private static Request request(long epoch) {
        RequestName name = new RequestName(UUID.randomUUID(), "a", Action.EXECUTE, 1, 1);
        return new Request(name, "t", "1.0", Map.of(), null, Map.of(), "replies", OWNER, epoch, false);
    }

    private void hear(long epoch) {
        owners.heard(new Beacon(OWNER, epoch, "replies", Duration.ofSeconds(3)));
    }

    @Test
    void nobodyVouchesBeforeABeacon() {
        assertThat(owners.vouchesFor(request(1))).isFalse();
    }

    @Test
    void anEngineIsAliveWhateverItsEpochWhileItsBeaconsAreHeard() {
        assertThat(owners.isAlive("replies")).isFalse();
        hear(2);
        assertThat(owners.isAlive("replies")).isTrue();
        assertThat(owners.isAlive("others")).isFalse();
        nanos.addAndGet(Duration.ofSeconds(4).toNanos());
        assertThat(owners.isAlive("replies")).isFalse();
    }

    @Test
    void anAnswerShowsLifeAndVouchesForNothing() {
        owners.answered("replies", Duration.ofSeconds(3));
        assertThat(owners.isAlive("replies")).isTrue();
        assertThat(owners.vouchesFor(request(0))).isFalse();
        hear(2);
        owners.answered("replies", Duration.ofSeconds(3));
        assertThat(owners.vouchesFor(request(2))).isTrue();
    }

    @Test
    void aBeaconVouchesForItsEpochOnly() {
        hear(2);
        assertThat(owners.vouchesFor(request(2))).isTrue();
        assertThat(owners.vouchesFor(request(1))).isFalse();
    }

    @Test
    void aBeaconIsGoodForItsTimeOnlySoThatAFrozenWorkerAsks() {
        hear(1);
        nanos.addAndGet(Duration.ofSeconds(2).toNanos());
        assertThat(owners.vouchesFor(request(1))).isTrue();
        nanos.addAndGet(Duration.ofSeconds(2).toNanos());
        assertThat(owners.vouchesFor(request(1))).isFalse();
    }

    @Test
    void repliesFollowEveryMove() {
        owners.heard(new Moved("a", "b", OWNER, 1));
        owners.heard(new Moved("b", "c", OWNER, 1));
        assertThat(owners.current("a")).isEqualTo("c");
        assertThat(owners.current("elsewhere")).isEqualTo("elsewhere");
    }

    @Test
    void aMoveEndsTheVouching() {
        hear(1);
        owners.heard(new Moved("replies", "other", OWNER, 2));
        assertThat(owners.vouchesFor(request(1))).isFalse();
    }
}
