package io.windlass.persistence.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class DatabaseClockTest {
    private static final Instant NOON = Instant.parse("2030-01-01T12:00:00Z");

    private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 5); // overflows, as it may
    private final DatabaseClock clock = new DatabaseClock(nanos::get);

    private void pass(Duration time) {
        nanos.addAndGet(time.toNanos());
    }

    private void told(Instant shown, Duration took) {
        long sent = nanos.get();
        pass(took);
        clock.shows(shown, sent);
    }

    @Test
    void itShowsWhatTheDatabaseSaidInTheMiddleOfTheStatementAndGoesOn() {
        told(NOON, Duration.ofMillis(10));
        assertThat(clock.instant()).isEqualTo(NOON.plusMillis(5));
        pass(Duration.ofHours(1));
        assertThat(clock.instant()).isEqualTo(NOON.plusMillis(5).plus(Duration.ofHours(1)));
    }

    @Test
    void aSlowAnswerDoesNotSpoilAQuickOne() {
        told(NOON, Duration.ofMillis(2));
        Duration slow = Duration.ofSeconds(4);
        told(NOON, slow);
        assertThat(clock.instant()).isEqualTo(NOON.plusMillis(1).plus(slow));
    }

    @Test
    void aQuickAnswerPutsItRight() {
        told(NOON, Duration.ofSeconds(4));
        Instant later = NOON.plusSeconds(60);
        told(later, Duration.ofMillis(2));
        assertThat(clock.instant()).isEqualTo(later.plusMillis(1));
    }

    @Test
    void inTheEndASlowAnswerIsBetterThanAnOldOne() {
        told(NOON, Duration.ofMillis(2));
        pass(Duration.ofHours(1));
        Instant moved = NOON.minus(Duration.ofDays(1));
        told(moved, Duration.ofSeconds(2));
        assertThat(clock.instant()).isEqualTo(moved.plusSeconds(1));
    }

    @Test
    void beforeAnyAnswerItKnowsNothing() {
        assertThatThrownBy(clock::instant).isInstanceOf(IllegalStateException.class);
    }
}
