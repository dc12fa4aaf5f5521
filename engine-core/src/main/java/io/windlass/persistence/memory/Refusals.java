package io.windlass.persistence.memory;

import io.windlass.failure.InvalidFormatException;
import io.windlass.persistence.AtomChange;
import io.windlass.persistence.FlowChange;
import io.windlass.persistence.HistoryEntry;
import io.windlass.persistence.RefusedException;
import io.windlass.persistence.StoredAtom;
import io.windlass.value.Value;
import io.windlass.value.Values;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Refuses what PostgreSQL refuses, so that a test on this store does not pass what a real one turns down. */
final class Refusals {
    /** As the database's check constraint has it. */
    private static final int MAX_NAME_BYTES = 1000;

    private Refusals() {}

    static void check(FlowChange change) {
        @Nullable String wrong = wrongWithFlow(change);
        if (wrong != null) {
            throw refused(change, List.of(), wrong);
        }
        List<String> atoms = new ArrayList<>();
        for (AtomChange atom : change.atoms()) {
            @Nullable String wrongHere = wrongWith(atom);
            if (wrongHere != null) {
                atoms.add(atom.atom().name());
                wrong = wrongHere;
            }
        }
        if (wrong != null) {
            throw refused(change, atoms, wrong);
        }
    }

    private static RefusedException refused(FlowChange change, List<String> atoms, String wrong) {
        return new RefusedException(
                "the store refuses a change of flow " + change.flow().id() + (atoms.isEmpty() ? "" : ", atoms " + atoms)
                        + ": " + wrong,
                atoms,
                new InvalidFormatException(wrong));
    }

    private static @Nullable String wrongWithFlow(FlowChange change) {
        @Nullable String wrong = wrongWithText("the flow's name", change.flow().name());
        if (change.created()) {
            for (Value value : change.flow().store().values()) {
                wrong = wrong == null ? wrongWithValue("a value of the store", value) : wrong;
            }
        }
        for (HistoryEntry entry : change.history()) {
            boolean clean = isClean(entry.atom()) && isClean(entry.worker()) && isClean(entry.runId());
            wrong = clean && isClean(entry.from()) && isClean(entry.to()) ? wrong : "a history entry contains NUL";
        }
        return wrong;
    }

    private static @Nullable String wrongWith(AtomChange change) {
        StoredAtom atom = change.atom();
        if (atom.name().isEmpty() || atom.name().getBytes(StandardCharsets.UTF_8).length > MAX_NAME_BYTES) {
            return "an atom's name has 1 to " + MAX_NAME_BYTES + " bytes";
        }
        @Nullable String wrong = wrongWithText("the name", atom.name());
        wrong = wrong == null ? wrongWithText("the version", atom.version()) : wrong;
        wrong = wrong == null ? wrongWithText("the worker", atom.worker()) : wrong;
        wrong = wrong == null ? wrongWithText("the run id", atom.runId()) : wrong;
        if (change.outcome()) {
            wrong = wrong == null ? wrongWithValue("the result", atom.result()) : wrong;
            wrong = wrong == null ? wrongWithValue("the failure", atom.failure()) : wrong;
            wrong = wrong == null ? wrongWithValue("the revert failure", atom.revertFailure()) : wrong;
        }
        return wrong;
    }

    private static @Nullable String wrongWithText(String what, @Nullable String text) {
        return isClean(text) ? null : what + " contains NUL";
    }

    private static @Nullable String wrongWithValue(String what, @Nullable Value value) {
        if (value == null) {
            return null;
        }
        try {
            Values.check(value);
            return null;
        } catch (InvalidFormatException e) {
            return what + " is " + e.getMessage();
        }
    }

    private static boolean isClean(@Nullable String text) {
        return text == null || text.indexOf('\0') < 0;
    }
}
