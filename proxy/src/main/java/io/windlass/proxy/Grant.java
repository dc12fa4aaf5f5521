package io.windlass.proxy;

import io.windlass.state.RequestName;

/**
 * The owner's answer to an {@link Ask}.
 *
 * @param name of the request
 * @param runId the start that was asked about
 * @param verdict what the worker is to do
 */
public record Grant(RequestName name, String runId, Verdict verdict) implements Message {
    public Grant {
        Checks.name(name);
        Checks.text(runId, "the run id");
        Checks.present(verdict, "the verdict");
    }
}
