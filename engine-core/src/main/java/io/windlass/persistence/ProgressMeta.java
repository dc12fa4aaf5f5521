package io.windlass.persistence;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.windlass.atom.Progress;
import io.windlass.state.AtomState;
import io.windlass.value.Value;
import io.windlass.value.Values;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A task's progress among its metadata, in TaskFlow's form. What the atom's state says by itself is not written: where
 * there is nothing, {@link AtomState#impliedProgress()} holds. Stateless.
 */
public final class ProgressMeta {
    /** Under this name the fraction. */
    public static final String PROGRESS = "progress";

    /** Under this name the details, with the fraction at which they were told; null when there are none. */
    public static final String DETAILS = "progress_details";

    private ProgressMeta() {}

    /** {@return what to put into the metadata} */
    public static Map<String, Value> entries(Progress progress) {
        Value details = Value.NULL;
        if (progress.details() != null) {
            ObjectNode both = Values.mapper().createObjectNode();
            both.put("at_progress", progress.fraction());
            both.set("details", Values.tree(progress.details()));
            details = Values.of(both);
        }
        return Map.of(PROGRESS, Values.write(progress.fraction()), DETAILS, details);
    }

    /** {@return how far the task has come, by its state and metadata} */
    public static Progress of(AtomState state, Map<String, Value> meta) {
        @Nullable Value fraction = meta.get(PROGRESS);
        if (fraction == null) {
            return new Progress(state.impliedProgress().orElse(0), null);
        }
        @Nullable
        JsonNode details = Values.tree(meta.getOrDefault(DETAILS, Value.NULL)).get("details");
        return new Progress(Values.tree(fraction).asDouble(), details == null ? null : Values.of(details));
    }

    /** {@return the metadata without progress; the same map when it has none} */
    public static Map<String, Value> without(Map<String, Value> meta) {
        if (!meta.containsKey(PROGRESS)) {
            return meta;
        }
        Map<String, Value> rest = new HashMap<>(meta);
        rest.remove(PROGRESS);
        rest.remove(DETAILS);
        return Map.copyOf(rest);
    }
}
