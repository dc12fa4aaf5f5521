package io.windlass.storage;

import io.windlass.state.AtomState;
import io.windlass.state.Intention;
import io.windlass.value.Value;
import java.util.Map;
import java.util.Optional;

/**
 * What is known of an atom at one moment. Immutable.
 *
 * @param inputs of its execute, by argument name; empty when not all of them are there
 * @param result what its execute returned; empty when it has not succeeded, or was undone
 * @param meta what else is kept of it
 */
public record AtomView(
        AtomState state,
        Intention intention,
        Map<String, Value> inputs,
        Optional<Value> result,
        Map<String, Value> meta) {
    public AtomView {
        inputs = Map.copyOf(inputs);
    }
}
