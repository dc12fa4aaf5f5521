package io.windlass.state;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How a flow is cancelled. First that is stored, so that a successor goes on with it. Then nothing new is executed:
 * requests that no body has begun are taken back, what waits to be tried again is not, no decider or retry controller is
 * asked. Bodies that run are told ({@link io.windlass.atom.TaskContext#isCancelled}), and end as they see fit; those that
 * take too long are given up on, and their atoms fail with a {@link io.windlass.failure.CancelledException}. Then
 *
 * <ul>
 *   <li>all is undone, in the usual order, also in a run that never resolves failures. A task that was given up on is
 *       undone too, although its body may still run. Or
 *   <li>all is left as it is: what is done stays done, and the flow ends in FAILURE. A rerun does what was not done; atoms
 *       that failed meanwhile it resolves as after any failure.
 * </ul>
 *
 * Undoing that is under way goes on in both cases; it is not cancelled itself, nor given up on.
 *
 * @param reverts whether all that was done is undone; else it is left as it is
 * @param patience how long bodies that run may take to end, once they are told; then they are given up on. Zero gives
 *     them up at once
 * @param by who wants it, for people; null when that is not said
 */
public record Cancellation(
        boolean reverts, Duration patience, @Nullable String by) {
    /** How long bodies may take to end, unless it is said: 30 s. */
    public static final Duration DEFAULT_PATIENCE = Duration.ofSeconds(30);

    public Cancellation {
        if (patience.isNegative()) {
            throw new IllegalArgumentException("patience is " + patience + "; it cannot be negative");
        }
    }

    /** {@return one that undoes what was done: the flow ends REVERTED, or FAILURE where that fails} */
    public static Cancellation revert() {
        return new Cancellation(true, DEFAULT_PATIENCE, null);
    }

    /**
     * {@return one that undoes nothing: the flow ends in FAILURE, with what is done done, and a rerun goes on from there}
     */
    public static Cancellation leave() {
        return new Cancellation(false, DEFAULT_PATIENCE, null);
    }

    /** {@return the same with another patience} */
    public Cancellation patience(Duration newPatience) {
        return new Cancellation(reverts, newPatience, by);
    }

    /** {@return the same with who wants it} */
    public Cancellation by(String who) {
        return new Cancellation(reverts, patience, who);
    }
}
