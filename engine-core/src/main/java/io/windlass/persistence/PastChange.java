package io.windlass.persistence;

import java.time.Instant;
import java.util.UUID;

/**
 * A change of state, with when it was recorded.
 *
 * @param entry what changed
 * @param at by the store's clock
 * @param owner the process that recorded it
 */
public record PastChange(HistoryEntry entry, Instant at, UUID owner) {}
