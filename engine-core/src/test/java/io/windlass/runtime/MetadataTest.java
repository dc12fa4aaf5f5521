package io.windlass.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.windlass.atom.Tasks;
import io.windlass.compiler.Compiler;
import io.windlass.flow.LinearFlow;
import io.windlass.persistence.FlowChange;
import io.windlass.persistence.Persistence;
import io.windlass.persistence.memory.MemoryPersistence;
import io.windlass.storage.FlowStorage;
import io.windlass.value.Value;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** When metadata is written, and that nobody waits for it but the end of the run. */
class MetadataTest {
    private final List<CompletableFuture<Void>> writes = new ArrayList<>();
    private final AtomicBoolean stepping = new AtomicBoolean();
    private final AtomicInteger ended = new AtomicInteger();
    private final MemoryPersistence memory = new MemoryPersistence();
    private final FlowStorage storage = FlowStorage.create(
            Compiler.compile(LinearFlow.named("f").add(Tasks.of("a", List.of(), given -> 1))),
            held(),
            UUID.randomUUID(),
            null,
            Map.of());
    private final Metadata metadata = new Metadata(storage, Runnable::run, stepping::get);

    /** A store whose writes end when the test says so. */
    private Persistence held() {
        return (Persistence) Proxy.newProxyInstance(
                Persistence.class.getClassLoader(), new Class<?>[] {Persistence.class}, (proxy, method, arguments) -> {
                    if (!method.getName().equals("save")) {
                        return method.invoke(memory, arguments);
                    }
                    CompletableFuture<Void> write = new CompletableFuture<>();
                    writes.add(write);
                    return memory.save((FlowChange) arguments[0]).thenCompose(done -> write);
                });
    }

    private void put(String key) {
        metadata.put(() -> storage.putFlowMeta(Map.of(key, Value.NULL)));
    }

    private Map<String, Value> stored() {
        return memory.load(storage.id()).orElseThrow().flow().meta();
    }

    @Test
    void oneWriteIsUnderWayAtATimeAndTheNextHasAllThatCameMeanwhile() {
        put("1");
        put("2");
        put("3");
        assertThat(writes).hasSize(1);
        assertThat(stored()).containsOnlyKeys("1");
        writes.get(0).complete(null);
        assertThat(writes).hasSize(2);
        assertThat(stored()).containsOnlyKeys("1", "2", "3");
    }

    @Test
    void whileAStepIsTakenNothingIsWrittenAndWhatCanWaitIsNotEvenChanged() {
        stepping.set(true);
        put("1");
        metadata.putLater(() -> storage.putFlowMeta(Map.of("2", Value.NULL)));
        assertThat(writes).isEmpty();
        assertThat(storage.flowMeta()).containsOnlyKeys("1");
        stepping.set(false);
        metadata.save();
        assertThat(writes).hasSize(1);
        assertThat(stored()).containsOnlyKeys("1", "2");
    }

    @Test
    void aWriteThatFailsIsForgotten() {
        put("1");
        put("2");
        writes.get(0).completeExceptionally(new IllegalStateException("planted"));
        assertThat(writes).hasSize(2);
        metadata.finish(ended::incrementAndGet);
        writes.get(1).completeExceptionally(new IllegalStateException("planted"));
        assertThat(ended).hasValue(1);
    }

    @Test
    void theRunEndsOnceWhenAllIsWritten() {
        stepping.set(true);
        put("1");
        metadata.finish(ended::incrementAndGet);
        assertThat(writes).hasSize(1);
        assertThat(ended).hasValue(0);
        put("2");
        writes.get(0).complete(null);
        assertThat(ended).hasValue(0);
        writes.get(1).complete(null);
        assertThat(ended).hasValue(1);
        metadata.save();
        metadata.save();
        assertThat(ended).hasValue(1);
        assertThat(stored()).containsOnlyKeys("1", "2");
    }
}
