package io.windlass.persistence.postgres;

import io.windlass.persistence.Owner;
import io.windlass.persistence.postgres.Batch.FlowRow;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;

/** Writes rows of {@code flows}: one statement for new ones, one for the others. */
final class FlowRows {
    private final Owner owner;
    private final String insert;
    private final String update;

    FlowRows(Schema schema, Owner owner) {
        this.owner = owner;
        insert = schema.sql("""
            INSERT INTO {}.flows AS f (id, name, state, store, owner, owner_epoch, history)
            SELECT u.id, u.name, u.state, CAST(u.store AS json), :owner, :epoch, u.history
            FROM unnest(CAST(:ids AS uuid[]), CAST(:names AS text[]), CAST(:states AS text[]),
                CAST(:stores AS text[]), CAST(:histories AS bigint[])) AS u (id, name, state, store, history)
            ON CONFLICT (id) DO UPDATE SET state = excluded.state, history = excluded.history, modified = now()
            WHERE f.owner = excluded.owner AND f.owner_epoch = excluded.owner_epoch
            RETURNING f.id
            """);
        update = schema.sql("""
            UPDATE {}.flows f SET state = u.state, history = u.history, modified = now()
            FROM unnest(CAST(:ids AS uuid[]), CAST(:states AS text[]), CAST(:histories AS bigint[]))
                AS u (id, state, history)
            WHERE f.id = u.id AND f.owner = :owner AND f.owner_epoch = :epoch
            RETURNING f.id
            """);
    }

    /** {@return the flows that were not written, for they are not stored or not this process's} */
    Set<UUID> write(Handle handle, Batch batch) {
        Set<UUID> missing = new HashSet<>(batch.flowIds());
        List<FlowRow> created = batch.flows(true);
        if (!created.isEmpty()) {
            Query query = handle.createQuery(insert);
            new Columns<>(query, created)
                    .text("names", row -> row.flow().name())
                    .text("stores", row -> StoreJson.write(row.flow().store()));
            execute(query, created, missing);
        }
        List<FlowRow> changed = batch.flows(false);
        if (!changed.isEmpty()) {
            execute(handle.createQuery(update), changed, missing);
        }
        return missing;
    }

    private void execute(Query query, List<FlowRow> rows, Set<UUID> missing) {
        new Columns<>(query, rows)
                .bind("ids", UUID.class, row -> row.flow().id())
                .text("states", row -> row.flow().state().name())
                .bind("histories", Long.class, row -> row.flow().history());
        query.bind("owner", owner.id()).bind("epoch", owner.epoch());
        query.mapTo(UUID.class).forEach(missing::remove);
    }
}
