package io.windlass.bench.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SummaryTest {
    @Test
    void theMedianOfAnOddNumberIsTheOneInTheMiddle() {
        assertThat(Spread.of(List.of(9.0, 1.0, 4.0))).isEqualTo(new Spread(4, 1, 9));
    }

    @Test
    void theMedianOfAnEvenNumberIsBetweenTheTwoInTheMiddle() {
        assertThat(Spread.of(List.of(8.0, 1.0, 4.0, 2.0))).isEqualTo(new Spread(3, 1, 8));
    }

    @Test
    void nothingHasNoMedian() {
        assertThatThrownBy(() -> Spread.of(List.of())).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void theRatioIsOfTheMediansAndNotOfWhatStoodOut() {
        Result result = Samples.throughput("flows-64", List.of(100.0, 1000.0, 110.0), List.of(1.0, 55.0, 60.0));

        assertThat(Summary.of(result).ratio(Figure.TASKS_PER_SECOND)).isEqualTo(0.5);
    }

    @Test
    void whoTakesTwiceAsLongReachesHalfOfTheLimit() {
        Result result =
                new Result("alone", "classic", Figure.P50, Samples.rounds(Figure.P50, List.of(3.0), List.of(6.0)));

        assertThat(Summary.of(result).ratio(Figure.P50)).isEqualTo(0.5);
    }

    @Test
    void aFigureThatIsNoGoalHasNoRatio() {
        Result result = new Result(
                "alone", "classic", Figure.P50, Samples.rounds(Figure.CPU_ENGINE, List.of(3.0), List.of(6.0)));

        assertThat(Summary.of(result).ratios()).isEmpty();
        assertThat(Summary.of(result).ratio(Figure.P50)).isNull();
    }

    @Test
    void aSideAloneHasNoRatio() {
        Result result = Samples.throughput("workers", List.of(), List.of());
        Result one = new Result(
                result.workload(),
                result.queues(),
                result.rated(),
                Samples.rounds(Figure.TASKS_PER_SECOND, List.of(3.0), List.of(6.0)).stream()
                        .filter(round -> round.side().equals(Result.PRODUCT))
                        .toList());

        assertThat(Summary.of(one).sides()).containsOnlyKeys(Result.PRODUCT);
        assertThat(Summary.of(one).ratios()).isEmpty();
    }

    @Test
    void ratiosAreByTheBaseThatAResultNames() {
        Result result = new Result(
                "peer-64",
                "classic",
                Figure.TASKS_PER_SECOND,
                "Peer 1.0",
                List.of(
                        new Round(
                                "Peer 1.0", 1, 0, Map.of(Figure.TASKS_PER_SECOND.key(), 200.0, Figure.P50.key(), 4.0)),
                        new Round(
                                Result.PRODUCT,
                                1,
                                0,
                                Map.of(Figure.TASKS_PER_SECOND.key(), 600.0, Figure.P50.key(), 8.0))));

        assertThat(Summary.of(result).ratio(Figure.TASKS_PER_SECOND)).isEqualTo(3.0);
        assertThat(Summary.of(result).ratio(Figure.P50)).isEqualTo(0.5);
    }
}
