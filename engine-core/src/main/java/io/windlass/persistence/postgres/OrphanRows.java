package io.windlass.persistence.postgres;

import io.windlass.persistence.Orphan;
import io.windlass.persistence.OrphanState;
import io.windlass.state.Action;
import io.windlass.state.RequestName;
import io.windlass.value.Value;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Update;

/** Rows of {@code orphans}. */
final class OrphanRows {
    private final OwnerRows owners;
    private final String put;
    private final String ofFlow;
    private final String inState;
    private final String mark;

    OrphanRows(Schema schema, OwnerRows owners) {
        this.owners = owners;
        // The atom has the run of its newest outcome; only when that is another one the history is read, which is long.
        // A run that was given up is recorded with a failure, not with its success.
        // The flow is locked against its removal.
        put = schema.sql("""
            INSERT INTO {}.orphans
                (flow, atom, action, round, attempt, run_id, worker, result, found, state, compensation)
            SELECT f.id, :atom, :action, :round, :attempt, :run, :worker, CAST(:result AS json), :found, :state, :compensation
            FROM {}.flows f
            WHERE f.id = :flow AND CASE
                WHEN EXISTS (SELECT FROM {}.atoms a WHERE a.flow = :flow AND a.name = :atom
                    AND a.round = :round AND a.attempt = :attempt AND a.run_id = :run AND a.failure IS NULL) THEN false
                ELSE NOT EXISTS (SELECT FROM {}.history h WHERE h.flow = :flow AND h.atom = :atom
                    AND h.round = :round AND h.attempt = :attempt AND h.run_id = :run AND h.to_state = 'SUCCESS')
                END
            FOR KEY SHARE OF f
            ON CONFLICT DO NOTHING
            """);
        ofFlow = schema.sql("SELECT * FROM {}.orphans WHERE flow = :flow ORDER BY found, compensation");
        inState = schema.sql("SELECT * FROM {}.orphans WHERE state = :state ORDER BY found, compensation LIMIT :limit");
        mark = schema.sql("""
            UPDATE {}.orphans SET state = :state WHERE flow = :flow AND atom = :atom AND action = :action
                AND round = :round AND attempt = :attempt AND run_id = :run
            """);
    }

    /** {@return whether it is new} */
    boolean put(Handle handle, Orphan orphan) {
        owners.lock(handle);
        return keyed(handle, put, orphan)
                        .bind("worker", orphan.worker())
                        .bind("result", orphan.result().json())
                        .bind("found", orphan.foundAt().atOffset(ZoneOffset.UTC))
                        .bind("state", orphan.state().name())
                        .bind("compensation", orphan.compensation())
                        .execute()
                > 0;
    }

    private static Update keyed(Handle handle, String sql, Orphan orphan) {
        RequestName request = orphan.request();
        return handle.createUpdate(sql)
                .bind("flow", request.flow())
                .bind("atom", request.atom())
                .bind("action", request.action().wireName())
                .bind("round", request.round())
                .bind("attempt", request.attempt())
                .bind("run", orphan.runId());
    }

    int mark(Handle handle, Orphan orphan, OrphanState state) {
        owners.lock(handle);
        return keyed(handle, mark, orphan).bind("state", state.name()).execute();
    }

    List<Orphan> ofFlow(Handle handle, UUID flow) {
        return handle.createQuery(ofFlow)
                .bind("flow", flow)
                .map((row, context) -> orphan(row))
                .list();
    }

    List<Orphan> inState(Handle handle, OrphanState state, int limit) {
        return handle.createQuery(inState)
                .bind("state", state.name())
                .bind("limit", limit)
                .map((row, context) -> orphan(row))
                .list();
    }

    static Orphan orphan(ResultSet row) throws SQLException {
        RequestName request = new RequestName(
                row.getObject("flow", UUID.class),
                row.getString("atom"),
                Action.ofWireName(row.getString("action")),
                row.getInt("round"),
                row.getInt("attempt"));
        return new Orphan(
                request,
                row.getString("run_id"),
                row.getString("worker"),
                new Value(row.getString("result")),
                row.getObject("found", OffsetDateTime.class).toInstant(),
                OrphanState.valueOf(row.getString("state")));
    }
}
