package io.windlass.runtime;

import io.windlass.execution.TaskOutcome;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/** The atoms of a run that are to be started later: tasks before another attempt, retries before another round. */
final class Waits {
    private static final Comparator<Wait> BY_DUE =
            Comparator.comparing(Wait::due).thenComparing(Wait::node);

    private final Map<Integer, Wait> byNode = new HashMap<>();
    private final NavigableSet<Wait> byDue = new TreeSet<>(BY_DUE);

    /**
     * An atom waits.
     *
     * @param last the outcome of the attempt before, as long as the process lives that took it; null for retries
     */
    record Wait(int node, Instant due, @Nullable TaskOutcome last) {}

    void add(Wait wait) {
        forget(wait.node());
        byNode.put(wait.node(), wait);
        byDue.add(wait);
    }

    void forget(int node) {
        Wait wait = byNode.remove(node);
        if (wait != null) {
            byDue.remove(wait);
        }
    }

    boolean isEmpty() {
        return byNode.isEmpty();
    }

    Optional<Instant> earliest() {
        return byDue.isEmpty() ? Optional.empty() : Optional.of(byDue.first().due());
    }

    boolean anyDue(Instant now) {
        return !byDue.isEmpty() && !byDue.first().due().isAfter(now);
    }

    /** {@return those that need wait no longer; they are forgotten} */
    List<Wait> takeDue(Instant now) {
        List<Wait> taken = new ArrayList<>();
        while (anyDue(now)) {
            taken.add(byDue.first());
            forget(byDue.first().node());
        }
        return taken;
    }

    /** {@return those whose atoms are not wanted any more; they are forgotten} */
    List<Wait> takeUnwanted(IntPredicate wanted) {
        List<Wait> taken =
                byDue.stream().filter(wait -> !wanted.test(wait.node())).toList();
        taken.forEach(wait -> forget(wait.node()));
        return taken;
    }
}
