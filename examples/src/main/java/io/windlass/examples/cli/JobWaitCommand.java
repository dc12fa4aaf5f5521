package io.windlass.examples.cli;

import io.windlass.job.Job;
import io.windlass.job.Jobboard;
import io.windlass.job.TrashedJob;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Waits for the end of a job. */
@Command(
        name = "wait",
        mixinStandardHelpOptions = true,
        description = {
            "Waits until a job has left the board. Ends with 0 when that was consumed, with 1 when it was put aside, or",
            "is still there when the time is over. A job that is not there counts as consumed: boards remember none."
        })
final class JobWaitCommand implements Callable<Integer> {
    private static final Duration FOR_EVER = Duration.ofDays(100 * 365);

    @Mixin
    private BoardOptions board = new BoardOptions();

    @Mixin
    private Listing listing = new Listing();

    @Option(names = "--timeout", description = "the longest that is waited; default: as long as it takes")
    private @Nullable Duration timeout;

    @Parameters(paramLabel = "ID", description = "of the job, as post shows it")
    private UUID id = new UUID(0, 0);

    /** What became of a job. */
    enum End {
        CONSUMED,
        TRASHED,
        STILL_THERE
    }

    /** What became of a job, as JSON shows it; the names stay. */
    record View(UUID id, End end, JobView.@Nullable Trashed trashed) {}

    @Override
    public Integer call() throws InterruptedException {
        if (timeout != null && timeout.isNegative()) {
            throw new IllegalArgumentException("--timeout is " + timeout + "; it cannot be negative");
        }
        View view = board.with(this::await);
        listing.say(view, Listing.printable(told(view)));
        return view.end() == End.CONSUMED ? 0 : Errors.FAILED;
    }

    private View await(Jobboard jobs) throws InterruptedException {
        Optional<Job> job = jobs.find(id);
        if (job.isPresent() && !job.get().await(timeout == null ? FOR_EVER : timeout)) {
            return new View(id, End.STILL_THERE, null);
        }
        Optional<TrashedJob> aside = jobs.operations().findTrashed(id);
        return new View(
                id,
                aside.isPresent() ? End.TRASHED : End.CONSUMED,
                aside.map(trashed -> JobView.of(trashed).trashed()).orElse(null));
    }

    private String told(View view) {
        JobView.@Nullable Trashed trashed = view.trashed();
        if (trashed != null) {
            return id + " was put aside by " + trashed.by() + ": "
                    + Redaction.oneLine(trashed.why() == null ? "no reason given" : trashed.why());
        }
        return view.end() == End.CONSUMED ? id + " has left the board" : id + " is still there after " + timeout;
    }
}
