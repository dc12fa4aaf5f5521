package io.windlass.job.memory;

import io.windlass.job.Job;
import io.windlass.job.JobEntity;
import io.windlass.job.JobEvent;
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

    private void tell(JobEvent.Kind kind, JobPosting posting) {
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
        return removed(job, who, false);
    }

    @Override
    protected boolean discard(Job job, String who) {
        return removed(job, who, true);
    }

    private boolean removed(Job job, String who, boolean toTrash) {
        boolean removed = jobs.remove(job.id(), this, who, toTrash);
        if (removed) {
            tell(JobEvent.Kind.REMOVAL, job.posting());
        }
        return removed;
    }

    @Override
    protected boolean letGo(Job job, String who) {
        boolean mine = jobs.letGo(job.id(), this, who);
        if (mine) {
            jobs.boards().forEach(MemoryJobboard::mayBeClaimable);
        }
        return mine;
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
