package io.windlass.examples.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.windlass.failure.NotFoundException;
import io.windlass.job.Job;
import io.windlass.job.JobPosting;
import io.windlass.job.Jobboard;
import io.windlass.job.Release;
import io.windlass.job.TrashedJob;
import io.windlass.value.Values;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Shows one job. */
@Command(
        name = "show",
        mixinStandardHelpOptions = true,
        description = "Shows a job that is on the board or was put aside, with its details and all values in them.")
final class JobShowCommand implements Callable<Integer> {
    @Mixin
    private BoardOptions board = new BoardOptions();

    @Mixin
    private Listing listing = new Listing();

    @Parameters(paramLabel = "ID", description = "of the job, as post or list shows it")
    private UUID id = new UUID(0, 0);

    /**
     * A job with its details, as JSON shows it; the names stay.
     *
     * @param released how the claim on it was taken away last; null when it never was
     */
    record View(JobView job, @Nullable Released released, Map<String, JsonNode> details) {}

    /** That the claim on a job was taken away. */
    record Released(Instant at, String from, String by, String why) {
        private static Released of(Release release) {
            return new Released(
                    release.at(),
                    release.from(),
                    release.order().by(),
                    release.order().why());
        }
    }

    @Override
    public Integer call() throws InterruptedException {
        View view = board.with(this::find);
        listing.show(view, this::show);
        return 0;
    }

    private View find(Jobboard jobs) {
        Optional<Job> there = jobs.find(id);
        if (there.isPresent()) {
            Optional<Release> release = jobs.operations().lastRelease(there.get());
            return view(
                    JobView.of(there.get()),
                    release.map(Released::of).orElse(null),
                    there.get().posting());
        }
        TrashedJob aside = jobs.operations()
                .findTrashed(id)
                .orElseThrow(() -> new NotFoundException("there is no job " + id + " on board " + jobs.name()
                        + ", nor was it put aside: it is done, or was never posted there"));
        return view(JobView.of(aside), null, aside.posting());
    }

    private static View view(JobView job, @Nullable Released released, JobPosting posting) {
        Map<String, JsonNode> details = new LinkedHashMap<>();
        posting.details().forEach((name, value) -> details.put(name, Values.tree(value)));
        return new View(job, released, details);
    }

    private void show(View view) {
        JobView job = view.job();
        line("job", job.id() + " " + job.name());
        line("state", job.state());
        line("claimed by", job.claimedBy());
        line("priority", job.priority());
        line("created", job.created());
        line("modified", job.modified());
        line("not before", job.notBefore());
        line("deadline", job.deadline());
        line("key", job.idempotencyKey());
        line("log book", job.book());
        JobView.@Nullable Trashed trashed = job.trashed();
        if (trashed != null) {
            line("trashed", trashed.at() + " by " + trashed.by());
            line("why", trashed.why() == null ? null : Redaction.of(trashed.why()));
        }
        @Nullable Released released = view.released();
        if (released != null) {
            line(
                    "taken",
                    released.at() + " from " + released.from() + " by " + released.by() + ": "
                            + Redaction.oneLine(released.why()));
        }
        view.details()
                .forEach((name, value) -> listing.out()
                        .println("  " + Listing.printable(name) + " = " + Listing.printable(value.toString())));
    }

    private void line(String name, @Nullable Object value) {
        if (value != null) {
            listing.out().printf("%-10s %s%n", name, Listing.printable(value.toString()));
        }
    }
}
