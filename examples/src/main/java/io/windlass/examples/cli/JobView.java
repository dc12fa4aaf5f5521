package io.windlass.examples.cli;

import static io.windlass.examples.cli.Listing.orDash;

import io.windlass.job.BookReference;
import io.windlass.job.Job;
import io.windlass.job.JobPosting;
import io.windlass.job.JobState;
import io.windlass.job.TrashedJob;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A job as JSON shows it, without its details. The names of these components are what programs read: they stay.
 *
 * @param state of the job; COMPLETE of one that has left the board
 * @param claimedBy who works on it; null when nobody does
 * @param modified when it was posted, claimed or abandoned last; null when it has left the board
 * @param trashed how it was put aside; null when it was not
 */
record JobView(
        UUID id,
        String name,
        String priority,
        String state,
        @Nullable String claimedBy,
        Instant created,
        @Nullable Instant modified,
        @Nullable Instant notBefore,
        @Nullable Instant deadline,
        @Nullable String idempotencyKey,
        @Nullable UUID book,
        @Nullable Trashed trashed) {
    static final List<String> HEADING =
            List.of("ID", "NAME", "PRIORITY", "STATE", "CREATED", "MODIFIED", "NOT BEFORE", "CLAIMED BY");
    static final List<String> TRASHED_HEADING = List.of("ID", "NAME", "PRIORITY", "CREATED", "TRASHED", "BY", "WHY");

    private static final int MAX_WHY = 120;

    /** That it was put aside instead of being done. */
    record Trashed(Instant at, String by, @Nullable String why) {}

    static JobView of(Job job) {
        Optional<String> owner = job.board().findOwner(job);
        Optional<Instant> modified = job.lastModified();
        JobState state =
                modified.isEmpty() ? JobState.COMPLETE : owner.isPresent() ? JobState.CLAIMED : JobState.UNCLAIMED;
        return of(job.posting(), state, owner.orElse(null), job.createdAt(), modified.orElse(null), null);
    }

    static JobView of(TrashedJob job) {
        Trashed trashed = new Trashed(job.trashedAt(), job.who(), job.why());
        return of(job.posting(), JobState.COMPLETE, null, job.createdAt(), null, trashed);
    }

    private static JobView of(
            JobPosting posting,
            JobState state,
            @Nullable String owner,
            Instant created,
            @Nullable Instant modified,
            @Nullable Trashed trashed) {
        @Nullable BookReference book = posting.book();
        return new JobView(
                posting.id(),
                posting.name(),
                posting.priority().name(),
                state.name(),
                owner,
                created,
                modified,
                posting.notBefore(),
                posting.deadline(),
                posting.idempotencyKey(),
                book == null ? null : book.id(),
                trashed);
    }

    /** {@return what is shown of it in columns} */
    List<String> row() {
        return List.of(
                id.toString(),
                Listing.printable(name),
                priority,
                state,
                created.toString(),
                orDash(modified),
                orDash(notBefore),
                Listing.printable(orDash(claimedBy)));
    }

    /** {@return what is shown in columns of one that was put aside} */
    static List<String> row(JobView job, Trashed trashed) {
        return List.of(
                job.id().toString(),
                Listing.printable(job.name()),
                job.priority(),
                job.created().toString(),
                trashed.at().toString(),
                Listing.printable(trashed.by()),
                shortened(Listing.printable(Redaction.oneLine(orDash(trashed.why())))));
    }

    private static String shortened(String text) {
        return text.length() <= MAX_WHY ? text : text.substring(0, MAX_WHY) + "…";
    }
}
