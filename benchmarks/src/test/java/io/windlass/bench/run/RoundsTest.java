package io.windlass.bench.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.windlass.bench.child.Timing;
import io.windlass.bench.report.Round;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RoundsTest {
    private final List<String> runs = new ArrayList<>();
    private final PrintStream nowhere = new PrintStream(OutputStream.nullOutputStream(), true, StandardCharsets.UTF_8);

    /** Is as fast as the number of runs so far. */
    private record Fake(String name, List<String> runs) implements Contender {
        @Override
        public Map<String, Double> run() {
            runs.add(name);
            return Map.of(Timing.TASKS_PER_SECOND, (double) runs.size(), Timing.P50, 1.0, Timing.P99, 2.0);
        }
    }

    @Test
    void sidesTakeTurnsAndTheFirstOfEachDoesNotCount() throws InterruptedException {
        List<Round> rounds =
                new Rounds(2, nowhere).inTurns(List.of(new Fake("limit", runs), new Fake("windlass", runs)));

        assertThat(runs).containsExactly("limit", "windlass", "limit", "windlass", "limit", "windlass");
        assertThat(rounds)
                .extracting(Round::side, Round::number, round -> round.figures().get(Timing.TASKS_PER_SECOND))
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple("limit", 1, 3.0),
                        org.assertj.core.groups.Tuple.tuple("windlass", 1, 4.0),
                        org.assertj.core.groups.Tuple.tuple("limit", 2, 5.0),
                        org.assertj.core.groups.Tuple.tuple("windlass", 2, 6.0));
    }

    @Test
    void ofSeveralEnginesTheWorkIsAddedAndTheWorstLatencyCounts() {
        Map<String, Double> together = Together.of(List.of(
                Map.of(Timing.TASKS, 10.0, Timing.TASKS_PER_SECOND, 5.0, Timing.P99, 7.0),
                Map.of(Timing.TASKS, 20.0, Timing.TASKS_PER_SECOND, 6.0, Timing.P99, 3.0)));

        assertThat(together)
                .containsEntry(Timing.TASKS, 30.0)
                .containsEntry(Timing.TASKS_PER_SECOND, 11.0)
                .containsEntry(Timing.P99, 7.0);
    }
}
