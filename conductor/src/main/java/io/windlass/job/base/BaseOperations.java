package io.windlass.job.base;

import io.windlass.failure.NotFoundException;
import io.windlass.job.Job;
import io.windlass.job.JobOperations;
import io.windlass.job.Order;
import io.windlass.job.Release;
import io.windlass.job.TrashedJob;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What operators may do, without what the board is kept in. Thread-safe. */
public abstract class BaseOperations implements JobOperations {
    private static final Logger LOG = LoggerFactory.getLogger(BaseOperations.class);

    private final BaseJobboard board;

    /** @param board whose jobs they are */
    protected BaseOperations(BaseJobboard board) {
        this.board = board;
    }

    /** {@return whether there was a claim on the job, whoever's, and there is not any more} */
    protected abstract boolean free(Job job, Order order);

    /** {@return how that was done last; empty when it never was, or the job has left the board} */
    protected abstract Optional<Release> released(Job job);

    /** {@return whether the job was on the board, and was put aside} */
    protected abstract boolean putAside(Job job, Order order);

    /** {@return what was put aside, the newest first, at most so many} */
    protected abstract List<TrashedJob> list(int limit);

    /** {@return the job of this id as it was put aside last} */
    protected abstract Optional<TrashedJob> newest(UUID job);

    /** {@return the job that is on the board instead of aside now; empty when it was not put aside} */
    protected abstract Optional<Job> putBack(UUID job);

    /** {@return whether the job was put aside, and is nowhere any more} */
    protected abstract boolean forget(UUID job);

    @Override
    public final void release(Job job, Order order) {
        board.requireConnected();
        if (!free(job, order)) {
            throw Refusals.release(job, board.find(job.id()));
        }
        LOG.info("The claim on {} is taken away by {}; others may claim it.", job, order.by());
    }

    @Override
    public final Optional<Release> lastRelease(Job job) {
        board.requireConnected();
        return released(job);
    }

    @Override
    public final void trash(Job job, Order order) {
        board.requireConnected();
        if (!putAside(job, order)) {
            throw Refusals.gone(job);
        }
    }

    @Override
    public final List<TrashedJob> trashed(int limit) {
        if (limit < 1) {
            throw new IllegalArgumentException("the limit is " + limit + "; it must be at least 1");
        }
        board.requireConnected();
        return list(limit);
    }

    @Override
    public final Optional<TrashedJob> findTrashed(UUID job) {
        board.requireConnected();
        return newest(job);
    }

    @Override
    public final Job repost(UUID job) {
        board.requireConnected();
        return putBack(job).orElseThrow(() -> notAside(job));
    }

    @Override
    public final void delete(UUID job) {
        board.requireConnected();
        if (!forget(job)) {
            throw notAside(job);
        }
    }

    private NotFoundException notAside(UUID job) {
        return new NotFoundException("no job " + job + " of board " + board.name()
                + " was put aside, or it was posted again or deleted since");
    }
}
