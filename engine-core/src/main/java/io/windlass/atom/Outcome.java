package io.windlass.atom;

import io.windlass.failure.Failure;
import org.jspecify.annotations.Nullable;

/**
 * What became of a task's execute, as its revert is told.
 *
 * @param <T> what execute returns
 */
public sealed interface Outcome<T> {
    /** Execute returned a value, perhaps null. */
    record Succeeded<T>(@Nullable T value) implements Outcome<T> {}

    /** Execute failed; it may have done a part of its work. */
    record Failed<T>(Failure failure) implements Outcome<T> {}

    /** Execute was started, and nobody knows how far it came: its process died. */
    record Unknown<T>() implements Outcome<T> {}
}
