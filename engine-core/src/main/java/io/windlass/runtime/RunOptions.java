package io.windlass.runtime;

/**
 * How a run treats failures.
 *
 * @param neverResolve when true a failed task ends the run in FAILURE: nothing is undone; default false
 * @param deferReverts when true a retry that gives up leaves it to the enclosing flow's controller what is undone,
 *     and to nobody but the whole flow where there is none; default false: then it is its own flow
 */
public record RunOptions(boolean neverResolve, boolean deferReverts) {
    /** What TaskFlow does by itself. */
    public static final RunOptions DEFAULT = new RunOptions(false, false);
}
