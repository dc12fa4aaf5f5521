package io.windlass.atom;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.type.TypeFactory;
import io.windlass.value.Values;
import java.lang.reflect.Type;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** One input of a body. Immutable; equal by its parts. */
public sealed class Input permits Input.Typed {
    private final String name;
    private final Type type;
    private final Role role;
    private final boolean nullable;

    /**
     * An input of any role.
     *
     * @param name the argument's name, and the name it is looked up under unless it is rebound
     * @param type what the value is read as, generics included
     * @param role where it comes from
     * @param nullable whether null is accepted
     */
    public Input(String name, Type type, Role role, boolean nullable) {
        this.name = name;
        this.type = type;
        this.role = role;
        this.nullable = nullable;
    }

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

    /**
     * An input whose Java type the compiler knows, for bodies written as lambdas.
     *
     * @param <T> what the lambda is given
     */
    public static final class Typed<T> extends Input {
        private static final Typed<TaskContext> CONTEXT =
                new Typed<>("(context)", TaskContext.class, Role.CONTEXT, false);

        private Typed(String name, Type type, Role role, boolean nullable) {
            super(Names.checked("argument", name), type, role, nullable);
        }

        /** {@return an argument that was read for this input} */
        @SuppressWarnings({"unchecked", "NullAway"}) // it was read as the type, which says whether it may be null
        T cast(@Nullable Object argument) {
            return (T) argument;
        }
    }

    /** An input that must be provided, and not be null. */
    public static Input in(String name, Type type) {
        return new Input(name, type, Role.REQUIRED, false);
    }

    /** An input that must be provided, and not be null. */
    public static <T> Typed<T> in(String name, Class<T> type) {
        return new Typed<>(name, type, Role.REQUIRED, false);
    }

    /** An input of a generic type that must be provided, and not be null. */
    public static <T> Typed<T> in(String name, TypeReference<T> type) {
        return new Typed<>(name, type.getType(), Role.REQUIRED, false);
    }

    /** Inputs of one type, in order. */
    public static <T> List<Typed<T>> all(Class<T> type, String... names) {
        return Stream.of(names).map(name -> in(name, type)).toList();
    }

    /** An input that must be provided, and is empty when it is null. */
    public static <T> Typed<Optional<T>> nullable(String name, Class<T> type) {
        TypeFactory types = Values.mapper().getTypeFactory();
        Type optional = types.constructReferenceType(Optional.class, types.constructType(type));
        return new Typed<>(name, optional, Role.REQUIRED, false);
    }

    /** An input that is empty when nobody provides it, or it is null. */
    public static <T> Typed<Optional<T>> optional(String name, Class<T> type) {
        return new Typed<>(name, type, Role.OPTIONAL, true);
    }

    /** What the body may know of its run. */
    public static Typed<TaskContext> context() {
        return Typed.CONTEXT;
    }

    /** {@return the argument's name, and the name it is looked up under unless it is rebound} */
    public final String name() {
        return name;
    }

    /** {@return what the value is read as, generics included} */
    public final Type type() {
        return type;
    }

    /** {@return where it comes from} */
    public final Role role() {
        return role;
    }

    /** {@return whether null is accepted} */
    public final boolean nullable() {
        return nullable;
    }

    /** {@return whether its value is looked up by name} */
    final boolean isLookedUp() {
        return role == Role.REQUIRED || role == Role.OPTIONAL;
    }

    @Override
    public final boolean equals(@Nullable Object other) {
        return other instanceof Input that
                && name.equals(that.name)
                && type.equals(that.type)
                && role == that.role
                && nullable == that.nullable;
    }

    @Override
    public final int hashCode() {
        return Objects.hash(name, type, role, nullable);
    }

    @Override
    public final String toString() {
        return role + " " + type.getTypeName() + " " + name;
    }
}
