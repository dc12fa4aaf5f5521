package io.windlass.persistence.postgres;

import io.windlass.failure.FencedException;
import io.windlass.persistence.Owner;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;

/**
 * This process's row in {@code owners}: what fences it, and what it is found by. What writes the lease tells what the
 * database's clock shows.
 */
final class OwnerRows {
    private static final long FIRST_EPOCH = 1;

    private final Owner owner = new Owner(UUID.randomUUID(), FIRST_EPOCH);
    private final Duration lease;
    private final Duration idleLimit;
    private final DatabaseClock clock;
    private final String register;
    private final String lock;
    private final String renew;
    private final String announce;
    private final String remove;
    private final String resign;

    OwnerRows(Schema schema, Duration lease, DatabaseClock clock) {
        this.lease = lease;
        this.clock = clock;
        // A process that freezes inside a transaction holds up its own takeover until the server ends the transaction.
        this.idleLimit = lease.dividedBy(2).plusMillis(1);
        register = schema.sql("""
            INSERT INTO {}.owners (id, epoch, lease_until, name)
            VALUES (:id, :epoch, clock_timestamp() + :lease * interval '1 millisecond', :name)
            ON CONFLICT (id) DO UPDATE SET lease_until = excluded.lease_until
            RETURNING clock_timestamp()
            """);
        // All that such a transaction does is by key. Without statistics the planner would rather read whole tables.
        lock = schema.sql("""
            SELECT set_config('idle_in_transaction_session_timeout', :idle, true),
                set_config('enable_seqscan', 'off', true), set_config('enable_hashjoin', 'off', true),
                set_config('enable_mergejoin', 'off', true)
            FROM {}.owners WHERE id = :id AND epoch = :epoch FOR SHARE
            """);
        renew = schema.sql("""
            UPDATE {}.owners SET lease_until = clock_timestamp() + :lease * interval '1 millisecond'
            WHERE id = :id AND epoch = :epoch
            RETURNING clock_timestamp()
            """);
        announce = schema.sql("UPDATE {}.owners SET reply_queue = :queue WHERE id = :id AND epoch = :epoch");
        remove = schema.sql("DELETE FROM {}.owners o WHERE o.id = :id AND o.epoch = :epoch"
                + " AND NOT EXISTS (SELECT FROM {}.flows f WHERE f.owner = o.id AND " + Schema.UNDER_WAY + ")");
        resign = schema.sql("""
            UPDATE {}.owners SET epoch = epoch + 1, taken_over = clock_timestamp()
            WHERE id = :id AND epoch = :epoch
            """);
    }

    Owner owner() {
        return owner;
    }

    void register(Handle handle, String name) {
        lease(handle.createQuery(register).bind("name", name));
    }

    /** Runs what writes the lease; {@return whether there is a row to write it to} */
    private boolean lease(Query statement) {
        long sent = clock.nanoTime();
        Optional<OffsetDateTime> shown = statement
                .bind("id", owner.id())
                .bind("epoch", owner.epoch())
                .bind("lease", lease.toMillis())
                .mapTo(OffsetDateTime.class)
                .findOne();
        shown.ifPresent(time -> clock.shows(time.toInstant(), sent));
        return shown.isPresent();
    }

    /**
     * Keeps takeovers out until the transaction ends; the first statement of each that writes.
     *
     * @throws FencedException when the row has another epoch or is gone
     */
    void lock(Handle handle) {
        if (new Script().add(locking()).run(handle).get(0).isEmpty()) {
            throw fenced();
        }
    }

    /** The same as the first part of a script: no row means that the lock was not to be had. */
    Script.Part locking() {
        return new Script.Part(
                lock,
                query -> query.bind("idle", idleLimit.toMillis() + "ms")
                        .bind("id", owner.id())
                        .bind("epoch", owner.epoch()));
    }

    void renew(Handle handle) {
        if (!lease(handle.createQuery(renew))) {
            throw fenced();
        }
    }

    void announce(Handle handle, String queue) {
        int rows = handle.createUpdate(announce)
                .bind("queue", queue)
                .bind("id", owner.id())
                .bind("epoch", owner.epoch())
                .execute();
        if (rows == 0) {
            throw fenced();
        }
    }

    /**
     * Lets go of all flows, which belong to nobody once the row is gone. While some are under way it stays, as that of
     * a dead process: they are found by it, and late replies by its queue.
     */
    void unregister(Handle handle) {
        lock(handle);
        if (update(handle, remove) == 0) {
            update(handle, resign);
        }
    }

    private int update(Handle handle, String sql) {
        return handle.createUpdate(sql)
                .bind("id", owner.id())
                .bind("epoch", owner.epoch())
                .execute();
    }

    FencedException fenced() {
        return new FencedException(
                "process " + owner.id() + " lost its lease; its flows belong to others, nothing more is recorded");
    }
}
