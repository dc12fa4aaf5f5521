package io.windlass.job;

import java.time.Instant;

/**
 * That the claim on a job was taken away.
 *
 * @param at when, by the board's clock
 * @param from whose claim it was
 * @param order who wanted it, and why
 */
public record Release(Instant at, String from, Order order) {}
