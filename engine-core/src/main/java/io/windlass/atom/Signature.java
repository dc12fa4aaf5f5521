package io.windlass.atom;

import java.lang.reflect.Type;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the two bodies of a task take and give.
 *
 * @param execute the inputs of execute, in the order of its parameters
 * @param revert the inputs of revert, in the order of its parameters; empty when there is none
 * @param result what execute returns, generics included
 * @param executeBody calls execute
 * @param revertBody calls revert; null when the task has none
 */
public record Signature(
        List<Input> execute,
        List<Input> revert,
        Type result,
        Body executeBody,
        @Nullable Body revertBody) {
    public Signature {
        execute = List.copyOf(execute);
        revert = List.copyOf(revert);
    }

    /** A body, called with its inputs in order. */
    @FunctionalInterface
    public interface Body {
        /**
         * Runs user code.
         *
         * @throws Throwable whatever the user's code throws
         */
        @Nullable
        Object call(Task task, @Nullable Object[] arguments) throws Throwable;
    }
}
