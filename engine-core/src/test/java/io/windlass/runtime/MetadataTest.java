package io.windlass.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.windlass.compiler.Compiler;
import io.windlass.flow.LinearFlow;
import io.windlass.persistence.memory.MemoryPersistence;
import io.windlass.storage.FlowStorage;
import io.windlass.value.Value;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class MetadataTest {
    private final MemoryPersistence persistence = new MemoryPersistence();
    private final FlowStorage storage =
            FlowStorage.create(Compiler.compile(LinearFlow.named("f")), persistence, UUID.randomUUID(), null, Map.of());
    private final Metadata metadata = new Metadata(storage, Runnable::run, () -> false);

    @Test
    void theEndComesOnceAlsoWhenAStepAsksAgain() {
        AtomicInteger ends = new AtomicInteger();
        metadata.finish(ends::incrementAndGet);
        metadata.save();
        assertThat(ends).hasValue(1);
    }

    @Test
    void theEndComesAfterTheRestIsSaved() {
        metadata.putLater(() -> storage.putFlowMeta(Map.of("a", new Value("1"))));
        AtomicInteger ends = new AtomicInteger();
        metadata.finish(() -> {
            assertThat(persistence.load(storage.id()).orElseThrow().flow().meta())
                    .containsKey("a");
            ends.incrementAndGet();
        });
        assertThat(ends).hasValue(1);
    }
}
