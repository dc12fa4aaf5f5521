package io.windlass.conformance;

import com.fasterxml.jackson.databind.JsonNode;
import io.windlass.compiler.Compilation;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * Whether the end of a recorded case depends on the order in which independent atoms happen to end, worked out from its
 * flow. The record was made with batches: what is ready together runs together, and nothing else starts meanwhile. When
 * each outcome has its consequences at once, more or fewer may have started by the time that one fails.
 */
final class OrderDependence {
    private static final int MANY = 100;

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
        List<Integer> failing =
                compilation.atoms().stream().filter(this::mayFail).toList();
        if (recorded.has("suspend_at_notification") && !failing.isEmpty() && !goesByWaves(failing)) {
            return Optional.of("suspended while independent atoms run, of which one may fail");
        }
        for (int atom : failing) {
            if (compilation.atoms().stream().anyMatch(other -> depends(other, atom))) {
                return Optional.of("an atom may fail before or after an independent one starts");
            }
        }
        for (int atom : compilation.atoms()) {
            if (mayThrow(atom, "fail_revert") && revertIsARace(atom, failing)) {
                return Optional.of("an atom may fail to revert before or after an independent one is reverted");
            }
        }
        return Optional.empty();
    }

    /** Whether independent atoms always start together and end before anything else starts, and none of them fails. */
    private boolean goesByWaves(List<Integer> failing) {
        return failing.stream().noneMatch(this::hasIndependent)
                && compilation.atoms().stream()
                        .allMatch(a -> compilation.atoms().stream()
                                .filter(b -> independent(a, b))
                                .allMatch(b -> atomsBefore(a).equals(atomsBefore(b))
                                        && atomsAfter(a).equals(atomsAfter(b))));
    }

    private boolean hasIndependent(int atom) {
        return compilation.atoms().stream().anyMatch(other -> independent(atom, other));
    }

    /** Whether it is open if an atom has started when another fails, and whether that failure matters to it. */
    private boolean depends(int atom, int failing) {
        return independent(atom, failing)
                && !neverStarts(atom)
                && reaches(failing, atom)
                && !within(atomsBefore(atom), atomsBefore(failing));
    }

    /** Whether it is open what else has been reverted when an atom fails to revert. */
    private boolean revertIsARace(int atom, List<Integer> failing) {
        if (recorded.has("resume_from")) {
            return hasIndependent(atom);
        }
        return failing.stream()
                .filter(cause -> !before(atom).get(cause) && reaches(cause, atom))
                .anyMatch(cause -> compilation.atoms().stream()
                        .filter(other -> independent(atom, other) && !neverStarts(other))
                        .anyMatch(other -> !revertsNoLater(other, atom, cause)));
    }

    private boolean revertsNoLater(int other, int atom, int cause) {
        if (other == cause || before(other).get(cause)) {
            return true;
        }
        BitSet first = atomsAfter(other);
        compilation.atoms().stream()
                .filter(after -> before(after).get(cause) || neverStarts(after))
                .forEach(first::clear);
        return before(cause).get(other) && within(first, atomsAfter(atom));
    }

    private static boolean within(BitSet some, BitSet all) {
        BitSet rest = (BitSet) some.clone();
        rest.andNot(all);
        return rest.isEmpty();
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

    private boolean mayFail(int atom) {
        return mayThrow(atom, "fail_execute") && !neverStarts(atom);
    }

    /** Whether a call of the atom that may come throws. */
    private boolean mayThrow(int atom, String turns) {
        JsonNode task = tasks.get(compilation.atom(atom).name());
        if (task == null) {
            return false;
        }
        for (JsonNode turn : task.path(turns)) {
            if (turn.asInt() <= calls(atom)) {
                return true;
            }
        }
        return false;
    }

    /** Whether the atom comes after one that fails in each of its calls, and that nobody skips. */
    private boolean neverStarts(int atom) {
        return refusals.isEmpty()
                && !recorded.has("resume_from")
                && compilation.atoms().stream().anyMatch(a -> before(atom).get(a) && alwaysFails(a));
    }

    private boolean alwaysFails(int atom) {
        JsonNode task = tasks.get(compilation.atom(atom).name());
        if (task == null) {
            return false;
        }
        Set<Integer> turns = new HashSet<>();
        task.path("fail_execute").forEach(turn -> turns.add(turn.asInt()));
        return IntStream.rangeClosed(1, Math.min(calls(atom), MANY)).allMatch(turns::contains);
    }

    /** {@return how often the atom may be called: as often as its controllers say, together} */
    private int calls(int atom) {
        if (recorded.has("suspend_at_notification")) {
            return MANY;
        }
        int calls = 1;
        for (int node = compilation.controllerOf(atom); node >= 0; node = compilation.controllerOf(node)) {
            JsonNode retry = retries.get(compilation.atom(node).name());
            calls *= retry == null ? MANY : rounds(retry);
        }
        return calls;
    }

    private static int rounds(JsonNode retry) {
        return switch (retry.path("kind").asText()) {
            case "AlwaysRevert", "AlwaysRevertAll" -> 1;
            case "Times" -> Math.max(1, retry.path("attempts").asInt(1));
            case "ForEach" -> Math.max(1, retry.path("values").size());
            default -> MANY;
        };
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

    private BitSet atomsAfter(int node) {
        BitSet atoms = new BitSet();
        compilation.atoms().stream().filter(atom -> before(atom).get(node)).forEach(atoms::set);
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
