package io.windlass.job.postgres;

import io.windlass.job.Job;
import io.windlass.job.JobEvent;
import io.windlass.job.Order;
import io.windlass.job.TrashedJob;
import io.windlass.persistence.postgres.PostgresAccess;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/** Rows of {@code trashed_jobs}: jobs that were put aside. One that was put aside twice has two. */
final class TrashRows {
    /** What is kept of a job. */
    static final String KEPT =
            "id, board, name, priority, details, book, book_name, not_before, deadline, idempotency_key, created";

    static final String INSERT = "INSERT INTO {}.trashed_jobs (" + KEPT + ", who, why)";

    private final String board;
    private final String channel;
    private final String putAside;
    private final String list;
    private final String find;
    private final String putBack;
    private final String forget;

    TrashRows(PostgresAccess access, String board, String channel) {
        this.board = board;
        this.channel = channel;
        putAside = access.sql("""
            WITH gone AS (DELETE FROM {}.jobs WHERE board = :board AND id = :id RETURNING *)
            %s SELECT %s, :by, :why FROM gone RETURNING CAST(pg_notify(:channel, :notice) AS text)
            """.formatted(INSERT, KEPT));
        // Those of before version 7 of the schema have no name of their book.
        String select =
                "SELECT id, name, priority, details, book, coalesce(book_name, CAST(book AS text)) AS book_name,"
                        + " not_before, deadline, idempotency_key, created, trashed, who, why"
                        + " FROM {}.trashed_jobs WHERE board = :board";
        list = access.sql(select + " ORDER BY trashed DESC LIMIT :limit");
        find = access.sql(select + " AND id = :id ORDER BY trashed DESC LIMIT 1");
        putBack = access.sql("""
            WITH gone AS (DELETE FROM {}.trashed_jobs WHERE board = :board AND id = :id RETURNING *),
            newest AS (SELECT * FROM gone ORDER BY trashed DESC LIMIT 1),
            key AS (
                INSERT INTO {}.job_keys (board, key, job)
                SELECT board, idempotency_key, id FROM newest WHERE idempotency_key IS NOT NULL
                ON CONFLICT DO NOTHING),
            posted AS (
                INSERT INTO {}.jobs (id, board, name, priority, details, book, book_name, not_before, deadline,
                    idempotency_key, waiting)
                SELECT id, board, name, priority, details, book, coalesce(book_name, CAST(book AS text)), not_before,
                    deadline, idempotency_key, not_before IS NOT NULL
                FROM newest ON CONFLICT (board, id) DO NOTHING
                RETURNING CAST(pg_notify(:channel, :notice) AS text) AS told)
            SELECT (SELECT count(told) FROM posted) AS posted, (SELECT count(*) FROM newest) AS found
            """);
        forget = access.sql("DELETE FROM {}.trashed_jobs WHERE board = :board AND id = :id");
    }

    /** {@return whether the job was on the board, and is put aside now} */
    boolean putAside(Handle handle, Job job, Order order) {
        return handle.createQuery(putAside)
                .bind("board", board)
                .bind("id", job.id())
                .bind("by", order.by())
                .bind("why", order.why())
                .bind("channel", channel)
                .bind("notice", JobNotices.event(JobEvent.Kind.REMOVAL, job.posting()))
                .mapTo(String.class)
                .findFirst()
                .isPresent();
    }

    List<TrashedJob> list(Handle handle, int limit) {
        return handle.createQuery(list)
                .bind("board", board)
                .bind("limit", limit)
                .map((row, context) -> trashed(row))
                .list();
    }

    Optional<TrashedJob> find(Handle handle, UUID job) {
        return handle.createQuery(find)
                .bind("board", board)
                .bind("id", job)
                .map((row, context) -> trashed(row))
                .findFirst();
    }

    /** Puts a job on the board, unless its id is there. {@return whether it was put aside until now} */
    boolean putBack(Handle handle, TrashedJob job) {
        return handle.createQuery(putBack)
                .bind("board", board)
                .bind("id", job.id())
                .bind("channel", channel)
                .bind("notice", JobNotices.event(JobEvent.Kind.POSTED, job.posting()))
                .map((row, context) -> row.getLong("found") > 0)
                .one();
    }

    boolean forget(Handle handle, UUID job) {
        return handle.createUpdate(forget).bind("board", board).bind("id", job).execute() > 0;
    }

    private static TrashedJob trashed(ResultSet row) throws SQLException {
        return new TrashedJob(
                JobRows.posting(row),
                JobRows.time(row, "created"),
                JobRows.time(row, "trashed"),
                row.getString("who"),
                row.getString("why"));
    }
}
