package io.windlass.job.base;

import io.windlass.failure.NotFoundException;
import io.windlass.failure.WindlassException;
import io.windlass.job.Job;
import io.windlass.job.JobException;
import io.windlass.job.UnclaimableJobException;
import java.util.Optional;

/** Says why a board did not do what it was asked for, by what is there now. */
final class Refusals {
    private Refusals() {}

    static WindlassException claim(Job job, Optional<Sighting> seen) {
        if (seen.isEmpty()) {
            return gone(job);
        }
        String owner = seen.get().owner().orElse(null);
        if (owner != null) {
            return new UnclaimableJobException(job + " is claimed by '" + owner + "'", job.id(), owner);
        }
        String why = job.posting().notBefore() == null
                ? " was claimed by somebody else at the same time, or this process has lost its lease"
                : " is not to be claimed before " + job.posting().notBefore();
        return new UnclaimableJobException(job + why, job.id(), null);
    }

    static WindlassException end(Job job, String who, Optional<Sighting> seen) {
        if (seen.isEmpty()) {
            return gone(job);
        }
        String owner = seen.get().owner().orElse(null);
        if (owner == null) {
            return new NotFoundException(job + " is not claimed: '" + who
                    + "' did not claim it, gave it up, or lost it with" + " its lease or to an operator");
        }
        String whose = owner.equals(who) ? "'" + who + "' in another process" : "'" + owner + "', not by '" + who + "'";
        return new JobException(job + " is claimed by " + whose + "; if this process claimed it, it lost its lease,"
                + " or an operator took the claim away");
    }

    static NotFoundException release(Job job, Optional<Job> there) {
        return there.isEmpty()
                ? gone(job)
                : new NotFoundException(job + " is not claimed; there is nothing to take away");
    }

    static NotFoundException gone(Job job) {
        return new NotFoundException(job + " is not on board " + job.board().name() + " any more: it was consumed or"
                + " trashed, or never posted");
    }
}
