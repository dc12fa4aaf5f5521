package io.windlass.bench.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Results to test with. */
final class Samples {
    private Samples() {}

    /** A workload on quorum queues where both sides had these throughputs. */
    static Result throughput(String workload, List<Double> limit, List<Double> product) {
        return new Result(workload, "quorum", Figure.TASKS_PER_SECOND, rounds(Figure.TASKS_PER_SECOND, limit, product));
    }

    static List<Round> rounds(Figure figure, List<Double> limit, List<Double> product) {
        List<Round> rounds = new ArrayList<>();
        for (int i = 0; i < limit.size(); i++) {
            rounds.add(new Round(Result.LIMIT, i + 1, 0.5, Map.of(figure.key(), limit.get(i))));
            rounds.add(new Round(Result.PRODUCT, i + 1, 0.5, Map.of(figure.key(), product.get(i))));
        }
        return rounds;
    }
}
