package io.windlass.examples.cli;

import io.windlass.conductor.FlowJob;
import io.windlass.job.Job;
import io.windlass.job.JobPosting;
import io.windlass.job.JobPriority;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Posts a job. */
@Command(
        name = "post",
        mixinStandardHelpOptions = true,
        description = {
            "Posts a job and prints its id.",
            "Values are JSON, text in quotes: --arg 'volume=\"vol-1\"' --arg sizeGb=10"
        })
final class JobPostCommand implements Callable<Integer> {
    @Mixin
    private BoardOptions board = new BoardOptions();

    @Mixin
    private Listing listing = new Listing();

    @Parameters(paramLabel = "NAME", description = "of the job, for people; not unique")
    private String name = "";

    @Option(names = "--flow", paramLabel = "FACTORY", description = "the factory that makes the job's flow")
    private @Nullable String factory;

    @Option(names = "--flow-id", paramLabel = "ID", description = "of the job's flow, where that is stored already")
    private @Nullable UUID flow;

    @Option(names = "--arg", paramLabel = "NAME=JSON", description = "for the factory; as often as needed")
    private Map<String, String> args = new LinkedHashMap<>();

    @Option(names = "--store", paramLabel = "NAME=JSON", description = "a value for the flow; as often as needed")
    private Map<String, String> store = new LinkedHashMap<>();

    @Option(
            names = "--detail",
            paramLabel = "NAME=JSON",
            description = "something else that whoever claims the job has to know; as often as needed")
    private Map<String, String> details = new LinkedHashMap<>();

    @Option(
            names = "--priority",
            defaultValue = "NORMAL",
            description = "${COMPLETION-CANDIDATES}; default: ${DEFAULT-VALUE}")
    private JobPriority priority = JobPriority.NORMAL;

    @Option(
            names = "--not-before",
            paramLabel = "TIME",
            converter = Times.class,
            description = "when it may be claimed: 2031-02-03T04:05:06Z, or from now on as in 10m")
    private @Nullable Instant notBefore;

    @Option(
            names = "--deadline",
            paramLabel = "TIME",
            converter = Times.class,
            description = "by when it should be done; written alike")
    private @Nullable Instant deadline;

    @Option(
            names = "--key",
            description = "posting the same key again posts nothing, and prints the id of the first one")
    private @Nullable String key;

    @Override
    public Integer call() throws InterruptedException {
        JobPosting posting = posting();
        JobView posted = board.with(jobs -> {
            Job job = jobs.post(posting);
            return JobView.of(job);
        });
        listing.say(posted, posted.id().toString());
        return 0;
    }

    private JobPosting posting() {
        if (!args.isEmpty() && factory == null) {
            throw new IllegalArgumentException("--arg is for the factory that --flow names; add --flow");
        }
        JobPosting posting = JobPosting.named(name).priority(priority);
        for (Map.Entry<String, Object> detail :
                JsonArguments.read("--detail", details).entrySet()) {
            posting = posting.with(detail.getKey(), detail.getValue());
        }
        posting = factory == null ? posting : with(posting, FlowJob.FACTORY, factory);
        posting = flow == null ? posting : with(posting, FlowJob.FLOW, flow.toString());
        posting = args.isEmpty() ? posting : with(posting, FlowJob.ARGS, JsonArguments.read("--arg", args));
        posting = store.isEmpty() ? posting : with(posting, FlowJob.STORE, JsonArguments.read("--store", store));
        posting = notBefore == null ? posting : posting.notBefore(notBefore);
        posting = deadline == null ? posting : posting.deadline(deadline);
        return key == null ? posting : posting.idempotencyKey(key);
    }

    /** A detail that has an option of its own is not to be given twice. */
    private static JobPosting with(JobPosting posting, String detail, Object value) {
        if (posting.details().containsKey(detail)) {
            throw new IllegalArgumentException(
                    "--detail " + detail + " says what another option says; leave one of them out");
        }
        return posting.with(detail, value);
    }
}
