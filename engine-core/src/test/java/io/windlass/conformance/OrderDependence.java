package io.windlass.conformance;

import com.fasterxml.jackson.databind.JsonNode;
import io.windlass.compiler.Compilation;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;

/**
 * Whether the end of a recorded case depends on the order in which independent atoms happen to end, worked out from its
 * flow. The record was made with batches: what is ready together runs together, and nothing else starts meanwhile. When
 * each outcome has its consequences at once, more or fewer may have started by the time that one fails.
 */
final class OrderDependence {
    private final JsonNode recorded;
    private final Compilation compilation;
    private final Precedence precedence;
    private final Possibilities possible;

    OrderDependence(JsonNode recorded, Compilation compilation) {
        this.recorded = recorded;
        this.compilation = compilation;
        this.precedence = new Precedence(compilation);
        this.possible = new Possibilities(recorded, compilation, precedence);
    }

    /** {@return whether any two atoms are independent of each other} */
    boolean hasIndependentAtoms() {
        return compilation.atoms().stream().anyMatch(this::hasIndependent);
    }

    private boolean hasIndependent(int atom) {
        return !precedence.independentOf(atom).isEmpty();
    }

    /** {@return why the end depends on the order; empty when it does not} */
    Optional<String> reason() {
        if (!hasIndependentAtoms()) {
            return Optional.empty();
        }
        List<Integer> failing =
                compilation.atoms().stream().filter(possible::mayFail).toList();
        if (!possible.goesOn() && !failing.isEmpty() && !goesByWaves(failing)) {
            return Optional.of("suspended while independent atoms run, of which one may fail");
        }
        for (int atom : failing) {
            if (precedence.independentOf(atom).stream().anyMatch(other -> depends(other, atom))) {
                return Optional.of("an atom may fail before or after an independent one starts");
            }
        }
        for (int atom : compilation.atoms()) {
            if (possible.mayFailToRevert(atom) && revertIsARace(atom, failing)) {
                return Optional.of("an atom may fail to revert before or after an independent one is reverted");
            }
        }
        return Optional.empty();
    }

    /** Whether independent atoms always start together and end before anything else starts, and none of them fails. */
    private boolean goesByWaves(List<Integer> failing) {
        return failing.stream().noneMatch(this::hasIndependent)
                && compilation.atoms().stream()
                        .allMatch(a -> precedence.independentOf(a).stream()
                                .allMatch(b -> precedence.atomsBefore(a).equals(precedence.atomsBefore(b))
                                        && precedence.atomsAfter(a).equals(precedence.atomsAfter(b))));
    }

    /** Whether it is open if an atom has started when an independent one fails, and whether that matters to it. */
    private boolean depends(int atom, int failing) {
        return possible.mayStart(atom) && reaches(failing, atom) && !precedence.startsNoLater(atom, failing);
    }

    /** Whether it is open what else has been reverted when an atom fails to revert. */
    private boolean revertIsARace(int atom, List<Integer> failing) {
        List<Integer> others = precedence.independentOf(atom);
        if (possible.isResumed()) {
            return (!failing.isEmpty() || possible.undoesSome())
                    && others.stream()
                            .filter(possible::mayRevert)
                            .anyMatch(other -> !possible.undoesAll() || !isUndoneAtOnce(other, atom));
        }
        return failing.stream()
                .filter(cause -> !precedence.isBefore(cause, atom) && reaches(cause, atom))
                .anyMatch(cause -> others.stream()
                        .filter(possible::mayStart)
                        .anyMatch(other -> !revertsNoLater(other, atom, cause)));
    }

    /** Whether, where all that is stored is undone, that of one atom begins no later than that of the other. */
    private boolean isUndoneAtOnce(int one, int other) {
        return Precedence.within(possible.storedAfter(one), precedence.atomsAfter(other));
    }

    private boolean revertsNoLater(int other, int atom, int cause) {
        if (other == cause || precedence.isBefore(cause, other)) {
            return true;
        }
        BitSet first = precedence.atomsAfter(other);
        compilation.atoms().stream()
                .filter(after -> precedence.isBefore(cause, after) || !possible.mayStart(after))
                .forEach(first::clear);
        return precedence.isBefore(other, cause) && Precedence.within(first, precedence.atomsAfter(atom));
    }

    /** Whether the failure of one may have the other undone, or kept from starting. */
    private boolean reaches(int failing, int atom) {
        int controller = compilation.controllerOf(failing);
        if (controller < 0
                || possible.neverResolves()
                || recorded.path("options").path("defer_reverts").asBoolean()) {
            return true;
        }
        for (; controller >= 0; controller = compilation.controllerOf(controller)) {
            JsonNode retry = possible.retry(controller);
            if (retry == null
                    || retry.path("revert_all").asBoolean()
                    || retry.path("kind").asText().equals("AlwaysRevertAll")
                    || controller == atom
                    || precedence.isBefore(controller, atom)) {
                return true;
            }
        }
        return false;
    }
}
