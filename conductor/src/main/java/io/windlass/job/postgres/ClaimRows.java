package io.windlass.job.postgres;

import io.windlass.job.Job;
import io.windlass.job.JobEvent;
import io.windlass.job.Order;
import io.windlass.job.Release;
import io.windlass.persistence.Owner;
import io.windlass.persistence.postgres.PostgresAccess;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;
import org.jdbi.v3.core.statement.SqlStatement;
import org.jspecify.annotations.Nullable;

/**
 * Claims: who holds which row of {@code jobs}. Each is one statement. A claim names the process's row in {@code owners}
 * by epoch, and holds while that row has its lease.
 *
 * <p>A statement that waited for another one's row sees the row as it is then, but everything else, such as owners that
 * came since, as it was when the statement began. So what was judged by more than the row itself is tied to the claim
 * that it was judged by, as each claim has an id of its own.
 */
final class ClaimRows {
    private static final String CLAIM = "claim = :claim, who = :who, owner = :owner, owner_epoch = :epoch,"
            + " waiting = false, modified = clock_timestamp()";

    private static final String FREE = "claim = NULL, who = NULL, owner = NULL, owner_epoch = NULL, waiting = false,"
            + " modified = clock_timestamp()";

    /** This process may claim. */
    private static final String ALIVE = "EXISTS (SELECT FROM {}.owners me WHERE me.id = :owner AND me.epoch = :epoch"
            + " AND me.lease_until >= clock_timestamp())";

    private static final String KNOWN = "EXISTS (SELECT FROM {}.owners me WHERE me.id = :owner AND me.epoch = :epoch)";

    private static final String MINE = "j.id = :id AND j.board = :board AND j.who = :who AND j.owner = :owner"
            + " AND j.owner_epoch = :epoch AND " + KNOWN;

    private static final String TOLD = "CAST(pg_notify(:channel, :notice) AS text)";

    private final PostgresAccess access;
    private final JobRows rows;
    private final String board;
    private final String channel;
    private final String claim;
    private final String claimFirst;
    private final String claimed;
    private final String finish;
    private final String discard;
    private final String letGo;
    private final String claimOn;
    private final String revoke;
    private final String released;
    private final String tidy;
    private final String known;
    private final String next;

    ClaimRows(PostgresAccess access, JobRows rows, String board, String channel) {
        this.access = access;
        this.rows = rows;
        this.board = board;
        this.channel = channel;
        claim = sql("""
            WITH seen AS (
                SELECT j.id, j.claim FROM {}.jobs j WHERE j.id = :id AND j.board = :board
                AND (j.not_before IS NULL OR j.not_before <= clock_timestamp()) AND NOT EXISTS (SELECT @held))
            UPDATE {}.jobs j SET @claim FROM seen
            WHERE j.board = :board AND j.id = seen.id AND j.claim IS NOT DISTINCT FROM seen.claim AND @alive
            RETURNING j.*
            """);
        claimFirst = sql("""
            WITH best AS (
                SELECT j.id FROM {}.jobs j WHERE j.board = :board AND j.owner IS NULL AND NOT j.waiting
                ORDER BY j.priority, j.sequence LIMIT 1 FOR UPDATE SKIP LOCKED)
            UPDATE {}.jobs j SET @claim FROM best WHERE j.board = :board AND j.id = best.id AND @alive
            RETURNING j.*
            """);
        claimed = sql("SELECT j.* FROM {}.jobs j WHERE j.board = :board AND j.owner = :owner AND j.claim = :claim");
        finish = sql("DELETE FROM {}.jobs j WHERE @mine RETURNING @told");
        discard = sql("""
            WITH gone AS (DELETE FROM {}.jobs j WHERE @mine RETURNING j.*)
            @trash SELECT @trashed, who, CAST(:why AS text) FROM gone
            RETURNING @told
            """);
        letGo = sql("UPDATE {}.jobs j SET @free WHERE @mine RETURNING @told");
        claimOn = sql("SELECT claim FROM {}.jobs WHERE board = :board AND id = :id AND claim IS NOT NULL");
        revoke = sql("""
            UPDATE {}.jobs SET released = clock_timestamp(), released_from = who, released_by = :by,
                released_why = :why, @free
            WHERE board = :board AND id = :id AND claim = :claim RETURNING @told
            """);
        released = sql("""
            SELECT released, released_from, released_by, released_why FROM {}.jobs
            WHERE board = :board AND id = :id AND released IS NOT NULL
            """);
        // One process does it at a time, so that two never wait for each other's rows; others are told.
        tidy = sql("""
            WITH seen AS (
                SELECT j.id, j.claim FROM {}.jobs j
                WHERE j.board = :board AND j.waiting AND j.not_before <= clock_timestamp()
                UNION ALL
                SELECT j.id, j.claim FROM {}.jobs j
                WHERE j.board = :board AND j.owner IS NOT NULL AND NOT EXISTS (SELECT @held)),
            freed AS (
                UPDATE {}.jobs j SET @free FROM seen
                WHERE j.board = :board AND j.id = seen.id AND j.claim IS NOT DISTINCT FROM seen.claim
                AND (SELECT pg_try_advisory_xact_lock(hashtextextended(:channel, 0)))
                RETURNING @told AS told)
            SELECT @known AS known, (SELECT count(told) FROM freed) AS freed
            """);
        known = sql("SELECT @known");
        next = sql("""
            SELECT CAST(1000 * extract(epoch FROM least(
                (SELECT min(j.not_before) FROM {}.jobs j WHERE j.board = :board AND j.waiting),
                (SELECT min(o.lease_until) FROM {}.owners o WHERE o.id IN
                    (SELECT j.owner FROM {}.jobs j WHERE j.board = :board AND j.owner IS NOT NULL)))
                - clock_timestamp()) AS bigint)
            """);
    }

    private String sql(String statement) {
        return access.sql(statement
                .replace("@held", JobRows.HELD)
                .replace("@trashed", TrashRows.KEPT)
                .replace("@trash", TrashRows.INSERT)
                .replace("@claim", CLAIM)
                .replace("@free", FREE)
                .replace("@alive", ALIVE)
                .replace("@mine", MINE)
                .replace("@known", KNOWN)
                .replace("@told", TOLD));
    }

    /** {@return what a claim of this id got, if there was one whose commit was not known to have succeeded} */
    Optional<Job> claimed(Handle handle, UUID claim) {
        return bound(handle.createQuery(claimed))
                .bind("claim", claim)
                .map((row, context) -> rows.job(row))
                .findFirst();
    }

    Optional<Job> claim(Handle handle, UUID claim, UUID job, String who) {
        return bound(handle.createQuery(this.claim))
                .bind("claim", claim)
                .bind("id", job)
                .bind("who", who)
                .map((row, context) -> rows.job(row))
                .findFirst();
    }

    Optional<Job> claimFirst(Handle handle, UUID claim, String who) {
        return bound(handle.createQuery(claimFirst))
                .bind("claim", claim)
                .bind("who", who)
                .map((row, context) -> rows.job(row))
                .findFirst();
    }

    boolean finish(Handle handle, Job job, String who) {
        return end(handle.createQuery(finish), job, who, JobNotices.event(JobEvent.Kind.REMOVAL, job.posting()));
    }

    boolean discard(Handle handle, Job job, String who, @Nullable String why) {
        return end(
                handle.createQuery(discard).bind("why", why),
                job,
                who,
                JobNotices.event(JobEvent.Kind.REMOVAL, job.posting()));
    }

    boolean letGo(Handle handle, Job job, String who) {
        return end(handle.createQuery(letGo), job, who, JobNotices.FREED);
    }

    private boolean end(Query query, Job job, String who, String notice) {
        return bound(query)
                .bind("id", job.id())
                .bind("who", who)
                .bind("channel", channel)
                .bind("notice", notice)
                .mapTo(String.class)
                .findFirst()
                .isPresent();
    }

    /** {@return the id of the claim on a job, whether it holds or not; empty when there is none} */
    Optional<UUID> claimOn(Handle handle, UUID job) {
        return handle.createQuery(claimOn)
                .bind("board", board)
                .bind("id", job)
                .mapTo(UUID.class)
                .findFirst();
    }

    /** Ends a claim, whoever's it is. {@return whether it was there} */
    boolean revoke(Handle handle, UUID job, UUID claim, Order order) {
        return handle.createQuery(revoke)
                .bind("by", order.by())
                .bind("why", order.why())
                .bind("board", board)
                .bind("id", job)
                .bind("claim", claim)
                .bind("channel", channel)
                .bind("notice", JobNotices.FREED)
                .mapTo(String.class)
                .findFirst()
                .isPresent();
    }

    /** {@return how the claim on a job was revoked last} */
    Optional<Release> released(Handle handle, UUID job) {
        return handle.createQuery(released)
                .bind("board", board)
                .bind("id", job)
                .map((row, context) -> new Release(
                        JobRows.time(row, "released"),
                        row.getString("released_from"),
                        new Order(row.getString("released_by"), row.getString("released_why"))))
                .findFirst();
    }

    /**
     * Frees the jobs whose time has come, and those whose claims do not hold any more.
     *
     * @return whether there were any
     * @throws io.windlass.failure.FencedException when this process is not known any more
     */
    boolean tidy(Handle handle) {
        return bound(handle.createQuery(tidy))
                .bind("channel", channel)
                .bind("notice", JobNotices.FREED)
                .map((row, context) -> freed(row.getBoolean("known"), row.getLong("freed")))
                .one();
    }

    private boolean freed(boolean known, long freed) {
        if (!known) {
            throw access.fenced();
        }
        return freed > 0;
    }

    /** @throws io.windlass.failure.FencedException when this process is not known any more */
    void requireKnown(Handle handle) {
        Owner owner = access.owner();
        freed(
                handle.createQuery(known)
                        .bind("owner", owner.id())
                        .bind("epoch", owner.epoch())
                        .mapTo(Boolean.class)
                        .one(),
                0);
    }

    /** {@return how long until a delayed job's time comes, or a claimer's lease runs out if it is not renewed} */
    Optional<Duration> untilNext(Handle handle) {
        @Nullable
        Long millis = handle.createQuery(next)
                .bind("board", board)
                .mapTo(Long.class)
                .findOne()
                .orElse(null);
        return Optional.ofNullable(millis).map(Duration::ofMillis);
    }

    private <S extends SqlStatement<S>> S bound(S statement) {
        Owner owner = access.owner();
        return statement.bind("board", board).bind("owner", owner.id()).bind("epoch", owner.epoch());
    }
}
