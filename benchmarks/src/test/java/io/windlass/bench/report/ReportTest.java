package io.windlass.bench.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReportTest {
    private final ByteArrayOutputStream shown = new ByteArrayOutputStream();
    private final Report report =
            new Report(Map.of("machine", Map.of("cores", 2)), new PrintStream(shown, true, StandardCharsets.UTF_8));

    @TempDir
    private Path folder = Path.of("");

    @Test
    void everyFigureIsWritten() throws IOException {
        report.add(Samples.throughput("flows-64", List.of(100.0, 200.0, 300.0), List.of(40.0, 50.0, 60.0)));
        Path file = folder.resolve("new/bench.json");

        report.write(file);

        JsonNode all = new ObjectMapper().readTree(file.toFile());
        assertThat(all.at("/machine/cores").asInt()).isEqualTo(2);
        JsonNode result = all.at("/results/0");
        assertThat(result.at("/workload").asText()).isEqualTo("flows-64");
        assertThat(result.at("/queues").asText()).isEqualTo("quorum");
        assertThat(result.at("/ratios/tasksPerSecond").asDouble()).isEqualTo(0.25);
        assertThat(result.at("/sides/limit/tasksPerSecond/median").asDouble()).isEqualTo(200);
        assertThat(result.at("/sides/limit/tasksPerSecond/least").asDouble()).isEqualTo(100);
        assertThat(result.at("/sides/windlass/tasksPerSecond/most").asDouble()).isEqualTo(60);
        assertThat(result.at("/rounds")).hasSize(6);
        JsonNode last = result.at("/rounds/5");
        assertThat(last.at("/side").asText()).isEqualTo("windlass");
        assertThat(last.at("/number").asInt()).isEqualTo(3);
        assertThat(last.at("/loadAverage").asDouble()).isEqualTo(0.5);
        assertThat(last.at("/figures/tasksPerSecond").asDouble()).isEqualTo(60);
    }

    @Test
    void theTableHasMedianRangeAndRatio() {
        report.add(Samples.throughput("flows-64", List.of(1000.0, 2000.0, 3000.0), List.of(40.0, 50.0, 60.0)));

        assertThat(shown.toString(StandardCharsets.UTF_8).lines())
                .anyMatch(line -> line.matches("flows-64, queues: quorum"))
                .anyMatch(line ->
                        line.matches("  tasks/s +2,000 \\(1,000 to 3,000\\) +50\\.0 \\(40\\.0 to 60\\.0\\) +0\\.03"));
    }
}
