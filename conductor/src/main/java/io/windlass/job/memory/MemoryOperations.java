package io.windlass.job.memory;

import io.windlass.job.Job;
import io.windlass.job.JobEvent;
import io.windlass.job.Order;
import io.windlass.job.Release;
import io.windlass.job.TrashedJob;
import io.windlass.job.base.BaseOperations;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** What operators may do to jobs in memory. Thread-safe. */
final class MemoryOperations extends BaseOperations {
    private final MemoryJobboard board;
    private final MemoryJobs jobs;

    MemoryOperations(MemoryJobboard board, MemoryJobs jobs) {
        super(board);
        this.board = board;
        this.jobs = jobs;
    }

    @Override
    protected boolean free(Job job, Order order) {
        return board.freed(jobs.release(job.id(), order));
    }

    @Override
    protected Optional<Release> released(Job job) {
        return jobs.released(job.id());
    }

    @Override
    protected boolean putAside(Job job, Order order) {
        return board.told(jobs.trash(job.id(), order.by(), order.why()), job);
    }

    @Override
    protected List<TrashedJob> list(int limit) {
        return jobs.trashed().stream().limit(limit).toList();
    }

    @Override
    protected Optional<TrashedJob> newest(UUID job) {
        return jobs.trashed().stream()
                .filter(trashed -> trashed.id().equals(job))
                .findFirst();
    }

    @Override
    protected Optional<Job> putBack(UUID job) {
        boolean there = jobs.look(job, board).isPresent();
        Optional<Job> back = jobs.putBack(job, board);
        back.filter(posted -> !there).ifPresent(posted -> board.tell(JobEvent.Kind.POSTED, posted.posting()));
        return back;
    }

    @Override
    protected boolean forget(UUID job) {
        return jobs.forget(job);
    }
}
