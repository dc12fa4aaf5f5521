package io.windlass.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.windlass.atom.DeciderDepth;
import io.windlass.atom.Task;
import io.windlass.flow.Flow;
import io.windlass.flow.GraphFlow;
import io.windlass.flow.LinearFlow;
import io.windlass.flow.UnorderedFlow;
import io.windlass.persistence.FlowChange;
import io.windlass.persistence.memory.MemoryPersistence;
import io.windlass.retry.Times;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Wherever a process dies, another one that resumes the flow brings it to the same end. */
class ResumeAnywhereTest {
    private final UUID id = UUID.randomUUID();
    private final Script script = new Script();

    private Flow flow(int attempts) {
        Task first = script.task("first");
        Task skipped = script.task("skipped");
        Task last = script.task("last");
        return LinearFlow.named("f")
                .add(
                        script.task("before"),
                        LinearFlow.named("controlled", new Times(attempts).provides("round"))
                                .add(
                                        UnorderedFlow.named("u").add(script.task("a"), script.failingBefore(3, "b")),
                                        LinearFlow.named("nested", new Times(2)).add(script.task("c"))),
                        GraphFlow.named("g")
                                .add(first, skipped, last)
                                .link(first, skipped, results -> false, DeciderDepth.ATOM)
                                .link(skipped, last),
                        script.failingBefore(4, "d"));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3})
    void bringsTheFlowToTheSameEnd(int attempts) {
        List<FlowChange> changes = new CopyOnWriteArrayList<>();
        Map<String, String> end;
        try (MemoryPersistence store = new MemoryPersistence()) {
            Engine engine = Engine.builder(flow(attempts))
                    .id(id)
                    .persistence(Stores.watched(store, change -> {
                        changes.add(change);
                        return Optional.empty();
                    }))
                    .build();
            assertThat(Script.failuresOf(engine)).isNotEmpty();
            end = Script.told(store.load(id).orElseThrow());
        }
        assertThat(changes).hasSizeGreaterThan(5);
        for (int died = 1; died <= changes.size(); died++) {
            try (MemoryPersistence store = new MemoryPersistence()) {
                changes.subList(0, died)
                        .forEach(change ->
                                store.save(change).toCompletableFuture().join());
                Engine engine = Engine.builder(flow(attempts))
                        .persistence(store)
                        .resume(store.load(id).orElseThrow())
                        .build();
                Script.failuresOf(engine);
                assertThat(Script.told(store.load(id).orElseThrow()))
                        .as("after change %d of %d", died, changes.size())
                        .isEqualTo(end);
            }
        }
    }
}
