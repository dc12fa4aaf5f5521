package io.windlass.conformance;

import com.fasterxml.jackson.databind.JsonNode;
import io.windlass.state.AtomState;
import io.windlass.state.Intention;
import java.util.HashMap;
import java.util.Map;

/** What a recorded case is resumed from, if it is. */
final class Stored {
    private final boolean there;
    private final Map<String, AtomState> states = new HashMap<>();
    private final Map<String, Intention> intentions = new HashMap<>();

    Stored(JsonNode recorded) {
        this.there = recorded.has("resume_from");
        for (JsonNode atom : recorded.path("resume_from").path("atoms")) {
            String name = atom.path("name").asText();
            states.put(name, AtomState.valueOf(atom.path("state").asText()));
            intentions.put(name, Intention.valueOf(atom.path("intention").asText()));
        }
    }

    /** {@return whether the case is resumed at all} */
    boolean isThere() {
        return there;
    }

    private AtomState state(String atom) {
        return states.getOrDefault(atom, AtomState.PENDING);
    }

    /** {@return whether the atom is still to be done} */
    boolean isLeft(String atom) {
        boolean begins = state(atom) == AtomState.PENDING || state(atom) == AtomState.RUNNING;
        return begins && intentions.getOrDefault(atom, Intention.EXECUTE) == Intention.EXECUTE;
    }

    boolean isFailed(String atom) {
        return state(atom) == AtomState.FAILURE;
    }

    /** {@return whether there is something of the atom that may be undone} */
    boolean isDone(String atom) {
        return switch (state(atom)) {
            case RUNNING, SUCCESS, FAILURE, REVERTING -> true;
            default -> false;
        };
    }

    /** {@return whether the atom is meant to be undone, or not to be started} */
    boolean isToBeReverted(String atom) {
        return intentions.get(atom) == Intention.REVERT;
    }

    /** {@return whether something has failed, or is meant to be undone already} */
    boolean isToBeUndone() {
        return states.containsValue(AtomState.FAILURE)
                || intentions.containsValue(Intention.REVERT)
                || intentions.containsValue(Intention.RETRY);
    }
}
