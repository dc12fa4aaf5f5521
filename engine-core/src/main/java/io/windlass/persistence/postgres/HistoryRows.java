package io.windlass.persistence.postgres;

import io.windlass.persistence.HistoryEntry;
import io.windlass.persistence.Owner;
import io.windlass.persistence.postgres.Batch.HistoryRow;
import java.util.List;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Update;

/** Appends rows to {@code history}; those that are there already stay as they are. */
final class HistoryRows {
    private final Owner owner;
    private final String insert;

    HistoryRows(Schema schema, Owner owner) {
        this.owner = owner;
        insert = schema.sql("""
            INSERT INTO {}.history (flow, sequence, atom, round, attempt, from_state, to_state, worker, run_id, owner)
            SELECT u.*, :owner
            FROM unnest(CAST(:flows AS uuid[]), CAST(:sequences AS bigint[]), CAST(:atoms AS text[]),
                CAST(:rounds AS integer[]), CAST(:attempts AS integer[]), CAST(:froms AS text[]),
                CAST(:tos AS text[]), CAST(:workers AS text[]), CAST(:runs AS text[])) AS u
            ON CONFLICT (flow, sequence) DO NOTHING
            """);
    }

    void write(Handle handle, List<HistoryRow> rows) {
        if (rows.isEmpty()) {
            return;
        }
        Update update = handle.createUpdate(insert).bind("owner", owner.id());
        new Columns<>(update, rows).bind("flows", UUID.class, HistoryRow::flow);
        new Columns<>(update, rows.stream().map(HistoryRow::entry).toList())
                .bind("sequences", Long.class, HistoryEntry::sequence)
                .text("atoms", HistoryEntry::atom)
                .bind("rounds", Integer.class, HistoryEntry::round)
                .bind("attempts", Integer.class, HistoryEntry::attempt)
                .text("froms", HistoryEntry::from)
                .text("tos", HistoryEntry::to)
                .text("workers", HistoryEntry::worker)
                .text("runs", HistoryEntry::runId);
        update.execute();
    }
}
