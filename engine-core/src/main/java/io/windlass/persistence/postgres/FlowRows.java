package io.windlass.persistence.postgres;

import io.windlass.persistence.FlowChange;
import io.windlass.persistence.Owner;
import io.windlass.value.ValueMaps;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** Writes rows of {@code flows}: one statement for new ones, one for the others. */
final class FlowRows {
    /**
     * These statements are sent along with the one that locks the owner, before it is known whether that was to be had.
     * When it was not, no flow may be locked either: the takeover that is under way would pass it over.
     */
    private static final String MINE = "EXISTS (SELECT FROM {}.owners o WHERE o.id = :id AND o.epoch = :epoch)";

    private final Owner owner;
    private final String insert;
    private final String update;

    FlowRows(Schema schema, Owner owner) {
        this.owner = owner;
        insert = schema.sql("""
            INSERT INTO {}.flows AS f (id, name, book, state, store, meta, owner, owner_epoch, history,
                deadline)
            SELECT u.id, u.name, u.book, u.state, CAST(u.store AS json), CAST(u.meta AS json), :id, :epoch, u.history,
                CAST(u.deadline AS timestamptz)
            FROM unnest(CAST(:new_ids AS uuid[]), CAST(:new_names AS text[]), CAST(:new_books AS uuid[]),
                CAST(:new_states AS text[]), CAST(:new_stores AS text[]), CAST(:new_metas AS text[]),
                CAST(:new_histories AS bigint[]), CAST(:new_deadlines AS text[]))
                AS u (id, name, book, state, store, meta, history, deadline)
            WHERE @mine
            ON CONFLICT (id) DO UPDATE SET state = excluded.state, store = excluded.store, meta = excluded.meta,
                history = excluded.history, deadline = excluded.deadline, modified = now()
            WHERE f.owner = excluded.owner AND f.owner_epoch = excluded.owner_epoch
            RETURNING f.id
            """.replace("@mine", MINE));
        update = schema.sql("""
            UPDATE {}.flows f SET state = u.state, history = u.history, modified = now(),
                deadline = CAST(u.deadline AS timestamptz),
                store = coalesce(CAST(u.store AS json), f.store), meta = coalesce(CAST(u.meta AS json), f.meta)
            FROM unnest(CAST(:flow_ids AS uuid[]), CAST(:flow_states AS text[]), CAST(:flow_histories AS bigint[]),
                CAST(:flow_stores AS text[]), CAST(:flow_metas AS text[]), CAST(:flow_deadlines AS text[]))
                AS u (id, state, history, store, meta, deadline)
            WHERE f.id = u.id AND f.owner = :id AND f.owner_epoch = :epoch AND @mine
            RETURNING f.id
            """.replace("@mine", MINE));
    }

    /** {@return what to run; each of its statements returns the ids of the flows that it wrote, which are this process's} */
    List<Script.Part> parts(Batch batch) {
        List<Script.Part> parts = new ArrayList<>();
        List<FlowChange> created = batch.flows(true);
        if (!created.isEmpty()) {
            parts.add(new Script.Part(
                    insert,
                    query -> bind(new Columns<>(query, "new_", created))
                            .text("names", row -> row.flow().name())
                            .bind("books", UUID.class, row -> row.flow().book())));
        }
        List<FlowChange> changed = batch.flows(false);
        if (!changed.isEmpty()) {
            parts.add(new Script.Part(update, query -> bind(new Columns<>(query, "flow_", changed))));
        }
        return parts;
    }

    private Columns<FlowChange> bind(Columns<FlowChange> columns) {
        columns.statement().bind("id", owner.id()).bind("epoch", owner.epoch());
        return columns.bind("ids", UUID.class, row -> row.flow().id())
                .text("states", row -> row.flow().state().name())
                .text(
                        "stores",
                        row -> row.details() ? ValueMaps.write(row.flow().store()) : null)
                .text("metas", row -> row.details() ? ValueMaps.write(row.flow().meta()) : null)
                .bind("histories", Long.class, row -> row.flow().history())
                .text("deadlines", row -> Columns.time(row.flow().deadline()));
    }
}
