package io.windlass.conductor;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.windlass.failure.InvalidFormatException;
import io.windlass.persistence.StoredFlow;
import io.windlass.state.AtomState;
import io.windlass.state.FlowState;
import io.windlass.value.Value;
import io.windlass.value.Values;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The starts of a job's flow that came to nothing, and the present one: kept in the flow's metadata, written with the
 * first change of each run. A run that was stopped does not count, and what was before one that came any further is
 * forgotten: a flow is long, and its processes may die for other reasons. Immutable.
 */
record Tries(List<Try> all) {
    /** Where in a flow's metadata they are kept. */
    static final String META = "job_tries";

    private static final Set<AtomState> UNSETTLED =
            Set.of(AtomState.PENDING, AtomState.RUNNING, AtomState.REVERTING, AtomState.RETRYING);

    /** Of a flow that was never started. */
    static final Tries NONE = new Tries(List.of());

    /**
     * A start.
     *
     * @param job whose flow it was then: another job of the flow begins anew
     * @param by the conductor
     * @param at when, by the store's clock
     * @param from how far the flow had come, see {@link #progress}
     * @param stopped whether the conductor was stopped meanwhile, which says nothing about the job
     */
    record Try(
            @JsonProperty("job") UUID job,
            @JsonProperty("by") String by,
            @JsonProperty("at") Instant at,
            @JsonProperty("from") long from,
            @JsonProperty("stopped") boolean stopped) {}

    Tries {
        all = List.copyOf(all);
    }

    /** {@return those that count of a flow as it is stored, before another start} */
    static Tries of(StoredFlow flow, UUID job) {
        @Nullable Value kept = flow.flow().meta().get(META);
        List<Try> tries = new ArrayList<>(kept == null ? List.of() : read(kept));
        tries.removeIf(other -> !job.equals(other.job()));
        if (tries.isEmpty() || newest(tries).from() != progress(flow)) {
            return NONE;
        }
        if (flow.flow().state() == FlowState.SUSPENDED) {
            tries.remove(newest(tries)); // it ended as it was asked to
        }
        tries.removeIf(Try::stopped);
        return new Tries(tries);
    }

    private static Try newest(List<Try> tries) {
        return tries.get(tries.size() - 1);
    }

    private static List<Try> read(Value kept) {
        try {
            Try @Nullable [] tries = (Try @Nullable []) Values.read(kept, Try[].class);
            return tries == null ? List.of() : List.of(tries);
        } catch (InvalidFormatException e) {
            return List.of(); // something else of this name, which is no reason to give the job up
        }
    }

    /** {@return a number that is another one when any request of the flow has come to its end} */
    private static long progress(StoredFlow flow) {
        return flow.atoms().stream()
                .mapToLong(atom -> Math.max(0, atom.round() - 1)
                        + Math.max(0, atom.attempt() - 1)
                        + (UNSETTLED.contains(atom.state()) ? 0 : 1))
                .sum();
    }

    /** {@return these and a start of the flow now} */
    Tries and(UUID job, String by, Instant at, StoredFlow flow) {
        return and(new Try(job, by, at, progress(flow), false));
    }

    /** {@return the first start of a flow that is not stored yet} */
    static Tries first(UUID job, String by, Instant at) {
        return NONE.and(new Try(job, by, at, 0, false));
    }

    private Tries and(Try next) {
        List<Try> more = new ArrayList<>(all);
        more.add(next);
        return new Tries(more);
    }

    /** {@return these, the newest of which was stopped} */
    Tries stopped() {
        List<Try> same = new ArrayList<>(all);
        if (!same.isEmpty()) {
            Try newest = same.remove(same.size() - 1);
            same.add(new Try(newest.job(), newest.by(), newest.at(), newest.from(), true));
        }
        return new Tries(same);
    }

    int count() {
        return all.size();
    }
}
