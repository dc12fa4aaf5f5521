package io.windlass.bench.run;

import io.windlass.bench.child.Timing;
import io.windlass.bench.report.Round;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Has sides do the same in turns, so that a noisy machine disturbs all alike. What counts is the ratio of their medians.
 */
public final class Rounds {
    private final int repeats;
    private final PrintStream out;

    /** So many rounds of each side; told there. */
    public Rounds(int repeats, PrintStream out) {
        this.repeats = repeats;
        this.out = out;
    }

    static double loadAverage() {
        return ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();
    }

    /** Has each do it once without counting it, then round after round; {@return all that count} */
    public List<Round> inTurns(List<Contender> sides) throws InterruptedException {
        for (Contender side : sides) {
            side.run();
        }
        List<Round> rounds = new ArrayList<>();
        for (int number = 1; number <= repeats; number++) {
            for (Contender side : sides) {
                double loadAverage = loadAverage();
                Map<String, Double> figures = side.run();
                rounds.add(new Round(side.name(), number, loadAverage, figures));
                out.printf(
                        "  round %d, %s: %.0f tasks/s, p50 %.2f ms, p99 %.2f ms (load %.1f)%n",
                        number,
                        side.name(),
                        figures.get(Timing.TASKS_PER_SECOND),
                        figures.get(Timing.P50),
                        figures.get(Timing.P99),
                        loadAverage);
            }
        }
        return rounds;
    }
}
