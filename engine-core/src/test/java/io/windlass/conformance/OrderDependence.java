package io.windlass.conformance;

import com.fasterxml.jackson.databind.JsonNode;
import io.windlass.compiler.Compilation;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Whether the end of a recorded case depends on the order in which independent atoms happen to end, worked out from its
 * flow. The record was made with batches: what is ready together runs together, and nothing else starts meanwhile. When
 * each outcome has its consequences at once, more or fewer may have started by the time that one fails.
 */
final class OrderDependence {
    private final JsonNode recorded;
    private final Compilation compilation;
    private final Map<String, JsonNode> tasks = new HashMap<>();
    private final Map<String, JsonNode> retries = new HashMap<>();
    private final List<JsonNode> refusals = new ArrayList<>();
    private final BitSet[] before;

    OrderDependence(JsonNode recorded, Compilation compilation) {
        this.recorded = recorded;
        this.compilation = compilation;
        this.before = new BitSet[compilation.size()];
        collect(recorded.path("flow"));
    }

    private void collect(JsonNode flow) {
        if (flow.has("retry")) {
            retries.put(flow.path("retry").path("name").asText(), flow.path("retry"));
        }
        for (JsonNode link : flow.path("links")) {
            if (link.has("decider") && !link.path("decider").path("proceed").asBoolean()) {
                refusals.add(link);
            }
        }
        for (JsonNode child : flow.path("children")) {
            if (child.has("kind")) {
                collect(child);
            } else {
                tasks.put(child.path("name").asText(), child);
            }
        }
    }

    /** {@return whether any two atoms are independent of each other} */
    boolean hasIndependentAtoms() {
        return compilation.atoms().stream()
                .anyMatch(a -> compilation.atoms().stream().anyMatch(b -> independent(a, b)));
    }

    /** {@return why the end depends on the order; empty when it does not} */
    Optional<String> reason() {
        if (!hasIndependentAtoms()) {
            return Optional.empty();
        }
        List<Integer> failing = compilation.atoms().stream()
                .filter(atom -> mayFail(atom, "fail_execute"))
                .toList();
        if (recorded.has("suspend_at_notification") && !failing.isEmpty()) {
            return Optional.of("suspended while independent atoms run, of which one may fail");
        }
        for (int atom : failing) {
            if (compilation.atoms().stream().anyMatch(other -> depends(other, atom))) {
                return Optional.of("an atom may fail before or after an independent one starts");
            }
        }
        boolean reverts = !failing.isEmpty() || recorded.has("resume_from");
        for (int atom : compilation.atoms()) {
            if (reverts && mayFail(atom, "fail_revert") && hasIndependent(atom)) {
                return Optional.of("an atom may fail to revert before or after an independent one is reverted");
            }
        }
        return Optional.empty();
    }

    private boolean hasIndependent(int atom) {
        return compilation.atoms().stream().anyMatch(other -> independent(atom, other));
    }

    /** Whether it is open if an atom has started when another fails, and whether that failure matters to it. */
    private boolean depends(int atom, int failing) {
        if (!independent(atom, failing) || !reaches(failing, atom)) {
            return false;
        }
        BitSet first = (BitSet) atomsBefore(atom).clone();
        first.andNot(atomsBefore(failing));
        return !first.isEmpty();
    }

    /** Whether the failure of one may have the other undone, or kept from starting. */
    private boolean reaches(int failing, int atom) {
        int controller = compilation.controllerOf(failing);
        JsonNode options = recorded.path("options");
        if (controller < 0
                || options.path("never_resolve").asBoolean()
                || options.path("defer_reverts").asBoolean()) {
            return true;
        }
        for (; controller >= 0; controller = compilation.controllerOf(controller)) {
            JsonNode retry = retries.get(compilation.atom(controller).name());
            if (retry == null
                    || retry.path("revert_all").asBoolean()
                    || retry.path("kind").asText().equals("AlwaysRevertAll")
                    || controller == atom
                    || before(atom).get(controller)) {
                return true;
            }
        }
        return false;
    }

    /** Whether a call of the atom may throw: its first one, or a later one where somebody may have it repeated. */
    private boolean mayFail(int atom, String turns) {
        JsonNode task = tasks.get(compilation.atom(atom).name());
        if (task == null || task.path(turns).isEmpty()) {
            return false;
        }
        boolean repeated = compilation.controllerOf(atom) >= 0
                || recorded.has("suspend_at_notification")
                || recorded.has("resume_from");
        for (JsonNode turn : task.path(turns)) {
            if (repeated || turn.asInt() == 1) {
                return true;
            }
        }
        return false;
    }

    private boolean independent(int a, int b) {
        return a != b && !before(a).get(b) && !before(b).get(a);
    }

    private BitSet atomsBefore(int node) {
        BitSet atoms = new BitSet();
        compilation.atoms().forEach(atoms::set);
        atoms.and(before(node));
        return atoms;
    }

    private BitSet before(int node) {
        BitSet known = before[node];
        if (known == null) {
            known = new BitSet();
            for (int predecessor : compilation.predecessors(node)) {
                known.set(predecessor);
                known.or(before(predecessor));
            }
            before[node] = known;
        }
        return known;
    }
}
