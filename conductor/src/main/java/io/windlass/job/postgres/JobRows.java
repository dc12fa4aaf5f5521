package io.windlass.job.postgres;

import io.windlass.job.BookReference;
import io.windlass.job.Job;
import io.windlass.job.JobEvent;
import io.windlass.job.JobPosting;
import io.windlass.job.JobPriority;
import io.windlass.job.Jobboard;
import io.windlass.job.base.Sighting;
import io.windlass.persistence.postgres.PostgresAccess;
import io.windlass.value.ValueMaps;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** Rows of {@code jobs}: posting and reading. */
final class JobRows {
    /** A claim holds while this is there of the job {@code j}. */
    static final String HELD = "FROM {}.owners o WHERE o.id = j.owner AND o.epoch = j.owner_epoch"
            + " AND o.lease_until >= clock_timestamp()";

    /** A priority is stored as its place in here. */
    private static final List<JobPriority> PRIORITIES = List.of(JobPriority.values());

    private final Jobboard board;
    private final String channel;
    private final String post;
    private final String knownAs;
    private final String forgetKeys;
    private final String look;
    private final String ids;
    private final String any;

    JobRows(PostgresAccess access, Jobboard board, String channel) {
        this.board = board;
        this.channel = channel;
        // The notification is sent when the statement commits, and only if it inserts.
        post = access.sql("""
            WITH key AS (
                INSERT INTO {}.job_keys (board, key, job) SELECT :board, :key, :id WHERE CAST(:key AS text) IS NOT NULL
                ON CONFLICT DO NOTHING RETURNING job)
            INSERT INTO {}.jobs (id, board, name, priority, details, book, book_name, not_before, deadline,
                idempotency_key, waiting)
            SELECT :id, :board, :name, :priority, CAST(:details AS json), :book, :book_name, :not_before, :deadline,
                :key, CAST(:not_before AS timestamptz) IS NOT NULL
            WHERE CAST(:key AS text) IS NULL OR EXISTS (SELECT FROM key)
            ON CONFLICT (board, id) DO NOTHING
            RETURNING sequence, created, CAST(pg_notify(:channel, :notice) AS text) AS told
            """);
        knownAs = access.sql("SELECT job, posted FROM {}.job_keys WHERE board = :board AND key = :key");
        forgetKeys = access.sql("""
            DELETE FROM {}.job_keys k WHERE posted < clock_timestamp() - interval '1 day'
            AND NOT EXISTS (SELECT FROM {}.jobs j WHERE j.board = k.board AND j.id = k.job)
            """);
        look = access.sql("""
            SELECT j.*, CASE WHEN EXISTS (SELECT @held) THEN j.who END AS claimed_by
            FROM {}.jobs j WHERE j.id = :id AND j.board = :board
            """.replace("@held", HELD));
        ids = access.sql("SELECT id FROM {}.jobs WHERE board = :board ORDER BY priority, sequence");
        any = access.sql("SELECT EXISTS (SELECT FROM {}.jobs WHERE board = :board)");
    }

    /** {@return the new job; empty when its id or key is known} */
    Optional<Job> post(Handle handle, JobPosting posting) {
        @Nullable BookReference book = posting.book();
        return handle.createQuery(post)
                .bind("id", posting.id())
                .bind("board", board.name())
                .bind("name", posting.name())
                .bind("priority", PRIORITIES.indexOf(posting.priority()))
                .bind("details", ValueMaps.write(posting.details()))
                .bindByType("book", book == null ? null : book.id(), UUID.class)
                .bind("book_name", book == null ? null : book.name())
                .bindByType("not_before", offset(posting.notBefore()), OffsetDateTime.class)
                .bindByType("deadline", offset(posting.deadline()), OffsetDateTime.class)
                .bind("key", posting.idempotencyKey())
                .bind("channel", channel)
                .bind("notice", JobNotices.event(JobEvent.Kind.POSTED, posting))
                .map((row, context) -> new Job(board, posting, row.getLong("sequence"), time(row, "created")))
                .findFirst();
    }

    /** {@return the job of a posting whose id or key is known} */
    Job known(Handle handle, JobPosting posting) {
        return handle.createQuery(knownAs)
                .bind("board", board.name())
                .bind("key", posting.idempotencyKey())
                .map((row, context) ->
                        new Job(board, posting.withId(row.getObject("job", UUID.class)), 0, time(row, "posted")))
                .findFirst()
                .orElseGet(() -> new Job(board, posting, 0, Instant.now()));
    }

    void forgetKeys(Handle handle) {
        handle.execute(forgetKeys);
    }

    Optional<Sighting> look(Handle handle, UUID job) {
        return handle.createQuery(look)
                .bind("id", job)
                .bind("board", board.name())
                .map((row, context) ->
                        new Sighting(job(row), Optional.ofNullable(row.getString("claimed_by")), time(row, "modified")))
                .findFirst();
    }

    List<UUID> ids(Handle handle) {
        return handle.createQuery(ids)
                .bind("board", board.name())
                .mapTo(UUID.class)
                .list();
    }

    boolean isEmpty(Handle handle) {
        return !handle.createQuery(any)
                .bind("board", board.name())
                .mapTo(Boolean.class)
                .one();
    }

    Job job(ResultSet row) throws SQLException {
        return new Job(board, posting(row), row.getLong("sequence"), time(row, "created"));
    }

    static JobPosting posting(ResultSet row) throws SQLException {
        @Nullable UUID book = row.getObject("book", UUID.class);
        return new JobPosting(
                row.getObject("id", UUID.class),
                row.getString("name"),
                PRIORITIES.get(row.getInt("priority")),
                book == null ? null : new BookReference(book, row.getString("book_name")),
                ValueMaps.read(row.getString("details")),
                instant(row, "not_before"),
                instant(row, "deadline"),
                row.getString("idempotency_key"));
    }

    private static @Nullable OffsetDateTime offset(@Nullable Instant time) {
        return time == null ? null : time.atOffset(ZoneOffset.UTC);
    }

    private static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
        @Nullable OffsetDateTime time = row.getObject(column, OffsetDateTime.class);
        return time == null ? null : time.toInstant();
    }

    /** Of a column that is never null. */
    static Instant time(ResultSet row, String column) throws SQLException {
        return row.getObject(column, OffsetDateTime.class).toInstant();
    }
}
