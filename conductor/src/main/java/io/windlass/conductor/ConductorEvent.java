package io.windlass.conductor;

import io.windlass.job.Job;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Something that a conductor did with a job that it has claimed. A stage that fails has no END.
 *
 * @param kind what it was
 * @param job the job
 * @param flow the id of the job's flow, and of its engine; null while it is not known which that is
 * @param conductor who claims the job: {@link Conductor#who}
 * @param reason why, of a job that is abandoned or trashed; null of others
 */
public record ConductorEvent(
        Kind kind,
        Job job,
        @Nullable UUID flow,
        String conductor,
        @Nullable String reason) {
    /** What may happen to a job, in this order. */
    public enum Kind {
        /** Its flow is being compiled. */
        COMPILATION_START,
        /** Its flow is one graph. */
        COMPILATION_END,
        /** What is stored of its flow is being read. */
        PREPARATION_START,
        /** Its flow has what it was given. */
        PREPARATION_END,
        /** Its flow is being checked. */
        VALIDATION_START,
        /** Its flow's tasks find their inputs. */
        VALIDATION_END,
        /** Its flow is about to run. */
        RUNNING_START,
        /** Its flow's run has ended, without an exception. */
        RUNNING_END,
        /** It was taken off the board: it is done. */
        JOB_CONSUMED,
        /** It was given back: others may claim it. */
        JOB_ABANDONED,
        /** It was put aside, for people to look at. */
        JOB_TRASHED
    }
}
