package io.windlass.persistence.postgres;

import io.windlass.persistence.FlowOperation;
import io.windlass.persistence.Owner;
import io.windlass.persistence.tables.OperationRules;
import io.windlass.value.Value;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** Rows of {@code operations}. */
final class OperationRows {
    private final OwnerRows owners;
    private final String put;
    private final String there;
    private final String finish;
    private final String ofFlow;
    private final String open;

    OperationRows(Schema schema, OwnerRows owners) {
        this.owners = owners;
        // The flow is locked against its removal.
        put = schema.sql("""
            INSERT INTO {}.operations (id, flow, kind, atom, argument, who, why, asked, status, finished, outcome)
            SELECT :operation, f.id, :kind, :atom, CAST(:argument AS json), :who, :why, :asked, :status,
                CAST(:finished AS timestamptz), :outcome
            FROM {}.flows f WHERE f.id = :flow
            FOR KEY SHARE OF f
            ON CONFLICT DO NOTHING
            """);
        there = schema.sql("SELECT EXISTS (SELECT FROM {}.operations WHERE id = :operation)");
        finish = schema.sql("""
            UPDATE {}.operations SET status = :status, finished = :finished, outcome = :outcome
            WHERE id = :operation AND status = 'OPEN'
            AND EXISTS (SELECT FROM {}.flows f WHERE f.id = :flow AND f.owner = :id AND f.owner_epoch = :epoch)
            """);
        ofFlow = schema.sql("SELECT * FROM {}.operations WHERE flow = :flow ORDER BY sequence");
        open = schema.sql("""
            SELECT p.* FROM {}.operations p JOIN {}.flows f ON f.id = p.flow
            WHERE p.status = 'OPEN' AND f.owner = :id AND f.owner_epoch = :epoch ORDER BY p.sequence
            """);
    }

    int put(Handle handle, FlowOperation operation) {
        owners.lock(handle);
        @Nullable Value argument = operation.argument();
        @Nullable Instant finished = operation.finished();
        int written = handle.createUpdate(put)
                .bind("operation", operation.id())
                .bind("flow", operation.flow())
                .bind("kind", operation.kind().name())
                .bind("atom", operation.atom())
                .bind("argument", argument == null ? null : argument.json())
                .bind("who", operation.who())
                .bind("why", operation.why())
                .bind("asked", operation.asked().atOffset(ZoneOffset.UTC))
                .bind("status", operation.status().name())
                .bind("finished", finished == null ? null : finished.toString())
                .bind("outcome", operation.outcome())
                .execute();
        if (written == 0 && !isThere(handle, operation)) {
            throw OperationRules.noFlow(operation.flow());
        }
        return written;
    }

    private boolean isThere(Handle handle, FlowOperation operation) {
        return handle.createQuery(there)
                .bind("operation", operation.id())
                .mapTo(Boolean.class)
                .one();
    }

    int finish(Handle handle, FlowOperation finished) {
        owners.lock(handle);
        Owner owner = owners.owner();
        return handle.createUpdate(finish)
                .bind("operation", finished.id())
                .bind("flow", finished.flow())
                .bind("status", finished.status().name())
                .bind(
                        "finished",
                        finished.finished() == null ? null : finished.finished().atOffset(ZoneOffset.UTC))
                .bind("outcome", finished.outcome())
                .bind("id", owner.id())
                .bind("epoch", owner.epoch())
                .execute();
    }

    List<FlowOperation> ofFlow(Handle handle, UUID flow) {
        return handle.createQuery(ofFlow)
                .bind("flow", flow)
                .map((row, context) -> operation(row))
                .list();
    }

    List<FlowOperation> open(Handle handle) {
        Owner owner = owners.owner();
        return handle.createQuery(open)
                .bind("id", owner.id())
                .bind("epoch", owner.epoch())
                .map((row, context) -> operation(row))
                .list();
    }

    static FlowOperation operation(ResultSet row) throws SQLException {
        @Nullable String argument = row.getString("argument");
        @Nullable OffsetDateTime finished = row.getObject("finished", OffsetDateTime.class);
        return new FlowOperation(
                row.getObject("id", UUID.class),
                row.getObject("flow", UUID.class),
                FlowOperation.Kind.valueOf(row.getString("kind")),
                row.getString("atom"),
                argument == null ? null : new Value(argument),
                row.getString("who"),
                row.getString("why"),
                row.getObject("asked", OffsetDateTime.class).toInstant(),
                FlowOperation.Status.valueOf(row.getString("status")),
                finished == null ? null : finished.toInstant(),
                row.getString("outcome"));
    }
}
