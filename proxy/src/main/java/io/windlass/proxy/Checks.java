package io.windlass.proxy;

import io.windlass.failure.InvalidFormatException;
import io.windlass.state.RequestName;
import io.windlass.state.Start;
import io.windlass.value.Value;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Checks what arrives in messages; null is looked for, because JSON brings it where no Java caller could. */
final class Checks {
    /** The longest name of an atom, worker, run or queue in a message, in bytes of UTF-8: headers must fit a frame. */
    static final int MAX_TEXT_BYTES = 2048;

    private Checks() {}

    static <T> T present(@Nullable T value, String what) {
        if (value == null) {
            throw new InvalidFormatException(what + " is missing");
        }
        return value;
    }

    static String text(@Nullable String value, String what) {
        return text(value, what, MAX_TEXT_BYTES);
    }

    /** Text that must fit an AMQP short string: names of queues and topics. */
    static String shortText(@Nullable String value, String what) {
        return text(value, what, Names.MAX_BYTES);
    }

    private static String text(@Nullable String value, String what, int maxBytes) {
        String text = present(value, what);
        boolean surelyFits = !text.isEmpty() && text.length() <= maxBytes / Utf8.MOST_FOR_A_CHAR;
        if (!surelyFits) {
            int bytes = text.getBytes(StandardCharsets.UTF_8).length;
            require(
                    bytes >= 1 && bytes <= maxBytes,
                    () -> what + " has " + bytes + " bytes; 1 to " + maxBytes + " are sent");
        }
        return text;
    }

    static void object(@Nullable Value value, int maxChars, String what) {
        String json = present(present(value, what).json(), what);
        require(
                json.length() <= maxChars,
                () -> what + " have " + json.length() + " characters; at most " + maxChars + " are sent");
        RawJson.checkObject(json, what);
    }

    /** A list that an older sender leaves out. */
    static <T> List<T> listOrNone(@Nullable List<T> list) {
        return list == null ? List.of() : List.copyOf(list);
    }

    /** A flag that an older sender leaves out. */
    static boolean orFalse(@Nullable Boolean flag) {
        return flag != null && flag;
    }

    static void start(Start start) {
        text(start.worker(), "the worker of a start");
        text(start.runId(), "the run id of a start");
        present(start.at(), "the time of a start");
    }

    static void name(@Nullable RequestName name) {
        RequestName given = present(name, "the request's name");
        present(given.flow(), "the flow");
        text(given.atom(), "the atom's name");
        present(given.action(), "the action");
        require(given.round() >= 1, () -> "the round is " + given.round() + "; it counts from 1");
        require(given.attempt() >= 1, () -> "the attempt is " + given.attempt() + "; it counts from 1");
    }

    static void notNegative(long number, String what) {
        require(number >= 0, () -> what + " is " + number + "; it cannot be negative");
    }

    static void notNegative(@Nullable Duration duration, String what) {
        require(!present(duration, what).isNegative(), () -> what + " is " + duration + "; it cannot be negative");
    }

    static void require(boolean holds, String message) {
        require(holds, () -> message);
    }

    /** With a message that is put together only when it is needed. */
    static void require(boolean holds, Supplier<String> message) {
        if (!holds) {
            throw new InvalidFormatException(message.get());
        }
    }
}
