package io.windlass.conductor;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.windlass.failure.InvalidFormatException;
import io.windlass.persistence.FlowRecord;
import io.windlass.state.FlowState;
import io.windlass.value.Value;
import io.windlass.value.Values;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The starts of a job's flow that came to nothing, and the present one: kept in the flow's metadata, written with the
 * first change of each run. A run that was stopped does not count. Immutable.
 */
record Tries(List<Try> all) {
    /** Where in a flow's metadata they are kept. */
    static final String META = "job_tries";

    /**
     * A start.
     *
     * @param by the conductor
     * @param at when, by the store's clock
     * @param stopped whether the conductor was stopped meanwhile, which says nothing about the job
     */
    record Try(
            @JsonProperty("by") String by,
            @JsonProperty("at") Instant at,
            @JsonProperty("stopped") boolean stopped) {}

    /** Of a flow that was never started. */
    static final Tries NONE = new Tries(List.of());

    Tries {
        all = List.copyOf(all);
    }

    /** {@return those that count of a flow as it is stored, before another start} */
    static Tries of(FlowRecord flow) {
        @Nullable Value kept = flow.meta().get(META);
        if (kept == null) {
            return NONE;
        }
        List<Try> counting = new ArrayList<>(read(kept));
        if (flow.state() == FlowState.SUSPENDED && !counting.isEmpty()) {
            counting.remove(counting.size() - 1); // it ended as it was asked to
        }
        counting.removeIf(Try::stopped);
        return new Tries(counting);
    }

    private static List<Try> read(Value kept) {
        try {
            Try @Nullable [] tries = (Try @Nullable []) Values.read(kept, Try[].class);
            return tries == null ? List.of() : List.of(tries);
        } catch (InvalidFormatException e) {
            return List.of(); // something else of this name, which is no reason to give the job up
        }
    }

    /** {@return these and a start now} */
    Tries and(String by, Instant at) {
        List<Try> more = new ArrayList<>(all);
        more.add(new Try(by, at, false));
        return new Tries(more);
    }

    /** {@return these, the newest of which was stopped} */
    Tries stopped() {
        List<Try> same = new ArrayList<>(all);
        if (!same.isEmpty()) {
            Try newest = same.remove(same.size() - 1);
            same.add(new Try(newest.by(), newest.at(), true));
        }
        return new Tries(same);
    }

    int count() {
        return all.size();
    }
}
