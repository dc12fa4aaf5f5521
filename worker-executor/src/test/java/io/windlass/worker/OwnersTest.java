package io.windlass.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

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
        return new Request(name, "t", "1.0", Map.of(), null, Map.of(), "replies", epoch, false);
    }

    /** A beacon that has been heard for long enough to vouch for what comes now. */
    private void hear(long epoch) {
        beacon(epoch);
        pass(Duration.ofSeconds(1));
    }

    private void beacon(long epoch) {
        owners.heard(new Beacon(OWNER, epoch, "replies", Duration.ofSeconds(3)));
    }

    private void pass(Duration time) {
        nanos.addAndGet(time.toNanos());
    }

    private boolean vouches(Request request) {
        return owners.vouchesFor(request, nanos.get());
    }

    @Test
    void nobodyVouchesBeforeABeacon() {
        assertThat(vouches(request(1))).isFalse();
    }

    @Test
    void anEngineIsAliveWhateverItsEpochWhileItsBeaconsAreHeard() {
        assertThat(owners.isAlive("replies")).isFalse();
        beacon(2);
        assertThat(owners.isAlive("replies")).isTrue();
        assertThat(owners.isAlive("others")).isFalse();
        pass(Duration.ofSeconds(4));
        assertThat(owners.isAlive("replies")).isFalse();
    }

    @Test
    void anAnswerShowsLifeAndVouchesForNothing() {
        owners.answered("replies", Duration.ofSeconds(3));
        assertThat(owners.isAlive("replies")).isTrue();
        assertThat(vouches(request(0))).isFalse();
        hear(2);
        owners.answered("replies", Duration.ofSeconds(3));
        assertThat(vouches(request(2))).isTrue();
    }

    @Test
    void aBeaconVouchesForItsEpochOnly() {
        hear(2);
        assertThat(vouches(request(2))).isTrue();
        assertThat(vouches(request(1))).isFalse();
    }

    @Test
    void aBeaconIsGoodForItsTimeOnlySoThatAFrozenWorkerAsks() {
        hear(1);
        pass(Duration.ofSeconds(1));
        assertThat(vouches(request(1))).isTrue();
        pass(Duration.ofSeconds(2));
        assertThat(vouches(request(1))).isFalse();
    }

    @Test
    void aBeaconThatWasHeldUpVouchesForNothingThatWasHeldUpWithIt() {
        hear(1);
        long heldHere = nanos.get();
        assertThat(owners.vouchesFor(request(1), heldHere)).isTrue();
        pass(Duration.ofSeconds(10)); // frozen, or cut off

        beacon(1);
        beacon(1);
        long heldUp = nanos.get();
        assertThat(owners.vouchesFor(request(1), heldHere)).isFalse();
        assertThat(owners.vouchesFor(request(1), heldUp)).isFalse();

        pass(Duration.ofSeconds(1));
        beacon(1);
        assertThat(vouches(request(1))).isTrue();
        assertThat(owners.vouchesFor(request(1), heldUp)).isFalse();
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
        assertThat(vouches(request(1))).isFalse();
    }

    @Test
    void aBeaconThatWasHeldUpVouchesForNothing() {
        hear(2);
        hear(1);
        assertThat(vouches(request(1))).isFalse();
        assertThat(vouches(request(2))).isTrue();
        pass(Duration.ofSeconds(4));
        hear(1);
        assertThat(vouches(request(1))).as("nothing newer was heard for long").isTrue();
    }

    @Test
    void aBeaconMayNotVouchForEver() {
        owners.heard(new Beacon(OWNER, 1, "replies", Duration.ofSeconds(Long.MAX_VALUE)));
        pass(Duration.ofMinutes(30));
        assertThat(vouches(request(1))).isTrue();
        pass(Duration.ofHours(2));
        assertThat(vouches(request(1))).isFalse();
    }

    @Test
    void namesThatSomebodyMakesUpTakeNoMoreRoomThanRealOnes() {
        hear(1);
        for (int i = 0; i <= Owners.MAX_ENGINES; i++) {
            owners.heard(new Beacon(OWNER, 1, "made-up-" + i, Duration.ofDays(1)));
            owners.heard(new Moved("made-up-" + i, "nowhere", OWNER, 1));
        }
        hear(2);
        assertThat(vouches(request(2))).isTrue();
        assertThat(owners.isAlive("made-up-" + Owners.MAX_ENGINES)).isFalse();
        assertThat(owners.current("made-up-0")).isEqualTo("made-up-0");
    }

    @Test
    void nothingMovesToAQueueThatNothingCanBeSentTo() {
        assertThatThrownBy(() -> owners.heard(new Moved("a", "amq.gen", OWNER, 1)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThat(owners.current("a")).isEqualTo("a");
    }
}
