package io.windlass.runtime;

import io.windlass.failure.Failure;
import io.windlass.failure.MayHaveRunException;
import io.windlass.failure.PoisonException;
import io.windlass.persistence.ParkedMeta;
import io.windlass.persistence.ParkedMeta.Parked;
import io.windlass.state.Action;
import io.windlass.state.AtomState;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The atoms of a run that are stuck, where they are left to an operator: a revert that failed, a task of which nobody
 * knows whether it ran. Once there is a new one nothing more is started, and when what is in flight has come back the
 * flow is suspended. What happens meanwhile may settle it: what is to be undone for another reason is stuck no more. A
 * run that goes on with a parked flow does what else can be done. Used by the run's loop.
 */
final class Parking {
    private static final Logger LOG = LoggerFactory.getLogger(Parking.class);

    /** Of a failure's text; the whole is with the atom. */
    private static final int LONGEST = 500;

    private final RunContext run;
    /** With the moments when they were found. */
    private final Map<Integer, Instant> found = new LinkedHashMap<>();

    private final List<Integer> fresh = new ArrayList<>();
    private @Nullable List<Parked> noted;

    Parking(RunContext run) {
        this.run = run;
    }

    /** Before the first step of a run: takes up what was stuck before. */
    void recall() {
        List<Parked> before = ParkedMeta.of(run.storage.flowMeta());
        noted = before;
        if (!run.options.park()) {
            return;
        }
        Map<String, Instant> since = new LinkedHashMap<>();
        before.forEach(parked -> since.put(parked.atom(), parked.at()));
        Instant now = run.now();
        run.graph.atoms().stream()
                .filter(this::isStuck)
                .forEach(node ->
                        found.put(node, since.getOrDefault(run.graph.atom(node).name(), now)));
    }

    /** An atom has failed; {@return whether it is left to an operator} */
    boolean take(int node) {
        if (!isStuck(node)) {
            return false;
        }
        found.put(node, run.now());
        fresh.add(node);
        LOG.warn(
                "Flow {}: {} waits for an operator ({}); nothing more is started, and the flow is parked",
                run.storage.id(),
                run.graph.atom(node),
                line(failure(node)));
        return true;
    }

    /** {@return whether an atom waits for an operator as it is now} */
    boolean isStuck(int node) {
        AtomState state = run.storage.state(node);
        if (!run.options.park() || !state.isStuck(run.storage.intention(node))) {
            return false;
        }
        boolean undone = run.isCancelled() || run.givenUp != null || run.options.neverResolve();
        return state == AtomState.REVERT_FAILURE || (!undone && isUnknown(failure(node)));
    }

    /** {@return whether nobody knows what a run of the task has done, and it may not just be started again} */
    private static boolean isUnknown(Failure failure) {
        return failure.is(PoisonException.class) || failure.is(MayHaveRunException.class);
    }

    private Failure failure(int node) {
        Failure failure = run.storage.state(node) == AtomState.REVERT_FAILURE
                ? run.storage.revertFailure(node)
                : run.storage.failure(node);
        return failure == null ? Failure.of(new IllegalStateException("not known")) : failure;
    }

    /** {@return whether nothing more is to be started, as this run has got stuck} */
    boolean holds() {
        return !fresh.isEmpty() && fresh.stream().anyMatch(this::isStuck);
    }

    /** {@return whether the flow has to wait for an operator} */
    boolean isNeeded() {
        return !found.isEmpty() && found.keySet().stream().anyMatch(this::isStuck);
    }

    /** Has what is stuck now stored with the flow's metadata. */
    void note() {
        if (found.isEmpty() && (noted == null || noted.isEmpty())) {
            return;
        }
        List<Parked> now = found.keySet().stream()
                .filter(this::isStuck)
                .map(this::describe)
                .toList();
        if (!now.equals(noted)) {
            run.storage.putFlowMeta(ParkedMeta.entries(now));
            noted = now;
        }
    }

    private static String line(Failure failure) {
        String text = failure.typeNames().get(0) + ": " + failure.message();
        String line = text.replaceAll("\\s+", " ");
        return line.length() <= LONGEST ? line : line.substring(0, LONGEST) + "...";
    }

    private Parked describe(int node) {
        Action action = run.storage.state(node) == AtomState.REVERT_FAILURE ? Action.REVERT : Action.EXECUTE;
        return new Parked(
                run.graph.atom(node).name(), action, line(failure(node)), Objects.requireNonNull(found.get(node)));
    }
}
