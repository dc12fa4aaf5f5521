package io.windlass.execution;

import io.windlass.atom.BodyListener;
import io.windlass.atom.Progress;
import io.windlass.failure.StorageException;
import io.windlass.state.RequestName;
import io.windlass.state.Start;
import io.windlass.value.Value;
import java.util.List;
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
     * {@return whether the outcomes of a batch come together, when all of it has run; what the engine itself runs of
     * the batch, its retry controllers, then waits for them, and the run goes on on the thread that brings them.
     * Default: false}
     */
    default boolean answersTogether() {
        return false;
    }

    @Override
    void close();

    /** Takes outcomes, and hears of what comes before them. */
    interface OutcomeListener {
        /** Outcomes that came together, to be looked at together. Duplicates and strangers are the listener's to drop. */
        void completed(List<TaskOutcome> outcomes);

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

        /** Ends the work for the run; requests that are still open are let go of. */
        @Override
        void close();
    }
}
