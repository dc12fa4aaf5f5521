package io.windlass.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.windlass.atom.DeciderDepth;
import io.windlass.atom.Task;
import io.windlass.flow.Flow;
import io.windlass.flow.GraphFlow;
import io.windlass.flow.LinearFlow;
import io.windlass.flow.UnorderedFlow;
import io.windlass.persistence.FlowChange;
import io.windlass.persistence.Persistence;
import io.windlass.persistence.directory.DirectoryPersistence;
import io.windlass.persistence.memory.MemoryPersistence;
import io.windlass.retry.Times;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
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

    /** Runs it to its end, in a process that does not die; {@return what its atoms came to} */
    private Map<String, String> end(int attempts, List<FlowChange> changes) {
        try (MemoryPersistence store = new MemoryPersistence()) {
            Engine engine = Engine.builder(flow(attempts))
                    .id(id)
                    .persistence(Stores.watched(store, change -> {
                        changes.add(change);
                        return Optional.empty();
                    }))
                    .build();
            assertThat(Script.failuresOf(engine)).isNotEmpty();
            assertThat(changes).hasSizeGreaterThan(5);
            return Script.told(store.load(id).orElseThrow());
        }
    }

    private static void record(Persistence store, List<FlowChange> changes) {
        changes.forEach(change -> store.save(change).toCompletableFuture().join());
    }

    private Map<String, String> resumed(Persistence store, int attempts) {
        Engine engine = Engine.builder(flow(attempts))
                .persistence(store)
                .resume(store.load(id).orElseThrow())
                .build();
        Script.failuresOf(engine);
        return Script.told(store.load(id).orElseThrow());
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3})
    void bringsTheFlowToTheSameEnd(int attempts) {
        List<FlowChange> changes = new CopyOnWriteArrayList<>();
        Map<String, String> end = end(attempts, changes);
        for (int died = 1; died <= changes.size(); died++) {
            try (MemoryPersistence store = new MemoryPersistence()) {
                record(store, changes.subList(0, died));
                assertThat(resumed(store, attempts))
                        .as("after change %d of %d", died, changes.size())
                        .isEqualTo(end);
            }
        }
    }

    @Test
    void bringsTheFlowInADirectoryToTheSameEnd(@TempDir Path root) throws IOException {
        List<FlowChange> changes = new CopyOnWriteArrayList<>();
        Map<String, String> end = end(2, changes);
        for (int died = 1; died <= changes.size(); died++) {
            Path directory = Files.createDirectory(root.resolve("" + died));
            try (DirectoryPersistence first = DirectoryPersistence.open(directory)) {
                record(first, changes.subList(0, died));
            }
            try (DirectoryPersistence second = DirectoryPersistence.open(directory)) {
                boolean underWay = died < changes.size();
                assertThat(second.takeOver(1)).hasSize(underWay ? 1 : 0);
                assertThat(underWay || second.claim(id).isPresent()).isTrue();
                assertThat(resumed(second, 2))
                        .as("after change %d of %d", died, changes.size())
                        .isEqualTo(end);
            }
        }
    }
}
