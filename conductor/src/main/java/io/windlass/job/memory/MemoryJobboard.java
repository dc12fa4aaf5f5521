package io.windlass.job.memory;

import io.windlass.job.Job;
import io.windlass.job.JobEntity;
import io.windlass.job.JobEvent;
import io.windlass.job.JobOperations;
import io.windlass.job.JobPosting;
import io.windlass.job.base.BaseJobboard;
import io.windlass.job.base.Sighting;
import io.windlass.persistence.Persistence;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A board in memory, for tests and for programs of one process. Several on one {@link MemoryJobs} are like several
 * processes on one server; the claims of each end when it is closed. Listeners are told on the thread of whoever posts or
 * consumes. No threads of its own. Thread-safe.
 */
public final class MemoryJobboard extends BaseJobboard {
    private static final Duration SOON = Duration.ofMillis(1);

    private final MemoryJobs jobs;
    private final JobOperations operations;

    /** A board of its own, without log books. */
    public MemoryJobboard() {
        this(new MemoryJobs());
    }

    /** A process on a shared board, without log books. */
    public MemoryJobboard(MemoryJobs jobs) {
        this(jobs, null);
    }

    /**
     * A process on a shared board.
     *
     * @param store has the log books of jobs; null when nobody asks for them
     */
    public MemoryJobboard(MemoryJobs jobs, @Nullable Persistence store) {
        super("memory", store);
        this.jobs = jobs;
        operations = new MemoryOperations(this, jobs);
    }

    /** {@return the jobs, to open another board on them} */
    public MemoryJobs jobs() {
        return jobs;
    }

    @Override
    protected void open() {
        jobs.join(this);
    }

    @Override
    protected void shut() {
        jobs.leave(this);
        jobs.boards().forEach(MemoryJobboard::mayBeClaimable);
    }

    @Override
    protected Job add(JobPosting posting) {
        Optional<Job> added = jobs.add(this, posting);
        added.ifPresent(job -> tell(JobEvent.Kind.POSTED, job.posting()));
        return added.orElseGet(() -> jobs.knownAs(posting, this));
    }

    void tell(JobEvent.Kind kind, JobPosting posting) {
        JobEvent event = new JobEvent(kind, posting.id(), posting.name());
        jobs.boards().forEach(board -> board.announce(event));
    }

    @Override
    protected Optional<Sighting> look(UUID job) {
        return jobs.look(job, this);
    }

    @Override
    protected List<UUID> ids(boolean fresh) {
        return jobs.ids();
    }

    @Override
    protected boolean isEmpty() {
        return jobs.ids().isEmpty();
    }

    @Override
    protected boolean take(Job job, String who) {
        return jobs.take(job.id(), this, who);
    }

    @Override
    protected Optional<Job> takeFirst(String who) {
        return jobs.takeFirst(this, who);
    }

    @Override
    protected boolean finish(Job job, String who) {
        return told(jobs.remove(job.id(), this, who), job);
    }

    @Override
    protected boolean discard(Job job, String who, @Nullable String why) {
        return told(jobs.trash(job.id(), this, who, why), job);
    }

    /** Tells of a job that left, if it did. {@return whether it did} */
    boolean told(boolean left, Job job) {
        if (left) {
            tell(JobEvent.Kind.REMOVAL, job.posting());
        }
        return left;
    }

    @Override
    protected boolean letGo(Job job, String who) {
        return freed(jobs.letGo(job.id(), this, who));
    }

    /** Wakes who waits, if a job was freed. {@return whether it was} */
    boolean freed(boolean free) {
        if (free) {
            jobs.boards().forEach(MemoryJobboard::mayBeClaimable);
        }
        return free;
    }

    @Override
    protected JobOperations operate() {
        return operations;
    }

    @Override
    protected Duration untilNextLook() {
        Duration due = jobs.untilNextDue().orElse(SLOW_LOOK);
        return due.compareTo(SOON) < 0 ? SOON : due.compareTo(SLOW_LOOK) > 0 ? SLOW_LOOK : due;
    }

    @Override
    protected void keep(JobEntity entity) {
        jobs.keep(entity, this);
    }

    @Override
    protected List<JobEntity> kept(String kind) {
        return jobs.kept(kind);
    }
}
