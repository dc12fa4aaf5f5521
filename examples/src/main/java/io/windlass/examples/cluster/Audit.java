package io.windlass.examples.cluster;

import io.windlass.examples.volume.CreateVolume;
import io.windlass.examples.volume.Effects;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;

/** Checks what the tasks really did against what the flows say. */
public final class Audit {
    private final Effects effects;
    private final Set<Long> killed;
    private final List<String> wrong = new ArrayList<>();
    private final List<String> extraRuns = new ArrayList<>();
    private final List<String> unexplained = new ArrayList<>();

    /** An audit of those effects, where the processes with those pids were killed. */
    public Audit(Effects effects, Iterable<Long> killed) {
        this.effects = effects;
        this.killed = new TreeSet<>();
        killed.forEach(this.killed::add);
    }

    /** Checks a flow that succeeded: each effect is there exactly once. */
    public void done(UUID flow) {
        List<String> made = effects.of(flow);
        if (made.size() != CreateVolume.ATOMS.size() || !made.containsAll(CreateVolume.ATOMS)) {
            wrong.add("flow " + flow + " succeeded, but its effects are " + made);
        }
        runs(flow);
    }

    /** Checks a flow that was undone: no effect is there. */
    public void undone(UUID flow) {
        List<String> made = effects.of(flow);
        if (!made.isEmpty()) {
            wrong.add("flow " + flow + " was undone, but these effects are still there: " + made);
        }
        runs(flow);
    }

    /** Every run beyond the first has to be explained by a process that was killed in the middle of one. */
    private void runs(UUID flow) {
        Map<String, List<Effects.Run>> byRequest = new LinkedHashMap<>();
        for (Effects.Run run : effects.runs(flow)) {
            byRequest
                    .computeIfAbsent(run.atom() + "/" + run.action() + "/" + run.round(), key -> new ArrayList<>())
                    .add(run);
        }
        byRequest.forEach((request, runs) -> {
            if (runs.size() > 1) {
                extraRuns.add(flow + "/" + request + ": " + describe(runs));
            }
            long byTheLiving =
                    runs.stream().filter(run -> !killed.contains(run.pid())).count();
            if (byTheLiving > 1) {
                unexplained.add("flow " + flow + ": " + request + " ran " + byTheLiving
                        + " times in processes that nobody killed: " + describe(runs));
            }
        });
    }

    private String describe(List<Effects.Run> runs) {
        return String.join(
                ", ",
                runs.stream()
                        .map(run -> run.worker() + " (pid " + run.pid() + (killed.contains(run.pid()) ? ", killed" : "")
                                + (run.finished() ? ", finished)" : ", cut off)"))
                        .toList());
    }

    /** {@return effects that are missing or should not be there; empty when there are none} */
    public List<String> wrong() {
        return List.copyOf(wrong);
    }

    /** {@return requests that ran more than once although nobody killed the processes; empty when there are none} */
    public List<String> unexplainedRuns() {
        return List.copyOf(unexplained);
    }

    /** {@return every request whose body ran more than once, with its runs} */
    public List<String> extraRuns() {
        return List.copyOf(extraRuns);
    }
}
