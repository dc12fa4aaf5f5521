package io.windlass.bench.workload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.windlass.bench.child.Timing;
import io.windlass.bench.report.Figure;
import io.windlass.bench.report.Result;
import io.windlass.bench.report.Round;
import io.windlass.bench.report.Summary;
import io.windlass.bench.run.Pace;
import io.windlass.bench.run.QueueKind;
import io.windlass.bench.run.Stage;
import io.windlass.embedded.Services;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WorkloadsTest {
    private static final Pace TINY = new Pace(1, 200, 5);

    @TempDir
    private Path logs = Path.of("");

    @Test
    @Tag("services")
    void theSidesDoTheSameInProcessesOfTheirOwn() throws Exception {
        Services services = Services.shared();
        List<Result> results = new ArrayList<>();
        try (Stage stage = new Stage(services, kind(services), TINY, logs, out())) {
            for (Workload workload : List.of(new Alone(), new FlowsInFlight(8), new FanOut(200))) {
                results.addAll(workload.measure(stage));
            }
        }

        assertThat(results).hasSize(3);
        for (Result result : results) {
            assertThat(result.rounds()).extracting(Round::side).containsExactly(Result.LIMIT, Result.PRODUCT);
            assertThat(Summary.of(result).ratio(result.rated())).isPositive();
            assertThat(result.rounds())
                    .allSatisfy(round -> assertThat(round.figures())
                            .containsKeys(Figure.ALLOCATED_ENGINE.key(), Figure.PEAK_HEAP.key(), Timing.P99));
        }
        assertThat(results.get(2).rounds())
                .allSatisfy(round -> assertThat(round.figures()).containsEntry(Timing.TASKS, 200.0));
    }

    private static QueueKind kind(Services services) {
        return services.brokerIsEmbedded() ? QueueKind.MEMORY : QueueKind.QUORUM;
    }

    private static PrintStream out() {
        return new PrintStream(OutputStream.nullOutputStream(), true, StandardCharsets.UTF_8);
    }

    @Test
    void namesAreUniqueAndTheShortFormIsOfThem() {
        List<String> names = Workloads.all().stream().map(Workload::name).toList();

        assertThat(names).doesNotHaveDuplicates().containsAll(Workloads.inShort());
        assertThat(Workloads.named(List.of("flows-64", "alone"), Workloads.all()))
                .extracting(Workload::name)
                .containsExactly("alone", "flows-64");
        assertThatThrownBy(() -> Workloads.named(List.of("flows-65"), Workloads.all()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("flows-65")
                .hasMessageContaining("flows-64");
    }
}
