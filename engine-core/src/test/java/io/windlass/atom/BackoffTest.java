package io.windlass.atom;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.windlass.failure.DefinitionException;
import io.windlass.failure.Failure;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.time.Duration;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class BackoffTest {
    private static final Duration SECOND = Duration.ofSeconds(1);

    @Test
    void aFixedWaitStaysTheSame() {
        assertThat(Backoff.fixed(SECOND).after(1)).isEqualTo(SECOND);
        assertThat(Backoff.fixed(SECOND).after(1000)).isEqualTo(SECOND);
    }

    @Test
    void anExponentialWaitDoublesUpToItsLimit() {
        Backoff backoff = Backoff.exponential(SECOND, Duration.ofSeconds(10));
        assertThat(IntStream.rangeClosed(1, 6).mapToObj(backoff::after))
                .extracting(Duration::toSeconds)
                .containsExactly(1L, 2L, 4L, 8L, 10L, 10L);
        assertThat(backoff.after(Integer.MAX_VALUE)).isEqualTo(Duration.ofSeconds(10));
    }

    @Property
    void jitterStaysWithinItsShare(
            @ForAll @IntRange(min = 1, max = 10_000) int attempts,
            @ForAll @DoubleRange(min = 0, max = 1) double share) {
        Backoff steady = Backoff.exponential(SECOND, Duration.ofMinutes(5));
        double exact = steady.after(attempts).toNanos();
        double wait = steady.withJitter(share).after(attempts).toNanos();
        assertThat(wait).isBetween(exact * (1 - share) - 1, exact * (1 + share) + 1);
    }

    @Test
    void whatMakesNoSenseIsRefused() {
        assertThatThrownBy(() -> Backoff.fixed(SECOND.negated())).isInstanceOf(DefinitionException.class);
        assertThatThrownBy(() -> Backoff.exponential(SECOND, Duration.ZERO)).hasMessageContaining("limit");
        assertThatThrownBy(() -> new Backoff(SECOND, 0.5, SECOND, 0)).hasMessageContaining("factor");
        assertThatThrownBy(() -> new Backoff(SECOND, Double.NaN, SECOND, 0)).hasMessageContaining("factor");
        assertThatThrownBy(() -> Backoff.fixed(SECOND).withJitter(1.1)).hasMessageContaining("jitter");
        assertThatThrownBy(() -> Attempts.of(0)).hasMessageContaining("at least 1");
    }

    @Test
    void attemptsEndByTheirNumberOrByWhatFailed() {
        Attempts attempts = Attempts.of(3).waiting(Backoff.fixed(SECOND)).unless(IOException.class);
        Failure passing = Failure.of(new IllegalStateException("busy"));
        assertThat(attempts.next(1, passing)).contains(SECOND);
        assertThat(attempts.next(2, passing)).contains(SECOND);
        assertThat(attempts.next(3, passing)).isEmpty();
        assertThat(attempts.next(1, Failure.of(new NoSuchFileException("x")))).isEmpty();
    }
}
