package io.windlass.conformance;

import com.fasterxml.jackson.databind.JsonNode;
import io.windlass.compiler.Compilation;
import java.util.Collection;
import java.util.List;
import java.util.function.IntPredicate;

/**
 * Whether the second run of a case that is suspended goes on with the first, in any order. Where the suspension comes so
 * late that the flow may have been undone by then, the second run may do everything afresh.
 */
final class Suspension {
    private final Compilation compilation;
    private final Precedence precedence;
    private final int told;
    private final boolean undoesWhole;

    Suspension(JsonNode recorded, Compilation compilation, Precedence precedence, Collection<JsonNode> tasks) {
        this.compilation = compilation;
        this.precedence = precedence;
        this.told = recorded.path("suspend_at_notification").asInt();
        this.undoesWhole = !recorded.path("options").path("never_resolve").asBoolean()
                && tasks.stream().allMatch(task -> task.path("fail_revert").isEmpty());
    }

    /** Whether, whichever atom fails first, something that this has undone is left by the time of the suspension. */
    boolean leavesSomething(IntPredicate hasTurnsToFail) {
        return compilation.atoms().stream()
                .filter(hasTurnsToFail::test)
                .allMatch(failing ->
                        undoneWith(failing).stream().anyMatch(last -> told <= toldBeforeUndoing(last, failing)));
    }

    /** The atom itself, and those before it that its failure surely has undone, unless something else ends the run. */
    private List<Integer> undoneWith(int failing) {
        int controller = compilation.controllerOf(failing);
        return compilation.atoms().stream()
                .filter(last -> last == failing
                        || (undoesWhole
                                && precedence.isBefore(last, failing)
                                && (controller < 0 || last == controller || precedence.isBefore(controller, last))))
                .toList();
    }

    /**
     * {@return how much is told at least before the undoing of an atom begins: that the flow runs; of the one that fails
     * and of those before it start and end; of those that start no later than it the start; of all of them that are
     * undone earlier the start and end of that too}
     */
    private int toldBeforeUndoing(int last, int failing) {
        int before = 1;
        for (int atom : compilation.atoms()) {
            boolean ends = atom == failing || precedence.isBefore(atom, failing);
            boolean starts = ends || precedence.startsNoLater(atom, failing);
            boolean undone = starts && precedence.isBefore(last, atom);
            before += undone ? 4 : ends ? 2 : starts ? 1 : 0;
        }
        return before;
    }
}
