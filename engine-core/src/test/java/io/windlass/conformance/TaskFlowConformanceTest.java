package io.windlass.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.windlass.persistence.memory.MemoryPersistence;
import io.windlass.runtime.RunThreads;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/**
 * Replays recorded flows and compares with what TaskFlow did: those in the resources, or those in the files that the
 * system property {@code taskflow.cases} names (absolute paths, separated as a class path is).
 */
class TaskFlowConformanceTest {
    @Test
    void doesWhatTaskFlowDid() throws IOException {
        Map<String, int[]> byKind = new TreeMap<>();
        List<String> failed = new ArrayList<>();
        try (RunThreads threads = new RunThreads(1);
                MemoryPersistence persistence = new MemoryPersistence()) {
            Replay.Setting setting = new Replay.Setting(threads, persistence, null);
            for (JsonNode recorded : Cases.read()) {
                String id = recorded.path("id").asText();
                ObjectNode actual = new Replay(recorded, setting, new ScriptedTasks()).run();
                boolean passes = Cases.agrees(recorded, actual, fields -> {});
                byKind.computeIfAbsent(id.split("-", -1)[0], kind -> new int[2])[passes ? 0 : 1]++;
                if (!passes) {
                    failed.add(id);
                }
            }
        }
        int passed = byKind.values().stream().mapToInt(counts -> counts[0]).sum();
        byKind.forEach((kind, counts) ->
                System.out.println("conformance: " + kind + " " + counts[0] + " passed, " + counts[1] + " failed"));
        System.out.println("conformance: " + passed + " passed, " + failed.size() + " failed");
        assertThat(failed).isEmpty();
        assertThat(passed).isPositive();
    }
}
