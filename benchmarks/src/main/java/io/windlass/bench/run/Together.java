package io.windlass.bench.run;

import io.windlass.bench.child.Timing;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Figures of several engines that ran a load each, at the same time. */
final class Together {
    private Together() {}

    /** {@return the sum of what is done, and of everything else the worst} */
    static Map<String, Double> of(List<Map<String, Double>> engines) {
        Map<String, Double> together = new LinkedHashMap<>();
        for (Map<String, Double> engine : engines) {
            engine.forEach((key, value) -> together.merge(key, value, isSummed(key) ? Double::sum : Math::max));
        }
        return together;
    }

    private static boolean isSummed(String key) {
        return key.equals(Timing.TASKS) || key.equals(Timing.TASKS_PER_SECOND);
    }
}
