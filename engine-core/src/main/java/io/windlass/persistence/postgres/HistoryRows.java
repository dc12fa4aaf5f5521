package io.windlass.persistence.postgres;

import io.windlass.persistence.HistoryEntry;
import io.windlass.persistence.Owner;
import io.windlass.persistence.postgres.Batch.HistoryRow;
import java.util.List;
import java.util.UUID;

/** Appends rows to {@code history}; those that are there already stay as they are. */
final class HistoryRows {
    private final Owner owner;
    private final String insert;

    HistoryRows(Schema schema, Owner owner) {
        this.owner = owner;
        insert = schema.sql("""
            INSERT INTO {}.history (flow, sequence, atom, round, attempt, from_state, to_state, worker, run_id, owner)
            SELECT u.*, :id
            FROM unnest(CAST(:history_flows AS uuid[]), CAST(:history_sequences AS bigint[]), CAST(:history_atoms AS text[]),
                CAST(:history_rounds AS integer[]), CAST(:history_attempts AS integer[]), CAST(:history_froms AS text[]),
                CAST(:history_tos AS text[]), CAST(:history_workers AS text[]), CAST(:history_runs AS text[])) AS u
            ON CONFLICT (flow, sequence) DO NOTHING
            """);
    }

    Script.Part part(List<HistoryRow> rows) {
        return new Script.Part(insert, query -> {
            query.bind("id", owner.id());
            new Columns<>(query, "history_", rows).bind("flows", UUID.class, HistoryRow::flow);
            new Columns<>(
                            query,
                            "history_",
                            rows.stream().map(HistoryRow::entry).toList())
                    .bind("sequences", Long.class, HistoryEntry::sequence)
                    .text("atoms", HistoryEntry::atom)
                    .bind("rounds", Integer.class, HistoryEntry::round)
                    .bind("attempts", Integer.class, HistoryEntry::attempt)
                    .text("froms", HistoryEntry::from)
                    .text("tos", HistoryEntry::to)
                    .text("workers", HistoryEntry::worker)
                    .text("runs", HistoryEntry::runId);
        });
    }
}
