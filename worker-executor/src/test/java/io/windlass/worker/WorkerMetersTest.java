package io.windlass.worker;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.windlass.proxy.Request;
import io.windlass.state.Action;
import io.windlass.state.RequestName;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class WorkerMetersTest {
    @Test
    void typesThatStrangersMakeUpAreOneMeter() {
        MeterRegistry registry = new SimpleMeterRegistry();
        WorkerMeters meters = new WorkerMeters(registry, Set.of("test.served"));
        meters.redelivered(request("test.served"));
        for (int i = 0; i < 5; i++) {
            meters.redelivered(request("made.up." + i));
        }
        assertThat(registry.get("windlass.worker.redelivered")
                        .tag("type", "test.served")
                        .counter()
                        .count())
                .isEqualTo(1);
        assertThat(registry.get("windlass.worker.redelivered")
                        .tag("type", "unknown")
                        .counter()
                        .count())
                .isEqualTo(5);
        assertThat(registry.getMeters()).hasSize(2);
    }

    private static Request request(String type) {
        return new Request(
                new RequestName(UUID.randomUUID(), "a", Action.EXECUTE, 1, 1),
                type,
                "1.0",
                Map.of(),
                null,
                Map.of(),
                "replies",
                1,
                false);
    }
}
