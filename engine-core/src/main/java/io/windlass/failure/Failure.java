package io.windlass.failure;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The portable record of an exception: what remains of it in the store and on the wire. Immutable; equal by
 * its record, whether or not the live exception is still there.
 */
public final class Failure {
    /** Longer messages and stack traces are cut: they are for people. In characters. */
    public static final int MAX_TEXT = 32_768;

    private static final int MAX_CAUSES = 16;

    private final List<String> typeNames;
    private final String message;
    private final String stackTrace;
    private final List<Failure> causes;
    private final @Nullable Throwable exception;

    private Failure(
            List<String> typeNames,
            String message,
            String stackTrace,
            List<Failure> causes,
            @Nullable Throwable exception) {
        if (typeNames.isEmpty()) {
            throw new InvalidFormatException("a failure needs at least one type name");
        }
        this.typeNames = List.copyOf(typeNames);
        this.message = cut(message);
        this.stackTrace = cut(stackTrace);
        this.causes = List.copyOf(causes);
        this.exception = exception;
    }

    /** Captures a live exception, with its chain of causes; one that repeats ends the chain. */
    public static Failure of(Throwable exception) {
        Set<Throwable> seen = Collections.newSetFromMap(new IdentityHashMap<>());
        seen.add(exception);
        List<Failure> causes = new ArrayList<>();
        Throwable cause = exception.getCause();
        while (cause != null && seen.add(cause) && causes.size() < MAX_CAUSES) {
            causes.add(new Failure(namesOf(cause), textOf(cause), traceOf(cause), List.of(), cause));
            cause = cause.getCause();
        }
        return new Failure(namesOf(exception), textOf(exception), traceOf(exception), causes, exception);
    }

    /**
     * Rebuilds a record that was stored or received; it has no live exception.
     *
     * @param typeNames from the most specific type to the root, at least one
     * @throws InvalidFormatException when there is no type name
     */
    public static Failure of(List<String> typeNames, String message, String stackTrace, List<Failure> causes) {
        return new Failure(typeNames, message, stackTrace, causes, null);
    }

    private static List<String> namesOf(Throwable exception) {
        List<String> names = new ArrayList<>();
        for (Class<?> type = exception.getClass(); type != Object.class && type != null; type = type.getSuperclass()) {
            names.add(type.getName());
        }
        return names;
    }

    private static String textOf(Throwable exception) {
        String text = exception.getMessage();
        return text == null ? "" : text;
    }

    private static String traceOf(Throwable exception) {
        StringWriter text = new StringWriter();
        exception.printStackTrace(new PrintWriter(text));
        return text.toString();
    }

    private static String cut(String text) {
        return text.length() <= MAX_TEXT ? text : text.substring(0, MAX_TEXT);
    }

    /** {@return the class names of the exception, from the most specific to the root} */
    public List<String> typeNames() {
        return typeNames;
    }

    /** {@return the exception's message, empty when it had none} */
    public String message() {
        return message;
    }

    /** {@return the stack trace as text, empty when it did not travel} */
    public String stackTrace() {
        return stackTrace;
    }

    /** {@return the causes, outermost first} */
    public List<Failure> causes() {
        return causes;
    }

    /** {@return the exception itself, in the process that caught it; else null} */
    public @Nullable Throwable exception() {
        return exception;
    }

    /** {@return whether the exception is of the type or of a subtype of it; compares names} */
    public boolean is(Class<? extends Throwable> type) {
        return typeNames.contains(type.getName());
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Failure that
                && typeNames.equals(that.typeNames)
                && message.equals(that.message)
                && stackTrace.equals(that.stackTrace)
                && causes.equals(that.causes);
    }

    @Override
    public int hashCode() {
        return Objects.hash(typeNames, message, stackTrace, causes);
    }

    @Override
    public String toString() {
        return "Failure: " + typeNames.get(0) + ": " + message;
    }
}
