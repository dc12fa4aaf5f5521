package io.windlass.job;

import io.windlass.failure.NotFoundException;
import io.windlass.notify.Registration;
import io.windlass.persistence.LogBook;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * Where jobs are posted, claimed by one of many processes, and consumed when they are done. Thread-safe; a board is to be
 * connected before anything else is asked of it.
 *
 * <p>A claim holds while its process does: when the process loses its lease, or its session with the board's server,
 * the job counts as unclaimed and may be claimed by others. Whoever claims a job is permitted to try it; that nobody else
 * runs its flow is for the flow's owner in the store to ensure.
 *
 * <p>Every method throws {@link JobException} when the board is not connected or cannot be reached. {@code who} is a name
 * of 1 to 255 characters, else an {@link IllegalArgumentException} is thrown.
 */
public interface Jobboard extends AutoCloseable {
    /** {@return the board's name} */
    String name();

    /**
     * Connects; does nothing when it is connected.
     *
     * @throws JobException when that fails; nothing is left behind
     */
    void connect();

    /** {@return whether it was connected, and not closed since} */
    boolean isConnected();

    /**
     * Puts a job on the board.
     *
     * @return the job; the one that is there when this id or idempotency key was posted before. When that one has left
     *     the board since it is COMPLETE
     */
    Job post(JobPosting posting);

    /** {@return the job of this id; empty when it is not on the board} */
    Optional<Job> find(UUID job);

    /**
     * {@return the jobs that are on the board}
     *
     * @param onlyUnclaimed leaves out those that are claimed
     * @param ensureFresh asks the board's server for them, where else what this process knows is taken
     */
    JobIterator jobs(boolean onlyUnclaimed, boolean ensureFresh);

    /**
     * Waits until there is any job on the board, claimed or not.
     *
     * @param patience the longest that is waited; zero to only look
     * @return the jobs
     * @throws NotFoundException when there was none in all that time
     */
    JobIterator await(Duration patience) throws InterruptedException;

    /**
     * Claims a job.
     *
     * @throws UnclaimableJobException when somebody has claimed it, the caller too, or its time has not come
     * @throws NotFoundException when it is not on the board
     */
    void claim(Job job, String who);

    /** Claims the first job in the order of claiming that can be claimed now. {@return it; empty when there is none} */
    Optional<Job> claimNext(String who);

    /**
     * Claims as {@link #claimNext(String)} does, and waits for something to claim while there is nothing.
     *
     * @param patience the longest that is waited
     * @return the claimed job; empty when there was none in all that time
     */
    Optional<Job> claimNext(String who, Duration patience) throws InterruptedException;

    /**
     * Takes a job off the board, as it is done.
     *
     * @throws NotFoundException when it is not on the board, or nobody claims it
     * @throws JobException when somebody else claims it
     */
    void consume(Job job, String who);

    /** Gives up the claim on a job, so that others may claim it. Throws what {@link #consume} throws. */
    void abandon(Job job, String who);

    /** Takes a job off the board and puts it aside for people to look at. Throws what {@link #consume} throws. */
    void trash(Job job, String who);

    /**
     * Puts a job aside as {@link #trash(Job, String)} does, with a reason, which is kept as {@link Order#reason} has it.
     */
    void trash(Job job, String who, String why);

    /** {@return what operators may do to its jobs, beyond what claimers may} */
    JobOperations operations();

    /** {@return who claims the job; empty when nobody does, or it is not on the board} */
    Optional<String> findOwner(Job job);

    /** {@return the state of the job at this moment; COMPLETE when it is not on the board} */
    JobState stateOf(Job job);

    /** {@return when the job was posted, claimed or abandoned last; empty when it is not on the board} */
    Optional<Instant> lastModified(Job job);

    /** {@return the log book that the job is about; empty as {@link Job#book} says} */
    Optional<LogBook> bookOf(Job job);

    /**
     * Waits until a job has left the board.
     *
     * @param patience the longest that is waited; zero to only look
     * @return whether it has
     */
    boolean awaitEnd(Job job, Duration patience) throws InterruptedException;

    /** Makes known who works on this board, for as long as this process does. Replaces one of the same kind and name. */
    void register(JobEntity entity);

    /** {@return those of a kind who work on this board, of all processes, by name} */
    List<JobEntity> entities(String kind);

    /** Tells a listener of what happens on the board, from now on. {@return ends that when it is closed} */
    Registration listen(JobListener listener);

    /**
     * Ends the connection, and the threads that this board made; whoever waits on it gets a {@link JobException}.
     * Idempotent. Claims end with what they depend on: a session of this board's own ends now, a process's lease does not.
     */
    @Override
    void close();
}
