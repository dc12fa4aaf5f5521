package io.windlass.atom;

import java.lang.reflect.Type;

/**
 * One input of a body.
 *
 * @param name the argument's name, and the name it is looked up under unless it is rebound
 * @param type what the value is read as, generics included
 * @param role where it comes from
 * @param nullable whether null is accepted
 */
public record Input(String name, Type type, Role role, boolean nullable) {
    /** Where an input comes from. */
    public enum Role {
        /** A value that somebody must provide. */
        REQUIRED,
        /** A value that may be missing: {@code Optional}. */
        OPTIONAL,
        /** The run's {@link TaskContext}. */
        CONTEXT,
        /** In a revert, {@code Outcome<T>}: what became of execute. */
        OUTCOME,
        /** In a revert, the parameter named {@code result}: what execute returned, null unless it succeeded. */
        RESULT,
        /** In a revert: the flow's {@link FlowFailures}. */
        FAILURES
    }

    /** An input that must be provided, and not be null. */
    public static Input in(String name, Type type) {
        return new Input(name, type, Role.REQUIRED, false);
    }

    /** {@return whether its value is looked up by name} */
    boolean isLookedUp() {
        return role == Role.REQUIRED || role == Role.OPTIONAL;
    }
}
