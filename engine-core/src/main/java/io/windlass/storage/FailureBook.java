package io.windlass.storage;

import io.windlass.atom.FlowFailures;
import io.windlass.failure.Failure;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The failures that a flow holds, by atom, in the order in which they came: those of execute, those of revert. */
final class FailureBook {
    private final Map<String, Failure> execute = new LinkedHashMap<>();
    private final Map<String, Failure> revert = new LinkedHashMap<>();
    private @Nullable FlowFailures told;

    /** Enters what the atom holds, in place of what was entered for it. */
    void enter(String atom, AtomCell cell) {
        if (set(execute, atom, cell.failure)) {
            told = null;
        }
        set(revert, atom, cell.revertFailure);
    }

    void strike(String atom) {
        if (set(execute, atom, null)) {
            told = null;
        }
        set(revert, atom, null);
    }

    private static boolean set(Map<String, Failure> failures, String atom, @Nullable Failure failure) {
        Failure before = failure == null ? failures.remove(atom) : failures.put(atom, failure);
        return before != null || failure != null;
    }

    Map<String, Failure> execute() {
        return new LinkedHashMap<>(execute);
    }

    Map<String, Failure> revert() {
        return new LinkedHashMap<>(revert);
    }

    /** The failures of execute as reverts are told of them; one object until they change. */
    FlowFailures told() {
        if (told == null) {
            told = new FlowFailures(execute);
        }
        return told;
    }
}
