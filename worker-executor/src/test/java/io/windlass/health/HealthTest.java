package io.windlass.health;

import static org.assertj.core.api.Assertions.assertThat;

import io.windlass.persistence.StoreState;
import io.windlass.proxy.ProxyState;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class HealthTest {
    @Test
    void onlyWhatCannotBeMendedFromOutsideMakesAProcessBroken() {
        Map<ProxyState, Boolean> broker = Map.of(
                ProxyState.CONNECTED, true,
                ProxyState.DISCONNECTED, true,
                ProxyState.BLOCKED, true,
                ProxyState.CLOSED, false);
        assertThat(broker).hasSameSizeAs(ProxyState.values());
        broker.forEach((state, alive) -> {
            Health health = Health.GOOD.with(state);
            assertThat(health.isAlive()).as("%s", state).isEqualTo(alive);
            assertThat(health.isReady()).as("%s", state).isEqualTo(state == ProxyState.CONNECTED);
        });
        Map<StoreState, Boolean> store = Map.of(
                StoreState.LEASED, true,
                StoreState.OVERDUE, true,
                StoreState.FENCED, false,
                StoreState.BROKEN, false,
                StoreState.CLOSED, false);
        assertThat(store).hasSameSizeAs(StoreState.values());
        store.forEach((state, alive) -> {
            Health health = Health.GOOD.with(state);
            assertThat(health.isAlive()).as("%s", state).isEqualTo(alive);
            assertThat(health.isReady()).as("%s", state).isEqualTo(state == StoreState.LEASED);
        });
    }

    @Test
    void theWorstProblemComesFirst() {
        Health health = Health.GOOD.with(ProxyState.BLOCKED).with(StoreState.FENCED);
        assertThat(health.problems())
                .containsExactly("this process lost its lease; start it again", "the broker blocks publishers");
    }

    @Test
    void aPulseIsMissedAfterTenBeatsAndTenSecondsAtLeast() {
        AtomicLong now = new AtomicLong();
        Pulse quick = new Pulse(Duration.ofMillis(100), now::get);
        Pulse slow = new Pulse(Duration.ofSeconds(5), now::get);
        now.set(Duration.ofSeconds(10).toNanos());
        assertThat(quick.isMissed()).isFalse();
        now.set(Duration.ofSeconds(11).toNanos());
        assertThat(quick.isMissed()).isTrue();
        assertThat(slow.isMissed()).isFalse();
        quick.beat();
        assertThat(quick.isMissed()).isFalse();
        now.set(Duration.ofSeconds(51).toNanos());
        assertThat(slow.isMissed()).isTrue();
    }
}
