package io.windlass.state;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Names one request for an atom, for ever: duplicates, late replies and replies to given-up attempts are told by
 * it. Numbers never go back.
 *
 * @param flow the flow's id
 * @param atom the atom's name, unique in its flow
 * @param action what is asked
 * @param round from 1; rises when a retry, a reset or a rerun starts the atom afresh
 * @param attempt from 1; rises each time the engine gives up on a request and issues another
 */
public record RequestName(UUID flow, String atom, Action action, int round, int attempt) {
    private static final char SEPARATOR = '/';
    private static final int FLOW_LENGTH = 36;
    private static final String DIGITS = "0123456789abcdef";
    private static final int BITS_OF_A_DIGIT = 4;
    private static final int DECIMAL = 10;
    private static final int HASH = 31;

    /**
     * Reads what {@link #toString()} writes, and nothing else. An atom's name may have slashes: the flow's id, which is
     * before it, has a fixed length, and what is after it has none.
     *
     * @throws IllegalArgumentException when the text is not of the form {@code flow/atom/action/round/attempt}
     */
    public static RequestName parse(String text) {
        int attempt = text.lastIndexOf(SEPARATOR);
        int round = text.lastIndexOf(SEPARATOR, attempt - 1);
        int action = text.lastIndexOf(SEPARATOR, round - 1);
        if (action <= FLOW_LENGTH || text.charAt(FLOW_LENGTH) != SEPARATOR) {
            throw malformed(text, "it must be flow/atom/action/round/attempt");
        }
        return new RequestName(
                flow(text),
                text.substring(FLOW_LENGTH + 1, action),
                Action.ofWireName(text.substring(action + 1, round)),
                number(text, round + 1, attempt),
                number(text, attempt + 1, text.length()));
    }

    /** Stricter than the JDK, which takes capitals and leaves zeros out: one name has one text. */
    private static UUID flow(String text) {
        long high = 0;
        long low = 0;
        for (int i = 0; i < FLOW_LENGTH; i++) {
            char c = text.charAt(i);
            boolean dash = i == 8 || i == 13 || i == 18 || i == 23;
            int digit = DIGITS.indexOf(c);
            if (dash ? c != '-' : digit < 0) {
                throw malformed(text, "it must begin with a UUID in lower case");
            }
            if (!dash) {
                high = high << BITS_OF_A_DIGIT | low >>> (Long.SIZE - BITS_OF_A_DIGIT);
                low = low << BITS_OF_A_DIGIT | digit;
            }
        }
        return new UUID(high, low);
    }

    private static int number(String text, int from, int to) {
        long number = 0;
        for (int i = from; i < to && number <= Integer.MAX_VALUE; i++) {
            char c = text.charAt(i);
            if (c < (i == from ? '1' : '0') || c > '9') {
                throw malformed(text, "its round and attempt must be numbers from 1");
            }
            number = number * DECIMAL + (c - '0');
        }
        if (number < 1 || number > Integer.MAX_VALUE) {
            throw malformed(text, "its round and attempt must be between 1 and " + Integer.MAX_VALUE);
        }
        return (int) number;
    }

    private static IllegalArgumentException malformed(String text, String why) {
        return new IllegalArgumentException("'" + text + "' is no name of a request: " + why);
    }

    /**
     * {@return what stays the same over all attempts of one round: the key under which a task makes its effect
     * happen once}
     */
    public String idempotencyKey() {
        return flow + "/" + atom + "/" + action.wireName() + "/" + round;
    }

    /** {@return the name as {@link #parse} reads it: {@code flow/atom/action/round/attempt}} */
    @Override
    public String toString() {
        return idempotencyKey() + SEPARATOR + attempt;
    }

    /** Names are looked up for each message, and most that differ do so in a number or in the flow. */
    @Override
    public boolean equals(@Nullable Object other) {
        return this == other
                || (other instanceof RequestName name
                        && attempt == name.attempt
                        && round == name.round
                        && action == name.action
                        && flow.equals(name.flow)
                        && atom.equals(name.atom));
    }

    @Override
    public int hashCode() {
        int numbers = HASH * (HASH * attempt + round) + action.wireName().hashCode();
        return HASH * (HASH * numbers + flow.hashCode()) + atom.hashCode();
    }
}
