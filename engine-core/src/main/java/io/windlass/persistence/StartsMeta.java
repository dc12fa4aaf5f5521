package io.windlass.persistence;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.windlass.state.RequestName;
import io.windlass.state.Start;
import io.windlass.value.Value;
import io.windlass.value.Values;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The starts of an atom's newest request among its metadata, with the request's name: those of an older request say
 * nothing about a newer one, and need not be removed. Stateless.
 */
public final class StartsMeta {
    /** Under this name. */
    public static final String STARTS = "starts";

    private static final String REQUEST = "request";
    private static final TypeReference<List<Start>> LIST = new TypeReference<>() {};

    private StartsMeta() {}

    /** {@return what to put into the metadata} */
    public static Map<String, Value> entries(RequestName request, List<Start> starts) {
        ObjectNode both = Values.mapper().createObjectNode();
        both.put(REQUEST, request.toString());
        both.set(STARTS, Values.mapper().valueToTree(starts));
        return Map.of(STARTS, Values.of(both));
    }

    /** {@return the starts of a request; empty when the metadata has none of it} */
    public static List<Start> of(RequestName request, Map<String, Value> meta) {
        @Nullable Value kept = meta.get(STARTS);
        JsonNode both = kept == null ? Values.mapper().missingNode() : Values.tree(kept);
        return both.path(REQUEST).asText().equals(request.toString())
                ? Values.mapper().convertValue(both.path(STARTS), LIST)
                : List.of();
    }
}
