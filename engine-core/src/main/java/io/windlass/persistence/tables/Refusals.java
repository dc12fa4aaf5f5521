package io.windlass.persistence.tables;

import io.windlass.failure.InvalidFormatException;
import io.windlass.persistence.AtomChange;
import io.windlass.persistence.FlowChange;
import io.windlass.persistence.HistoryEntry;
import io.windlass.persistence.LogBook;
import io.windlass.persistence.RefusedException;
import io.windlass.persistence.StoredAtom;
import io.windlass.value.Value;
import io.windlass.value.Values;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Refuses what PostgreSQL refuses, so that a test on this store does not pass what a real one turns down. */
public final class Refusals {
    /** As the database's check constraint has it. */
    private static final int MAX_NAME_BYTES = 1000;

    private static final Instant FIRST = Instant.parse("0001-01-01T00:00:00Z");
    private static final Instant END = Instant.parse("+10000-01-01T00:00:00Z");

    private Refusals() {}

    /** Refuses what of a change cannot be stored. */
    public static void check(FlowChange change) {
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

    /** Refuses a log book that cannot be stored. */
    public static void check(LogBook book) {
        @Nullable String wrong = wrongWithText("its name", book.name());
        wrong = wrong == null ? wrongWithValues("a value of its metadata", book.meta()) : wrong;
        wrong = wrong == null && isFar(book.createdAt())
                ? "it was made " + book.createdAt() + ", not in the years 1 to 9999"
                : wrong;
        if (wrong != null) {
            throw new RefusedException(
                    "the store refuses log book " + book.id() + ": " + wrong,
                    List.of(),
                    new InvalidFormatException(wrong));
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
        wrong = wrong == null ? wrongWithTime(change.flow().deadline()) : wrong;
        if (change.details()) {
            wrong = wrong == null
                    ? wrongWithValues("a value of the store", change.flow().store())
                    : wrong;
            wrong = wrong == null
                    ? wrongWithValues("a value of the metadata", change.flow().meta())
                    : wrong;
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
        if (change.meta()) {
            wrong = wrong == null ? wrongWithValues("a value of the metadata", atom.meta()) : wrong;
        }
        for (Instant time : new @Nullable Instant[] {atom.due(), atom.startBy(), atom.deadline()}) {
            wrong = wrong == null ? wrongWithTime(time) : wrong;
        }
        return wrong;
    }

    private static @Nullable String wrongWithTime(@Nullable Instant time) {
        return time != null && isFar(time) ? time + " is not in the years 1 to 9999" : null;
    }

    private static boolean isFar(Instant time) {
        return time.isBefore(FIRST) || !time.isBefore(END);
    }

    private static @Nullable String wrongWithValues(String what, Map<String, Value> values) {
        for (Value value : values.values()) {
            @Nullable String wrong = wrongWithValue(what, value);
            if (wrong != null) {
                return wrong;
            }
        }
        return null;
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
