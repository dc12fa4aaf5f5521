package io.windlass.persistence.postgres;

import io.windlass.persistence.StoredAtom;
import io.windlass.persistence.postgres.Batch.AtomRow;
import io.windlass.value.ValueMaps;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jdbi.v3.core.statement.Query;
import org.jspecify.annotations.Nullable;

/** Writes rows of {@code atoms}: one statement for those with an outcome, one for those that keep the stored one. */
final class AtomRows {
    private static final String OUTCOME_PREFIX = "ended_";
    private static final String STATE_PREFIX = "moved_";
    private static final String STATE_COLUMNS =
            "flow, name, kind, version, state, intention, round, attempt, worker, run_id, meta, due, start_by,"
                    + " deadline";
    private static final String OUTCOME_COLUMNS = ", result, failure, revert_failure";
    private static final String STATE_ARRAYS = """
        CAST(:@flows AS uuid[]), CAST(:@names AS text[]), CAST(:@kinds AS text[]), CAST(:@versions AS text[]),
        CAST(:@states AS text[]), CAST(:@intentions AS text[]), CAST(:@rounds AS integer[]),
        CAST(:@attempts AS integer[]), CAST(:@workers AS text[]), CAST(:@runs AS text[]),
        CAST(CAST(:@metas AS text[]) AS json[]), CAST(CAST(:@dues AS text[]) AS timestamptz[]),
        CAST(CAST(:@starts AS text[]) AS timestamptz[]), CAST(CAST(:@deadlines AS text[]) AS timestamptz[])\
        """;
    private static final String OUTCOME_ARRAYS =
            ", CAST(CAST(:@results AS text[]) AS json[]), CAST(CAST(:@failures AS text[]) AS json[]),"
                    + " CAST(CAST(:@reverts AS text[]) AS json[])";
    /** Metadata that is null is kept as it is; that there is none any more is written as an empty object. */
    private static final String ON_CONFLICT = """
         ON CONFLICT (flow, name) DO UPDATE SET kind = excluded.kind, version = excluded.version,
        state = excluded.state, intention = excluded.intention, round = excluded.round,
        attempt = excluded.attempt, worker = excluded.worker, run_id = excluded.run_id,
        meta = coalesce(excluded.meta, a.meta), due = excluded.due,
        start_by = excluded.start_by, deadline = excluded.deadline, modified = now()\
        """;

    private static final String OUTCOME_ON_CONFLICT =
            ", result = excluded.result, failure = excluded.failure, revert_failure = excluded.revert_failure";

    private final String withOutcome;
    private final String withoutOutcome;

    AtomRows(Schema schema) {
        withOutcome = schema.sql(("INSERT INTO {}.atoms AS a (" + STATE_COLUMNS + OUTCOME_COLUMNS
                        + ") SELECT * FROM unnest(" + STATE_ARRAYS + OUTCOME_ARRAYS + ")" + ON_CONFLICT
                        + OUTCOME_ON_CONFLICT)
                .replace("@", OUTCOME_PREFIX));
        withoutOutcome = schema.sql(("INSERT INTO {}.atoms AS a (" + STATE_COLUMNS + ") SELECT * FROM unnest("
                        + STATE_ARRAYS + ")" + ON_CONFLICT)
                .replace("@", STATE_PREFIX));
    }

    List<Script.Part> parts(Batch batch) {
        List<Script.Part> parts = new ArrayList<>();
        for (boolean outcome : List.of(true, false)) {
            List<AtomRow> rows = batch.atoms(outcome);
            if (!rows.isEmpty()) {
                parts.add(part(rows, outcome));
            }
        }
        return parts;
    }

    /** What writes rows that all have an outcome, or none of them. */
    Script.Part part(List<AtomRow> rows, boolean outcome) {
        return new Script.Part(
                outcome ? withOutcome : withoutOutcome,
                query -> bind(query, outcome ? OUTCOME_PREFIX : STATE_PREFIX, rows, outcome));
    }

    private static void bind(Query query, String prefix, List<AtomRow> rows, boolean outcome) {
        new Columns<>(query, prefix, rows).bind("flows", UUID.class, AtomRow::flow);
        new Columns<>(query, prefix, rows).text("metas", AtomRows::meta);
        Columns<StoredAtom> atoms =
                new Columns<>(query, prefix, rows.stream().map(AtomRow::atom).toList());
        atoms.text("names", StoredAtom::name)
                .text("kinds", atom -> atom.kind().name())
                .text("versions", StoredAtom::version)
                .text("states", atom -> atom.state().name())
                .text("intentions", atom -> atom.intention().name())
                .bind("rounds", Integer.class, StoredAtom::round)
                .bind("attempts", Integer.class, StoredAtom::attempt)
                .text("workers", StoredAtom::worker)
                .text("runs", StoredAtom::runId)
                .text("dues", atom -> Columns.time(atom.due()))
                .text("starts", atom -> Columns.time(atom.startBy()))
                .text("deadlines", atom -> Columns.time(atom.deadline()));
        if (outcome) {
            atoms.value("results", StoredAtom::result)
                    .value("failures", StoredAtom::failure)
                    .value("reverts", StoredAtom::revertFailure);
        }
    }

    static @Nullable String meta(AtomRow row) {
        return row.change().meta() ? ValueMaps.write(row.atom().meta()) : null;
    }
}
