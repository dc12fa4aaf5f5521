package io.windlass.runtime;

/**
 * How a run treats failures.
 *
 * @param neverResolve when true a failed task ends the run in FAILURE: nothing is undone; default false
 */
public record RunOptions(boolean neverResolve) {
    /** What TaskFlow does by itself. */
    public static final RunOptions DEFAULT = new RunOptions(false);
}
