package io.windlass.conductor;

import io.windlass.failure.WindlassException;
import io.windlass.job.Job;
import io.windlass.job.JobIterator;
import io.windlass.job.Jobboard;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Claims that this conductor has on a board and does not know of, as a call failed that had claimed a job, or that was to
 * end a claim: nobody would ever work on those jobs.
 */
record Strays(Jobboard board, String who, Hand hand) {
    private static final Logger LOG = LoggerFactory.getLogger(Strays.class);

    /** Abandons them all: whoever claims them finds in the store what is left to do. */
    void abandon() {
        JobIterator jobs = board.jobs(false, true);
        while (jobs.hasNext()) {
            Job job = jobs.next();
            if (!hand.has(job.id()) && board.findOwner(job).filter(who::equals).isPresent()) {
                abandon(job);
            }
        }
    }

    private void abandon(Job job) {
        try {
            board.abandon(job, who);
            LOG.info("{} was claimed by {}, which did not know of it; it is abandoned", job, who);
        } catch (WindlassException e) {
            LOG.info("{} is claimed by {}, but not to be abandoned by this process: {}", job, who, e.getMessage());
        }
    }
}
