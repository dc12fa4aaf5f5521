package io.windlass.persistence;

import io.windlass.value.Value;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What somebody wants done with a flow, and what came of it: the order and its record are one. Kept with its flow, and
 * changed once, by the flow's owner, when it is finished.
 *
 * @param id made by whoever asks
 * @param flow the flow
 * @param kind what is wanted
 * @param atom what it is about; null where it is about the flow
 * @param argument what it needs to know besides: the result of what is marked done, how to cancel; else null
 * @param who wants it
 * @param why it is wanted
 * @param asked when, by the store's clock, in microseconds
 * @param status what became of it
 * @param finished when that was, by the store's clock, in microseconds; null while it is open
 * @param outcome what came of it, for people; null while it is open
 */
public record FlowOperation(
        UUID id,
        UUID flow,
        Kind kind,
        @Nullable String atom,
        @Nullable Value argument,
        String who,
        String why,
        Instant asked,
        Status status,
        @Nullable Instant finished,
        @Nullable String outcome) {
    /** The longest name of somebody, in characters. */
    public static final int LONGEST_WHO = 200;

    /** The longest reason, in characters. */
    public static final int LONGEST_WHY = 2_000;

    /** What can be wanted. */
    public enum Kind {
        /** Start nothing more, and let go of the flow once what is in flight has come back. */
        SUSPEND,
        /** Have some process that can make the flow go on with it. */
        RESUME,
        /** End it before its time. */
        CANCEL,
        /** Try again what is stuck. */
        RETRY,
        /** Take what is stuck for done. */
        MARK_DONE,
        /** Take what is stuck for undone. */
        MARK_REVERTED,
        /** Leave what is stuck as it is, and what depends on it undone. */
        SKIP,
        /** Go on as if nobody had been asked. */
        GIVE_UP;

        /** {@return whether it is about an atom that is stuck} Else it is about the flow. */
        public boolean isAboutAtom() {
            return switch (this) {
                case SUSPEND, RESUME, CANCEL -> false;
                case RETRY, MARK_DONE, MARK_REVERTED, SKIP, GIVE_UP -> true;
            };
        }

        /** {@return whether a process that can make the flow has to go on with it, if it is suspended} */
        public boolean wantsRun() {
            return this == RESUME || this == CANCEL;
        }
    }

    /** What became of it. */
    public enum Status {
        /** Nothing yet. */
        OPEN,
        /** It was carried out. */
        DONE,
        /** It was not, and changed nothing. */
        REFUSED
    }

    public FlowOperation {
        who = text("who asks", who, LONGEST_WHO);
        if (who.codePoints().anyMatch(Character::isISOControl)) {
            throw new IllegalArgumentException("who asks must be said in a line");
        }
        why = text("the reason", why, LONGEST_WHY);
        if (atom != null && !isStorable(atom)) {
            throw new IllegalArgumentException("no atom's name has such characters");
        }
        if (kind.isAboutAtom() == (atom == null)) {
            throw new IllegalArgumentException(kind + " is about " + (atom == null ? "an atom; name it" : "the flow"));
        }
        if ((status == Status.OPEN) != (finished == null) || (finished == null) != (outcome == null)) {
            throw new IllegalArgumentException("an operation is open, or finished with an outcome");
        }
        asked = asked.truncatedTo(ChronoUnit.MICROS);
        finished = finished == null ? null : finished.truncatedTo(ChronoUnit.MICROS);
    }

    private static String text(String what, String text, int longest) {
        String stripped = text.strip();
        if (stripped.isEmpty() || stripped.length() > longest) {
            throw new IllegalArgumentException(what + " must be said, in up to " + longest + " characters");
        }
        if (!isStorable(stripped)) {
            throw new IllegalArgumentException(what + " has characters that no store takes");
        }
        return stripped;
    }

    private static boolean isStorable(String text) {
        return text.indexOf('\0') < 0 && StandardCharsets.UTF_8.newEncoder().canEncode(text);
    }

    /** {@return the same, finished} What is said of it is cut to what a line may hold. */
    public FlowOperation finished(Status as, Instant when, String with) {
        return new FlowOperation(id, flow, kind, atom, argument, who, why, asked, as, when, with);
    }

    /** {@return whether nothing came of it yet} */
    public boolean isOpen() {
        return status == Status.OPEN;
    }
}
