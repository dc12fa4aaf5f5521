package io.windlass.persistence.postgres;

import io.windlass.persistence.InboxEntry;
import io.windlass.persistence.Owner;
import io.windlass.state.Action;
import io.windlass.state.RequestName;
import io.windlass.value.Value;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Update;

/** Replies that wait for the owners of their flows. */
final class InboxRows {
    /** What has ended is read by whoever comes first. */
    private static final String MINE = "(f.owner = :id AND f.owner_epoch = :epoch OR NOT (" + Schema.UNFINISHED + "))";

    private final OwnerRows owners;
    private final String put;
    private final String read;
    private final String clear;

    InboxRows(Schema schema, OwnerRows owners) {
        this.owners = owners;
        put = schema.sql("""
            WITH awaiting AS (SELECT f.id FROM {}.flows f WHERE f.id = :flow AND @unfinished), kept AS (
                INSERT INTO {}.inbox (flow, atom, action, round, attempt, run_id, worker, success, payload)
                SELECT id, :atom, :action, :round, :attempt, :run, :worker, :success, CAST(:payload AS json)
                FROM awaiting ON CONFLICT DO NOTHING)
            SELECT count(*) > 0 FROM awaiting
            """.replace("@unfinished", Schema.UNFINISHED));
        // One row without an entry when there is none; no row when this process is not known any more.
        read = schema.sql("""
            SELECT i.* FROM {}.owners me
            LEFT JOIN ({}.inbox i JOIN {}.flows f ON f.id = i.flow AND @mine) ON true
            WHERE me.id = :id AND me.epoch = :epoch ORDER BY i.at
            """.replace("@mine", MINE));
        clear = schema.sql("""
            DELETE FROM {}.inbox i
            USING unnest(CAST(:flows AS uuid[]), CAST(:atoms AS text[]), CAST(:actions AS text[]),
                CAST(:rounds AS integer[]), CAST(:attempts AS integer[]), CAST(:runs AS text[]))
                AS u (flow, atom, action, round, attempt, run_id), {}.flows f
            WHERE i.flow = u.flow AND i.atom = u.atom AND i.action = u.action AND i.round = u.round
                AND i.attempt = u.attempt AND i.run_id = u.run_id
                AND f.id = i.flow AND @mine
            """.replace("@mine", MINE));
    }

    /** {@return whether it is kept} */
    boolean put(Handle handle, InboxEntry entry) {
        owners.lock(handle);
        RequestName request = entry.request();
        return handle.createQuery(put)
                .bind("flow", request.flow())
                .bind("atom", request.atom())
                .bind("action", request.action().wireName())
                .bind("round", request.round())
                .bind("attempt", request.attempt())
                .bind("run", entry.runId())
                .bind("worker", entry.worker())
                .bind("success", entry.success())
                .bind("payload", entry.payload().json())
                .mapTo(Boolean.class)
                .one();
    }

    /** A single statement, which needs no lock: what it finds is this process's when it is found. */
    List<InboxEntry> read(Handle handle) {
        Owner owner = owners.owner();
        List<Optional<InboxEntry>> found = handle.createQuery(read)
                .bind("id", owner.id())
                .bind("epoch", owner.epoch())
                .map((row, context) ->
                        row.getObject("flow") == null ? Optional.<InboxEntry>empty() : Optional.of(entry(row)))
                .list();
        if (found.isEmpty()) {
            throw owners.fenced();
        }
        return found.stream().flatMap(Optional::stream).toList();
    }

    private static InboxEntry entry(ResultSet row) throws SQLException {
        return new InboxEntry(
                new RequestName(
                        row.getObject("flow", UUID.class),
                        row.getString("atom"),
                        Action.ofWireName(row.getString("action")),
                        row.getInt("round"),
                        row.getInt("attempt")),
                row.getString("run_id"),
                row.getString("worker"),
                row.getBoolean("success"),
                new Value(row.getString("payload")));
    }

    int clear(Handle handle, List<InboxEntry> entries) {
        owners.lock(handle);
        Owner owner = owners.owner();
        Update update = handle.createUpdate(clear).bind("id", owner.id()).bind("epoch", owner.epoch());
        new Columns<>(update, "", entries).text("runs", InboxEntry::runId);
        new Columns<>(update, "", entries.stream().map(InboxEntry::request).toList())
                .bind("flows", UUID.class, RequestName::flow)
                .text("atoms", RequestName::atom)
                .text("actions", request -> request.action().wireName())
                .bind("rounds", Integer.class, RequestName::round)
                .bind("attempts", Integer.class, RequestName::attempt);
        return update.execute();
    }
}
