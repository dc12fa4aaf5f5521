package io.windlass.job;

import io.windlass.failure.NotFoundException;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * What operators may do to the jobs of a board, whoever claims them, and to those that were put aside. Thread-safe; of
 * use while its board is connected. Every method throws {@link JobException} when the board cannot be reached.
 *
 * <p>A claim that is taken away does not stop its claimer, who is told when it ends the job. That does no harm, as a claim
 * only permits a try: the flow stays with its owner in the store until that lets go of it, so whoever claims the job next
 * does not run it at the same time.
 */
public interface JobOperations {
    /**
     * Takes the claim from whoever has it, so that others may claim the job. {@link #lastRelease} has the order then.
     *
     * @throws NotFoundException when the job is not on the board, or nobody claims it
     */
    void release(Job job, Order order);

    /** {@return how the claim on a job was taken away last; empty when it never was, or the job has left the board} */
    Optional<Release> lastRelease(Job job);

    /**
     * Takes a job off the board and puts it aside, whether it is claimed or not.
     *
     * @throws NotFoundException when it is not on the board
     */
    void trash(Job job, Order order);

    /**
     * {@return the jobs that were put aside, the newest first}
     *
     * @param limit how many at most, from 1
     */
    List<TrashedJob> trashed(int limit);

    /** {@return the job of this id as it was put aside last; empty when it is not among those} */
    Optional<TrashedJob> findTrashed(UUID job);

    /**
     * Posts a job that was put aside again, behind the others of its priority, under the same id; it is not among those
     * put aside any more. Its idempotency key is its own again, unless another job has got that meanwhile.
     *
     * @return the job; the one that is there when its id is on the board
     * @throws NotFoundException when it was not put aside
     */
    Job repost(UUID job);

    /**
     * Deletes a job that was put aside, for good.
     *
     * @throws NotFoundException when it was not put aside
     */
    void delete(UUID job);
}
