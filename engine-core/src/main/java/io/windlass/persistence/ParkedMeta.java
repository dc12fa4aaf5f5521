package io.windlass.persistence;

import com.fasterxml.jackson.core.type.TypeReference;
import io.windlass.state.Action;
import io.windlass.value.Value;
import io.windlass.value.Values;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * What a flow is parked for, among its metadata: whoever operates it sees what is to be decided. A flow that is suspended
 * and has some of it waits for an operator. Stateless.
 */
public final class ParkedMeta {
    /** Under this name. */
    public static final String PARKED = "parked";

    private static final TypeReference<List<Parked>> LIST = new TypeReference<>() {};

    private ParkedMeta() {}

    /**
     * An atom that waits for an operator.
     *
     * @param atom its name
     * @param action what failed
     * @param failure why, in a line
     * @param at when that was found, by the clock of the flow's owner
     */
    public record Parked(String atom, Action action, String failure, Instant at) {}

    /** {@return what to put into the metadata} */
    public static Map<String, Value> entries(List<Parked> parked) {
        return Map.of(PARKED, parked.isEmpty() ? Value.NULL : Values.write(parked));
    }

    /** {@return what the metadata says; empty when the flow is not parked} */
    public static List<Parked> of(Map<String, Value> meta) {
        Value kept = meta.getOrDefault(PARKED, Value.NULL);
        return kept.equals(Value.NULL) ? List.of() : Values.mapper().convertValue(Values.tree(kept), LIST);
    }
}
