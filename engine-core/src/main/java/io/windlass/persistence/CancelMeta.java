package io.windlass.persistence;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.windlass.state.Cancellation;
import io.windlass.value.Value;
import io.windlass.value.Values;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * That a flow is being cancelled, or was, among its metadata: whoever resumes the flow goes on with that, and people see
 * it afterwards. Stateless.
 */
public final class CancelMeta {
    /** Under this name. */
    public static final String CANCELLED = "cancelled";

    /** What to put into the metadata of a flow that is run again after its end. */
    public static final Map<String, Value> NOT_ANY_MORE = Map.of(CANCELLED, Value.NULL);

    private static final String HOW = "how";
    private static final String REVERT = "revert";
    private static final String LEAVE = "leave";
    private static final String PATIENCE = "patience";
    private static final String BY = "by";
    private static final String AT = "at";

    private CancelMeta() {}

    /**
     * A cancellation that is stored.
     *
     * @param how what is asked for
     * @param at when it was, by the clock of the flow's owner
     */
    public record Cancelled(Cancellation how, Instant at) {
        @Override
        public String toString() {
            return "cancelled" + (how.by() == null ? "" : " by " + how.by()) + " at " + at;
        }
    }

    /** {@return what to put into the metadata} */
    public static Map<String, Value> entries(Cancelled cancelled) {
        ObjectNode node = Values.mapper().createObjectNode();
        node.put(HOW, cancelled.how().reverts() ? REVERT : LEAVE);
        node.put(PATIENCE, cancelled.how().patience().toString());
        node.put(BY, cancelled.how().by());
        node.put(AT, cancelled.at().toString());
        return Map.of(CANCELLED, Values.of(node));
    }

    /** {@return what the metadata says; empty when the flow is not cancelled} */
    public static Optional<Cancelled> of(Map<String, Value> meta) {
        JsonNode node = Values.tree(meta.getOrDefault(CANCELLED, Value.NULL));
        if (!node.isObject()) {
            return Optional.empty();
        }
        Cancellation how = new Cancellation(
                !node.path(HOW).asText().equals(LEAVE),
                Duration.parse(node.path(PATIENCE).asText()),
                node.path(BY).isTextual() ? node.path(BY).asText() : null);
        return Optional.of(new Cancelled(how, Instant.parse(node.path(AT).asText())));
    }
}
