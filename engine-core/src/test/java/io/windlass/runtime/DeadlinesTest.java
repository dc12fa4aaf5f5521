package io.windlass.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DeadlinesTest {
    @ParameterizedTest
    @CsvSource({
        "2030-01-01T00:00:00Z, PT1H, 2030-01-01T01:00:00Z",
        "2030-01-01T00:00:00.000001Z, PT0.000000001S, 2030-01-01T00:00:00.000001001Z",
        "9999-12-31T23:00:00Z, PT59M59.999999S, 9999-12-31T23:59:59.999999Z",
        "9999-12-31T23:00:00Z, PT1H, 9999-12-31T23:59:59.999999Z",
        "2030-01-01T00:00:00Z, P3000000D, 9999-12-31T23:59:59.999999Z",
        "2030-01-01T00:00:00Z, P100000000000D, 9999-12-31T23:59:59.999999Z", // more than an Instant takes
        "2030-01-01T00:00:00Z, PT9223372036854775807S, 9999-12-31T23:59:59.999999Z", // more than a long takes
    })
    void aDeadlineIsWhatCanBeStored(Instant now, Duration limit, Instant deadline) {
        assertThat(Deadlines.after(now, limit)).isEqualTo(deadline);
    }
}
