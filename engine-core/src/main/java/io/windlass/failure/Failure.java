package io.windlass.failure;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The portable record of an exception: what remains of it in the store and on the wire. Immutable; equal by
 * its record, whether or not the live exception is still there, so that it is equal to what is read back of it.
 */
public final class Failure {
    /** Longer messages and stack traces are cut: they are for people. In characters. */
    public static final int MAX_TEXT = 32_768;

    /** How deep causes of causes may be nested. */
    public static final int MAX_DEPTH = 20;

    /** How many failures one may consist of, causes included. */
    public static final int MAX_SIZE = 5_000;

    private static final int MAX_NAMES = 200;
    private static final int MAX_CAUSES = 16;
    /** What the list of type names ends with, in every language: TaskFlow refuses failures with another root. */
    private static final String ROOT = "Exception";

    private static final String PYTHON_ROOT = "BaseException";

    private final List<String> typeNames;
    private final String message;
    private final String stackTrace;
    private final List<Failure> causes;
    private final @Nullable Throwable exception;
    private final int depth;
    private final int size;

    private Failure(
            List<String> typeNames,
            String message,
            String stackTrace,
            List<Failure> causes,
            @Nullable Throwable exception) {
        this.depth = 1 + causes.stream().mapToInt(cause -> cause.depth).max().orElse(0);
        this.size = 1 + causes.stream().mapToInt(cause -> cause.size).sum();
        require(!typeNames.isEmpty(), "needs at least one type name");
        this.typeNames = rooted(typeNames);
        require(this.typeNames.size() <= MAX_NAMES, "has more than " + MAX_NAMES + " type names");
        require(depth <= MAX_DEPTH, "has causes nested deeper than " + MAX_DEPTH);
        require(size <= MAX_SIZE, "consists of more than " + MAX_SIZE + " failures");
        this.message = text(message);
        this.stackTrace = text(stackTrace);
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
     * @param typeNames from the most specific type to the root, at least one; {@code Exception} is added where they
     *     do not end with it, or with Python's {@code BaseException}
     * @throws InvalidFormatException when there is no type name, more than 200 of them, or more or deeper causes than
     *     {@link #MAX_SIZE} and {@link #MAX_DEPTH} say
     */
    public static Failure of(List<String> typeNames, String message, String stackTrace, List<Failure> causes) {
        return new Failure(typeNames, message, stackTrace, causes, null);
    }

    private static List<String> namesOf(Throwable exception) {
        List<String> names = new ArrayList<>();
        Class<?> type = exception.getClass();
        while (type != Object.class && type != null && names.size() < MAX_NAMES - 1) {
            names.add(type.getName());
            type = type.getSuperclass();
        }
        return names;
    }

    private static void require(boolean holds, String problem) {
        if (!holds) {
            throw new InvalidFormatException("a failure " + problem);
        }
    }

    private static List<String> rooted(List<String> names) {
        String last = names.get(names.size() - 1);
        if (last.equals(ROOT) || last.equals(PYTHON_ROOT)) {
            return List.copyOf(names);
        }
        List<String> rooted = new ArrayList<>(names);
        rooted.add(ROOT);
        return List.copyOf(rooted);
    }

    /** An exception whose message cannot be had must not hide that it was thrown. */
    private static String textOf(Throwable exception) {
        try {
            String text = exception.getMessage();
            return text == null ? "" : text;
        } catch (RuntimeException e) {
            return "";
        }
    }

    private static String traceOf(Throwable exception) {
        StringWriter text = new StringWriter();
        try {
            exception.printStackTrace(new PrintWriter(text));
        } catch (RuntimeException e) {
            return "";
        }
        return text.toString();
    }

    /** Cut to its length, and without halves of surrogate pairs: neither UTF-8 nor the store can say those. */
    private static String text(String text) {
        String cut = text.length() <= MAX_TEXT ? text : text.substring(0, MAX_TEXT);
        return UTF_8.newEncoder().canEncode(cut) ? cut : new String(cut.getBytes(UTF_8), UTF_8);
    }

    /** {@return the class names of the exception, from the most specific to the root, which is {@code Exception}} */
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
        return is(type.getName());
    }

    /** {@return whether the exception is of the type of that name or of a subtype of it: another language's too} */
    public boolean is(String typeName) {
        return typeNames.contains(typeName);
    }

    /** {@return the first of the types that the exception is of, as {@link #is} says; empty when it is of none} */
    @SafeVarargs
    public final Optional<Class<? extends Throwable>> check(Class<? extends Throwable>... types) {
        for (Class<? extends Throwable> type : types) {
            if (is(type)) {
                return Optional.of(type);
            }
        }
        return Optional.empty();
    }

    /** {@return the first of the type names that the exception is of, as {@link #is} says; empty when it is of none} */
    public Optional<String> check(String... names) {
        return Stream.of(names).filter(this::is).findFirst();
    }

    /**
     * Throws it, always.
     *
     * @throws Exception the live exception itself, or, when there is none in this process, a
     *     {@link WrappedFailureException}; a live Error is thrown too
     */
    public void reraise() throws Exception {
        if (exception instanceof Exception live) {
            throw live;
        }
        if (exception instanceof Error live) {
            throw live;
        }
        throw new WrappedFailureException(List.of(this));
    }

    /**
     * Throws what has failed, if anything has.
     *
     * @param failures none: nothing is thrown; one: as {@link #reraise}; more: a {@link WrappedFailureException}
     */
    public static void reraiseIfAny(Iterable<Failure> failures) throws Exception {
        List<Failure> all = new ArrayList<>();
        failures.forEach(all::add);
        if (all.size() == 1) {
            all.get(0).reraise();
        } else if (!all.isEmpty()) {
            throw new WrappedFailureException(all);
        }
    }

    /** {@return type, message and stack trace, in lines, for people} */
    public String details() {
        return this + "\n" + (stackTrace.isEmpty() ? "Stack trace not available." : stackTrace);
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
