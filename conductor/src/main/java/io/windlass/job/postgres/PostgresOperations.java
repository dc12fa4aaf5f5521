package io.windlass.job.postgres;

import io.windlass.job.Job;
import io.windlass.job.Order;
import io.windlass.job.Release;
import io.windlass.job.TrashedJob;
import io.windlass.job.base.BaseOperations;
import io.windlass.job.base.Sighting;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** What operators may do to jobs in the database; they need no lease for it. Thread-safe. */
final class PostgresOperations extends BaseOperations {
    private final PostgresJobboard board;
    private final JobRows rows;
    private final ClaimRows claims;
    private final TrashRows trash;

    PostgresOperations(PostgresJobboard board, JobRows rows, ClaimRows claims, TrashRows trash) {
        super(board);
        this.board = board;
        this.rows = rows;
        this.claims = claims;
        this.trash = trash;
    }

    /** By the id of the claim, so that one that came since is left alone, by a repetition too. */
    @Override
    protected boolean free(Job job, Order order) {
        Optional<UUID> claim = board.ask("looking for a claim", handle -> claims.claimOn(handle, job.id()));
        return claim.isPresent()
                && board.changed(
                        "taking a claim away",
                        handle -> claims.revoke(handle, job.id(), claim.get(), order),
                        handle -> !claims.claimOn(handle, job.id()).equals(claim));
    }

    @Override
    protected Optional<Release> released(Job job) {
        return board.ask("asking for a claim that was taken away", handle -> claims.released(handle, job.id()));
    }

    @Override
    protected boolean putAside(Job job, Order order) {
        return board.changed(
                "trashing a job",
                handle -> trash.putAside(handle, job, order),
                handle -> trash.find(handle, job.id()).isPresent());
    }

    @Override
    protected List<TrashedJob> list(int limit) {
        return board.ask("listing what was trashed", handle -> trash.list(handle, limit));
    }

    @Override
    protected Optional<TrashedJob> newest(UUID job) {
        return board.ask("looking for what was trashed", handle -> trash.find(handle, job));
    }

    @Override
    protected Optional<Job> putBack(UUID job) {
        Optional<TrashedJob> trashed = newest(job);
        if (trashed.isEmpty() || !putBack(trashed.get())) {
            return Optional.empty();
        }
        Job gone = new Job(board, trashed.get().posting(), 0, trashed.get().createdAt());
        return Optional.of(board.look(job).map(Sighting::job).orElse(gone));
    }

    private boolean putBack(TrashedJob job) {
        return board.changed(
                "posting a job again",
                handle -> trash.putBack(handle, job),
                handle -> rows.look(handle, job.id()).isPresent());
    }

    @Override
    protected boolean forget(UUID job) {
        return board.changed(
                "deleting what was trashed",
                handle -> trash.forget(handle, job),
                handle -> trash.find(handle, job).isEmpty());
    }
}
