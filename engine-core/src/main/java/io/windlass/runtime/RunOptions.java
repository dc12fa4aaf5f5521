package io.windlass.runtime;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How a run treats failures, and how long it may take.
 *
 * @param neverResolve when true a failed task ends the run in FAILURE: nothing is undone; default false
 * @param deferReverts when true a retry that gives up leaves it to the enclosing flow's controller what is undone,
 *     and to nobody but the whole flow where there is none; default false: then it is its own flow
 * @param timeout how long the flow may take from its first start until it has ended or begins to be undone; null, the
 *     default, for as long as it takes
 * @param taskTimeout how long execute of a task may take with all its attempts, unless the task says; null, the default,
 *     for as long as it takes
 * @param park when true what gets stuck suspends the flow, for an operator; default false: it fails, or is undone
 */
public record RunOptions(
        boolean neverResolve,
        boolean deferReverts,
        @Nullable Duration timeout,
        @Nullable Duration taskTimeout,
        boolean park) {
    /** What TaskFlow does by itself. */
    public static final RunOptions DEFAULT = new RunOptions(false, false, null, null, false);

    public RunOptions {
        requirePositive("a flow", timeout);
        requirePositive("a task", taskTimeout);
    }

    private static void requirePositive(String whose, @Nullable Duration limit) {
        if (limit != null && (limit.isZero() || limit.isNegative())) {
            throw new IllegalArgumentException("the timeout of " + whose + " is " + limit + "; it must be positive");
        }
    }

    /** {@return these options with another answer to whether failures are resolved} */
    public RunOptions withNeverResolve(boolean never) {
        return new RunOptions(never, deferReverts, timeout, taskTimeout, park);
    }

    /** {@return these options with another answer to who says what is undone} */
    public RunOptions withDeferReverts(boolean defer) {
        return new RunOptions(neverResolve, defer, timeout, taskTimeout, park);
    }

    /** {@return these options with a limit for the whole flow} */
    public RunOptions withTimeout(Duration limit) {
        return new RunOptions(neverResolve, deferReverts, limit, taskTimeout, park);
    }

    /** {@return these options with a limit for tasks that have none of their own} */
    public RunOptions withTaskTimeout(Duration limit) {
        return new RunOptions(neverResolve, deferReverts, timeout, limit, park);
    }

    /** {@return these options with another answer to whether what gets stuck waits for an operator} */
    public RunOptions withPark(boolean parks) {
        return new RunOptions(neverResolve, deferReverts, timeout, taskTimeout, parks);
    }
}
