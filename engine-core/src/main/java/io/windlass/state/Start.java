package io.windlass.state;

import java.time.Instant;

/**
 * A worker started a request, or was allowed to, as far as the flow's owner heard of it.
 *
 * @param worker the worker process
 * @param runId made by the worker; names this start
 * @param at when the owner heard of it
 */
public record Start(String worker, String runId, Instant at) {}
