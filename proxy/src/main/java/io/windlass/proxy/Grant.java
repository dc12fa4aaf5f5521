package io.windlass.proxy;

import io.windlass.state.RequestName;
import io.windlass.state.Start;
import java.util.List;

/**
 * The owner's answer to an {@link Ask}; with {@link Verdict#HELD} the owner speaks first.
 *
 * @param name of the request
 * @param runId the start that was asked about, or that runs
 * @param verdict what the worker is to do
 * @param starts with {@link Verdict#POISON} those that are known of, the oldest first; else empty
 */
public record Grant(RequestName name, String runId, Verdict verdict, List<Start> starts) implements Message {
    public Grant {
        Checks.name(name);
        Checks.text(runId, "the run id");
        Checks.present(verdict, "the verdict");
        starts = Checks.listOrNone(starts);
        starts.forEach(Checks::start);
    }

    /** An answer that needs no reasons. */
    public Grant(RequestName name, String runId, Verdict verdict) {
        this(name, runId, verdict, List.of());
    }
}
