package io.windlass.execution;

import io.windlass.atom.BodyListener;
import io.windlass.atom.Progress;
import io.windlass.failure.StorageException;
import io.windlass.state.RequestName;
import io.windlass.state.Start;
import io.windlass.value.Value;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Runs tasks for flows: here, or on remote workers. Thread-safe; shared by any number of runs. */
public interface TaskExecutor extends AutoCloseable {
    /**
     * Begins to work for a run.
     *
     * @param flow the flow's id
     * @param listener is given the outcomes; called on any thread, must not block
     */
    Session open(UUID flow, OutcomeListener listener);

    /**
     * {@return whether a request that was submitted goes on when this process dies, so that a successor must ask for
     * its outcome before it does anything else with the task}
     */
    boolean outlivesProcess();

    /**
     * {@return how long a request to execute may wait for a worker that is busy, unless its task says; empty for ever}
     * Then {@link TaskRequest#startBy} says until when. Default: for ever.
     */
    default Optional<Duration> queuedTimeout() {
        return Optional.empty();
    }

    /**
     * {@return whether the outcomes of a batch come together, when all of it has run; what the engine itself runs of
     * the batch, its retry controllers, then waits for them, and the run goes on on the thread that brings them.
     * Default: false}
     */
    default boolean answersTogether() {
        return false;
    }

    /**
     * {@return how many requests of one task type, major version and priority a run may have handed over that have no
     * outcome yet, at least 1; what more is ready stays as it is and costs next to nothing. It may change at any time,
     * but for {@link Integer#MAX_VALUE}, which is no limit. Default: no limit}
     */
    default int mostInFlight() {
        return Integer.MAX_VALUE;
    }

    @Override
    void close();

    /** Takes outcomes, and hears of what comes before them. */
    interface OutcomeListener {
        /**
         * Outcomes that came together, to be looked at together. Duplicates and strangers are the listener's to drop. The
         * run may go on on the calling thread, so nothing may be locked there that {@link Session} needs.
         */
        void completed(List<TaskOutcome> outcomes);

        /**
         * Requests that were to be cancelled had not begun: no outcome comes. Default: nothing happens, which suits those
         * who cancel nothing.
         */
        default void withdrawn(Collection<RequestName> names) {}

        /** A body tells how far it has come. */
        void progressed(RequestName name, Progress progress);

        /** A body tells of something of its own; the details are a JSON object. */
        void event(RequestName name, String type, Value details);

        /**
         * A request is started. Kept with its atom, so that a successor is told of it.
         *
         * @param starts all that are known, the oldest first
         * @return completes when that is durable; fails when it cannot be recorded. Default: nothing is kept, and it
         *     fails
         */
        default CompletionStage<Void> started(RequestName name, List<Start> starts) {
            return CompletableFuture.failedFuture(new StorageException(name + ": its starts are not kept here"));
        }

        /** {@return what hands on what the body of one request tells} */
        default BodyListener of(RequestName name) {
            OutcomeListener all = this;
            return new BodyListener() {
                @Override
                public void progressed(Progress progress) {
                    all.progressed(name, progress);
                }

                @Override
                public void event(String type, Value details) {
                    all.event(name, type, details);
                }
            };
        }
    }

    /** One run's way to the executor. */
    interface Session extends AutoCloseable {
        /** Takes requests, in the order in which they should start. Does not wait for them, and does not throw. */
        void submit(List<TaskRequest> batch);

        /**
         * Takes back what is to be executed and has not begun, as far as the executor can: its outcome does not come
         * then. What is to be undone is not taken back. Does not wait.
         *
         * @return the requests taken back; default: none
         */
        default Set<RequestName> withdraw() {
            return Set.of();
        }

        /**
         * Tells the bodies that run these requests that they should end; their outcomes still come, whatever they are.
         * Requests that have not begun do not begin any more: {@link OutcomeListener#withdrawn} is called for them, soon,
         * or when it is known. Those that may have begun, and are found lost, fail. Unknown ones are ignored. Does not
         * wait, may be repeated.
         */
        default void cancel(Collection<RequestName> names) {}

        /**
         * Waits for these requests no longer: what they still bring does not count. They do not begin if they have not, and
         * the bodies that run them are told to end. The listener hears nothing of it: the run gives them their outcomes
         * itself. Unknown ones are ignored. Does not wait.
         */
        default void abandon(Collection<RequestName> names) {}

        /**
         * {@return the start of a request that is under way, as far as it is known: its worker was heard to run it, or was
         * let} By any thread. Default: none is known.
         */
        default Optional<Start> startOf(RequestName name) {
            return Optional.empty();
        }

        /** Ends the work for the run; requests that are still open are let go of. */
        @Override
        void close();
    }
}
