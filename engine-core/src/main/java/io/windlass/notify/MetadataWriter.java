package io.windlass.notify;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Notes something about a flow or an atom, for people: the run does not look at it. Thread-safe. */
@FunctionalInterface
public interface MetadataWriter {
    /**
     * Adds entries to the metadata; they are stored soon after, and nobody waits for that.
     *
     * @param atom whose metadata it is; null for the flow's own
     * @param entries by key; an entry that is there is replaced
     */
    void put(@Nullable String atom, Map<String, ?> entries);
}
