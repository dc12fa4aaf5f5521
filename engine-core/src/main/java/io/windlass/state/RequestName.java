package io.windlass.state;

import java.util.UUID;

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
    /**
     * {@return what stays the same over all attempts of one round: the key under which a task makes its effect
     * happen once}
     */
    public String idempotencyKey() {
        return flow + "/" + atom + "/" + action.wireName() + "/" + round;
    }

    @Override
    public String toString() {
        return idempotencyKey() + "/" + attempt;
    }
}
