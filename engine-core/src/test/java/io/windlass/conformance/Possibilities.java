package io.windlass.conformance;

import com.fasterxml.jackson.databind.JsonNode;
import io.windlass.atom.Results;
import io.windlass.compiler.Compilation;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** What may become of each atom of a recorded case, in any order. Errs on the side of what may be. */
final class Possibilities {
    private static final int MANY = 100;

    private final JsonNode recorded;
    private final Compilation compilation;
    private final Precedence precedence;
    private final Map<String, JsonNode> tasks = new HashMap<>();
    private final Map<String, JsonNode> retries = new HashMap<>();
    /** Atoms to which a link with a decider that says no leads; not those that never come to that. */
    private final BitSet refused = new BitSet();

    private final Stored stored;
    private final boolean goesOn;

    Possibilities(JsonNode recorded, Compilation compilation, Precedence precedence) {
        this.recorded = recorded;
        this.compilation = compilation;
        this.precedence = precedence;
        this.stored = new Stored(recorded);
        collect(recorded.path("flow"));
        compilation.atoms().stream().filter(this::isRefused).forEach(refused::set);
        this.goesOn = !recorded.has("suspend_at_notification")
                || (refused.isEmpty()
                        && new Suspension(recorded, compilation, precedence, tasks.values())
                                .leavesSomething(this::hasTurnsToFail));
        // Forward: whether an atom comes to be voted on depends on who may be skipped before it.
        compilation.atoms().stream().sorted().filter(this::neverRuns).forEach(refused::clear);
    }

    private void collect(JsonNode flow) {
        if (flow.has("retry")) {
            retries.put(flow.path("retry").path("name").asText(), flow.path("retry"));
        }
        for (JsonNode child : flow.path("children")) {
            if (child.has("kind")) {
                collect(child);
            } else {
                tasks.put(child.path("name").asText(), child);
            }
        }
    }

    private boolean isRefused(int atom) {
        return compilation.gates(atom).stream().anyMatch(gate -> {
            try {
                return !gate.decider().proceed(new Results(Map.of()));
            } catch (Exception e) {
                throw new AssertionError(e);
            }
        });
    }

    private boolean hasTurnsToFail(int atom) {
        JsonNode task = tasks.get(name(atom));
        return task != null && !task.path("fail_execute").isEmpty();
    }

    private String name(int atom) {
        return compilation.atom(atom).name();
    }

    /** {@return the retry as it was recorded; null when the atom is none} */
    @Nullable
    JsonNode retry(int atom) {
        return retries.get(name(atom));
    }

    /** Whether a case that is suspended, if this is one, goes on afterwards, and never does afresh what has ended. */
    boolean goesOn() {
        return goesOn;
    }

    boolean isResumed() {
        return stored.isThere();
    }

    /** Whether a case that is resumed has something to undo from the beginning. */
    boolean undoesSome() {
        return stored.isToBeUndone();
    }

    /** Whether the case is resumed, and does nothing but undo what is stored, all of it from the beginning. */
    boolean undoesAll() {
        boolean uncontrolled = compilation.atoms().stream()
                .anyMatch(atom -> compilation.controllerOf(atom) < 0 && stored.isFailed(name(atom)));
        return (uncontrolled && !neverResolves())
                || compilation.atoms().stream().allMatch(atom -> stored.isToBeReverted(name(atom)));
    }

    boolean neverResolves() {
        return recorded.path("options").path("never_resolve").asBoolean();
    }

    boolean mayFail(int atom) {
        return mayThrow(atom, "fail_execute") && mayRun(atom);
    }

    boolean mayFailToRevert(int atom) {
        boolean nothingIsUndone = neverResolves() && !stored.isThere();
        return mayThrow(atom, "fail_revert") && !nothingIsUndone && mayRevert(atom);
    }

    /** Whether there may come to be something of the atom to undo. */
    boolean mayRevert(int atom) {
        return mayRun(atom) || stored.isDone(name(atom));
    }

    /** {@return the atoms after one of which there is something to undo from the beginning} */
    BitSet storedAfter(int atom) {
        BitSet done = new BitSet();
        compilation.atoms().stream()
                .filter(after -> precedence.isBefore(atom, after) && stored.isDone(name(after)))
                .forEach(done::set);
        return done;
    }

    /** Whether the atom may start or be skipped. */
    boolean mayStart(int atom) {
        return mayRun(atom) || (mayBeSkipped(atom) && !undoesAll());
    }

    private boolean mayRun(int atom) {
        boolean past = stored.isThere() && calls(atom) == 1 && !stored.isLeft(name(atom));
        return !past && !undoesAll() && !neverRuns(atom);
    }

    /** Whether the atom comes after one that fails in each of its calls, and that nobody skips. */
    private boolean neverRuns(int atom) {
        return compilation.atoms().stream()
                .filter(a -> precedence.isBefore(a, atom) && !mayBeSkipped(a) && alwaysFails(a))
                .anyMatch(a -> !stored.isThere() || stored.isLeft(name(a)));
    }

    /** Whether a link whose decider says no leads to the atom, or to something before it. */
    private boolean mayBeSkipped(int atom) {
        return refused.get(atom) || precedence.before(atom).intersects(refused);
    }

    /** Whether a call of the atom that may come throws. */
    private boolean mayThrow(int atom, String turns) {
        JsonNode task = tasks.get(name(atom));
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

    private boolean alwaysFails(int atom) {
        JsonNode task = tasks.get(name(atom));
        if (task == null) {
            return false;
        }
        Set<Integer> turns = new HashSet<>();
        task.path("fail_execute").forEach(turn -> turns.add(turn.asInt()));
        return IntStream.rangeClosed(1, Math.min(calls(atom), MANY)).allMatch(turns::contains);
    }

    /** {@return how often the atom may be called: as often as its controllers say, together} */
    private int calls(int atom) {
        if (!goesOn) {
            return MANY;
        }
        int calls = 1;
        for (int node = compilation.controllerOf(atom); node >= 0; node = compilation.controllerOf(node)) {
            JsonNode retry = retry(node);
            calls *= retry == null ? MANY : rounds(retry);
        }
        return calls;
    }

    private int rounds(JsonNode retry) {
        return switch (retry.path("kind").asText()) {
            case "AlwaysRevert", "AlwaysRevertAll" -> 1;
            case "Times" -> Math.max(1, retry.path("attempts").asInt(1));
            case "ForEach" -> Math.max(1, retry.path("values").size());
            default -> {
                JsonNode values =
                        recorded.path("store").path(retry.path("values_from").asText("values"));
                yield values.isArray() ? Math.max(1, values.size()) : MANY;
            }
        };
    }
}
