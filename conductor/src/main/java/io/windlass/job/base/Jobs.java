package io.windlass.job.base;

import io.windlass.job.Job;
import io.windlass.job.JobException;
import io.windlass.job.JobIterator;
import io.windlass.job.JobState;
import io.windlass.job.Jobboard;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Keeps the ids of the jobs that there were, and looks at each when it is its turn. */
final class Jobs implements JobIterator {
    private static final Logger LOG = LoggerFactory.getLogger(Jobs.class);

    private final BaseJobboard board;
    private final boolean onlyUnclaimed;
    private final boolean ensureFresh;
    private @Nullable Iterator<UUID> ids;
    private @Nullable Job next;

    Jobs(BaseJobboard board, boolean onlyUnclaimed, boolean ensureFresh) {
        this.board = board;
        this.onlyUnclaimed = onlyUnclaimed;
        this.ensureFresh = ensureFresh;
    }

    @Override
    public Jobboard board() {
        return board;
    }

    @Override
    public boolean onlyUnclaimed() {
        return onlyUnclaimed;
    }

    @Override
    public boolean ensureFresh() {
        return ensureFresh;
    }

    @Override
    public boolean hasNext() {
        Iterator<UUID> left = ids == null ? board.connectedIds(ensureFresh) : ids;
        ids = left;
        while (next == null && left.hasNext()) {
            next = look(left.next()).filter(this::isWanted).map(Sighting::job).orElse(null);
        }
        return next != null;
    }

    @Override
    public Job next() {
        if (!hasNext() || next == null) {
            throw new NoSuchElementException("no more jobs");
        }
        Job current = next;
        next = null;
        return current;
    }

    private boolean isWanted(Sighting seen) {
        return !onlyUnclaimed || seen.state() == JobState.UNCLAIMED;
    }

    private Optional<Sighting> look(UUID job) {
        try {
            return board.look(job);
        } catch (JobException e) {
            LOG.warn("Job {} of board {} is left out: {}.", job, board.name(), e.getMessage());
            return Optional.empty();
        }
    }
}
