package io.windlass.failure;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Failures, thrown: several of them, or one whose exception is not in this process. Its cause is the exception of the
 * first one, when that was thrown in this process.
 */
public class WrappedFailureException extends WindlassException {
    private static final long serialVersionUID = 1L;

    private final transient List<Failure> failures;

    /** Wraps failures; one that is a live exception of this kind is taken as those that it wraps. */
    public WrappedFailureException(List<Failure> failures) {
        this("WrappedFailure: " + failures, failures);
    }

    WrappedFailureException(String message, List<Failure> failures) {
        super(message, failures.isEmpty() ? null : failures.get(0).exception());
        this.failures =
                failures.stream().flatMap(WrappedFailureException::unwrapped).toList();
    }

    private static Stream<Failure> unwrapped(Failure failure) {
        return failure.exception() instanceof WrappedFailureException wrapped
                ? wrapped.failures().stream()
                : Stream.of(failure);
    }

    /** {@return what was wrapped, in order, nested ones unwrapped} */
    public List<Failure> failures() {
        return failures;
    }

    /** {@return the first of the types that the first failure which is of any of them is of; empty when none is} */
    @SafeVarargs
    public final Optional<Class<? extends Throwable>> check(Class<? extends Throwable>... types) {
        for (Failure failure : failures) {
            Optional<Class<? extends Throwable>> found = failure.check(types);
            if (found.isPresent()) {
                return found;
            }
        }
        return Optional.empty();
    }
}
