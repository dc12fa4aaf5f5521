package io.windlass.persistence;

import org.jspecify.annotations.Nullable;

/**
 * One change of state, for people to read; never changed. The store reads it back for one thing only: to tell whether the
 * run of a late reply is one that was recorded.
 *
 * @param sequence its place in the flow's history, from 1 without gaps
 * @param atom null for a change of the flow itself
 * @param round of the request that the change belongs to, 0 for the flow
 * @param attempt of the request that the change belongs to, 0 for the flow
 * @param from the state before
 * @param to the state after
 * @param worker who ran it, null when nobody remote did
 * @param runId the run, null where {@code worker} is
 */
public record HistoryEntry(
        long sequence,
        @Nullable String atom,
        int round,
        int attempt,
        String from,
        String to,
        @Nullable String worker,
        @Nullable String runId) {}
