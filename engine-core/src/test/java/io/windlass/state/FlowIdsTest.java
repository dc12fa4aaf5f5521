package io.windlass.state;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class FlowIdsTest {
    private static final long MILLIS = 1_700_000_000_123L;

    @Test
    void idsOfOneTimeBeginWithItAndDiffer() {
        Set<UUID> ids = new HashSet<>();
        for (int i = 0; i < 1_000; i++) {
            UUID id = FlowIds.at(MILLIS);
            assertThat(id.version()).isEqualTo(7);
            assertThat(id.variant()).isEqualTo(2);
            assertThat(id.toString()).startsWith("018bcfe5-687b-7");
            ids.add(id);
        }
        assertThat(ids).hasSize(1_000);
    }

    @Test
    void laterIdsAreGreaterAsTextAndSoInEveryStore() {
        assertThat(FlowIds.at(MILLIS + 1).toString())
                .isGreaterThan(FlowIds.at(MILLIS).toString());
        assertThat(FlowIds.next().toString()).isGreaterThan(FlowIds.at(MILLIS).toString());
    }
}
