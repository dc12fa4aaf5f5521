package io.windlass.persistence;

import io.windlass.value.Value;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A log book: flows that belong together, under one name. A flow names its book when it is created, see {@link
 * FlowRecord#book()}.
 *
 * @param id made by whoever creates it
 * @param name not unique
 * @param meta what is kept of it, by name, for programs and people
 * @param createdAt when it was made, in microseconds, in the years 1 to 9999
 * @param updatedAt when name or metadata were last changed in the store, by the store's clock; null when they never
 *     were
 */
public record LogBook(
        UUID id,
        String name,
        Map<String, Value> meta,
        Instant createdAt,
        @Nullable Instant updatedAt) {
    public LogBook {
        meta = Map.copyOf(meta);
        createdAt = createdAt.truncatedTo(ChronoUnit.MICROS);
        updatedAt = updatedAt == null ? null : updatedAt.truncatedTo(ChronoUnit.MICROS);
    }

    /** {@return a new book with an id of its own, made now; it is in no store yet} */
    public static LogBook named(String name) {
        return new LogBook(UUID.randomUUID(), name, Map.of(), Instant.now(), null);
    }

    /** {@return the same book with other metadata} */
    public LogBook withMeta(Map<String, Value> other) {
        return new LogBook(id, name, other, createdAt, updatedAt);
    }
}
