package io.windlass.job;

import io.windlass.persistence.LogBook;
import io.windlass.value.Value;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * A job on a board: what was posted, which never changes, and a way to ask the board what has become of it. Equal to
 * another one of the same id. Thread-safe.
 *
 * @param board where it was posted
 * @param posting what was posted
 * @param sequence its place among the jobs of its board, rising; 0 of one that has left it
 * @param createdAt when it was posted, by the board's clock
 */
public record Job(Jobboard board, JobPosting posting, long sequence, Instant createdAt) {
    /** The order of claiming: the more urgent first, then the older. */
    public static final Comparator<Job> ORDER =
            Comparator.comparing(Job::priority).thenComparingLong(Job::sequence);

    /** {@return its id} */
    public UUID id() {
        return posting.id();
    }

    /** {@return its name, which is not unique} */
    public String name() {
        return posting.name();
    }

    /** {@return how urgent it is} */
    public JobPriority priority() {
        return posting.priority();
    }

    /** {@return what whoever works on it has to know; immutable} */
    public Map<String, Value> details() {
        return posting.details();
    }

    /** {@return whether its deadline is over at this time; false when it has none} */
    public boolean isOverdue(Instant now) {
        return posting.deadline() != null && now.isAfter(posting.deadline());
    }

    /** Asks the board. {@return the state at this moment} */
    public JobState state() {
        return board.stateOf(this);
    }

    /** Asks the board. {@return when it was posted, claimed or abandoned last; empty when it has left the board} */
    public Optional<Instant> lastModified() {
        return board.lastModified(this);
    }

    /**
     * Asks the board's store. {@return the log book that it is about; empty when it names none, there is none of that id,
     * or the board has no store}
     */
    public Optional<LogBook> book() {
        return board.bookOf(this);
    }

    /**
     * Waits until it is consumed or trashed.
     *
     * @param patience the longest that is waited; zero to only look
     * @return whether that has happened
     * @throws JobException when the board cannot be asked
     */
    public boolean await(Duration patience) throws InterruptedException {
        return board.awaitEnd(this, patience);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Job job && job.id().equals(id());
    }

    @Override
    public int hashCode() {
        return id().hashCode();
    }

    @Override
    public String toString() {
        return posting.toString();
    }
}
