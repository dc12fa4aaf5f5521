package io.windlass.persistence;

import io.windlass.state.FlowState;
import io.windlass.value.Value;
import java.util.Map;
import java.util.UUID;

/**
 * A flow as it is stored, its atoms aside.
 *
 * @param id made by whoever created it
 * @param name not unique; what a catalogue of flows is asked for at takeover
 * @param state where it is
 * @param store the values it was given, by name; do not change after the flow was created
 * @param history the sequence of its newest history entry, 0 before the first
 */
public record FlowRecord(UUID id, String name, FlowState state, Map<String, Value> store, long history) {
    public FlowRecord {
        store = Map.copyOf(store);
    }
}
