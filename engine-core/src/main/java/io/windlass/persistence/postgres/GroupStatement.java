package io.windlass.persistence.postgres;

import io.windlass.persistence.FlowChange;
import io.windlass.persistence.HistoryEntry;
import io.windlass.persistence.Owner;
import io.windlass.persistence.StoredAtom;
import io.windlass.persistence.postgres.Batch.AtomRow;
import io.windlass.persistence.postgres.Batch.HistoryRow;
import io.windlass.value.ValueMaps;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Writes a batch by one statement that is a transaction of its own: one round trip, at whose end all of it is durable. By
 * plain JDBC, as it is most of what the store does. Thread-safe.
 *
 * <p>It takes the batch at its word. Rows that are said to be new are inserted, the others updated, and nobody looks
 * first, which would cost another search in an index for each. Where that does not come true nothing is written.
 */
final class GroupStatement {
    /**
     * All rows are found by key. Without statistics the planner would rather read whole tables; and what it comes to
     * once is good for batches of any size.
     */
    private static final String SETTINGS = """
        SELECT set_config('plan_cache_mode', 'force_generic_plan', true), set_config('jit', 'off', true),
            set_config('enable_seqscan', 'off', true), set_config('enable_hashjoin', 'off', true),
            set_config('enable_mergejoin', 'off', true);
        """;

    /**
     * The owner's row is locked before anything else is: each of the other parts is joined to it. All parts see the
     * database as of the statement's beginning, which is before it waits for that lock, if it does. That is no harm. A
     * row that was changed meanwhile is looked at again before it is locked or changed, and the owner's is not this
     * process's any more then. While it is locked nobody else writes this process's flows.
     *
     * <p>The flows' ids are handed over once, the rest names them by their place. The list is a scalar subquery there, and
     * not another table: the planner would come to look for atoms by the other half of their key.
     */
    private static final String ROWS = """
        WITH me AS MATERIALIZED (
            SELECT o.id, o.epoch FROM {}.owners o WHERE o.id = ? AND o.epoch = ? FOR SHARE
        ), given AS MATERIALIZED (
            SELECT g.created, g.changed, g.created || g.changed AS ids
            FROM (SELECT CAST(? AS uuid[]) AS created, CAST(? AS uuid[]) AS changed) g
        ), changed_flows AS (
            UPDATE {}.flows f SET state = u.state, history = u.history, modified = now(),
                deadline = CAST(u.deadline AS timestamptz),
                store = coalesce(CAST(u.store AS json), f.store), meta = coalesce(CAST(u.meta AS json), f.meta)
            FROM me, (SELECT unnest(given.changed) AS id, @flows FROM given) u
            WHERE f.id = u.id AND f.owner = me.id AND f.owner_epoch = me.epoch
            RETURNING 1
        ), new_flows AS (
            INSERT INTO {}.flows (id, name, book, state, history, deadline, store, meta, owner, owner_epoch)
            SELECT u.id, u.name, u.book, u.state, u.history, CAST(u.deadline AS timestamptz),
                CAST(u.store AS json), CAST(u.meta AS json), me.id, me.epoch
            FROM me, (SELECT unnest(given.created) AS id, @new_flows, @flows FROM given) u
        ), changed_atoms AS (
            UPDATE {}.atoms a SET kind = u.kind, version = u.version, state = u.state, intention = u.intention,
                round = u.round, attempt = u.attempt, worker = u.worker, run_id = u.run_id, modified = now(),
                due = CAST(u.due AS timestamptz), start_by = CAST(u.start_by AS timestamptz),
                deadline = CAST(u.deadline AS timestamptz), meta = coalesce(CAST(u.meta AS json), a.meta),
                result = CASE WHEN u.ended THEN CAST(u.result AS json) ELSE a.result END,
                failure = CASE WHEN u.ended THEN CAST(u.failure AS json) ELSE a.failure END,
                revert_failure = CASE WHEN u.ended THEN CAST(u.revert_failure AS json) ELSE a.revert_failure END
            FROM me, (SELECT @atoms, @changed_atoms) u
            WHERE a.flow = ((SELECT ids FROM given))[u.place] AND a.name = u.name
            RETURNING 1
        ), new_atoms AS (
            INSERT INTO {}.atoms (flow, name, kind, version, state, intention, round, attempt, worker, run_id, due,
                start_by, deadline, meta, result, failure, revert_failure)
            SELECT ((SELECT ids FROM given))[u.place], u.name, u.kind, u.version, u.state, u.intention, u.round,
                u.attempt, u.worker, u.run_id, CAST(u.due AS timestamptz), CAST(u.start_by AS timestamptz),
                CAST(u.deadline AS timestamptz), CAST(u.meta AS json), CAST(u.result AS json),
                CAST(u.failure AS json), CAST(u.revert_failure AS json)
            FROM me, (SELECT @atoms) u
        ), entries AS (
            INSERT INTO {}.history (flow, sequence, atom, round, attempt, from_state, to_state, worker, run_id, owner)
            SELECT ((SELECT ids FROM given))[u.place], u.sequence, u.atom, u.round, u.attempt, u.from_state, u.to_state,
                u.worker, u.run_id, me.id
            FROM me, (SELECT @history) u
        )
        SELECT 1 / CAST((SELECT count(*) FROM changed_flows) = cardinality(given.changed)
            AND (SELECT count(*) FROM changed_atoms) = ? AS integer)
        FROM me, given
        """;

    private static final Pattern COLUMN = Pattern.compile("(\\w+) (\\w+)");
    private static final String FLOWS = "state text, history bigint, deadline text, store text, meta text";
    private static final String NEW_FLOWS = "name text, book uuid";
    private static final String ATOMS = "place integer, name text, kind text, version text, state text, intention text,"
            + " round integer, attempt integer, worker text, run_id text, due text, start_by text, deadline text,"
            + " meta text, result text, failure text, revert_failure text";
    private static final String CHANGED_ATOMS = "ended boolean";
    private static final String HISTORY = "place integer, sequence bigint, atom text, round integer, attempt integer,"
            + " from_state text, to_state text, worker text, run_id text";

    private final Owner owner;
    private final String sql;

    GroupStatement(Schema schema, Owner owner) {
        this.owner = owner;
        this.sql = schema.sql(SETTINGS
                + ROWS.replace("@flows", unnested(FLOWS))
                        .replace("@new_flows", unnested(NEW_FLOWS))
                        .replace("@atoms", unnested(ATOMS))
                        .replace("@changed_atoms", unnested(CHANGED_ATOMS))
                        .replace("@history", unnested(HISTORY)));
    }

    /**
     * Columns of rows that come as one array each. In the list of a SELECT they are taken as they are needed, row by row;
     * in a FROM all rows were written down first, and read from there.
     */
    private static String unnested(String columns) {
        return COLUMN.matcher(columns).replaceAll("unnest(CAST(? AS $2[])) AS $1");
    }

    /**
     * Writes all of it or nothing.
     *
     * @param connection one that is in no transaction
     * @return whether it is written; not when the owner's row has another epoch or is gone
     * @throws SQLException a refusal also when a flow is not this process's, or rows are not new or not there that were
     *     said to be
     */
    boolean run(Connection connection, Batch batch) throws SQLException {
        boolean commits = connection.getAutoCommit();
        connection.setAutoCommit(true);
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            bind(new Arguments(statement), batch);
            statement.execute();
            statement.getMoreResults();
            try (ResultSet written = statement.getResultSet()) {
                return written.next();
            }
        } finally {
            connection.setAutoCommit(commits);
        }
    }

    private void bind(Arguments arguments, Batch batch) throws SQLException {
        List<FlowChange> created = batch.flows(true);
        List<FlowChange> changed = batch.flows(false);
        List<AtomRow> changedAtoms = batch.atomsCreated(false);
        arguments.value(owner.id()).value(owner.epoch());
        arguments
                .ids(created, row -> row.flow().id())
                .ids(changed, row -> row.flow().id());
        bindFlows(arguments, changed);
        arguments
                .text(created, row -> row.flow().name())
                .ids(created, row -> row.flow().book());
        bindFlows(arguments, created);
        bindAtoms(arguments, changedAtoms);
        arguments.flags(changedAtoms, row -> row.change().outcome());
        bindAtoms(arguments, batch.atomsCreated(true));
        bindHistory(arguments, batch.history());
        arguments.value((long) changedAtoms.size());
    }

    private static void bindFlows(Arguments arguments, List<FlowChange> rows) throws SQLException {
        arguments
                .text(rows, row -> row.flow().state().name())
                .longs(rows, row -> row.flow().history())
                .text(rows, row -> Columns.time(row.flow().deadline()))
                .text(rows, row -> row.details() ? ValueMaps.write(row.flow().store()) : null)
                .text(rows, row -> row.details() ? ValueMaps.write(row.flow().meta()) : null);
    }

    private static void bindAtoms(Arguments arguments, List<AtomRow> rows) throws SQLException {
        arguments.integers(rows, row -> row.place() + 1);
        List<StoredAtom> atoms = rows.stream().map(AtomRow::atom).toList();
        arguments
                .text(atoms, StoredAtom::name)
                .text(atoms, atom -> atom.kind().name())
                .text(atoms, StoredAtom::version)
                .text(atoms, atom -> atom.state().name())
                .text(atoms, atom -> atom.intention().name())
                .integers(atoms, StoredAtom::round)
                .integers(atoms, StoredAtom::attempt)
                .text(atoms, StoredAtom::worker)
                .text(atoms, StoredAtom::runId)
                .text(atoms, atom -> Columns.time(atom.due()))
                .text(atoms, atom -> Columns.time(atom.startBy()))
                .text(atoms, atom -> Columns.time(atom.deadline()))
                .text(rows, AtomRows::meta)
                .json(rows, row -> row.change().outcome() ? row.atom().result() : null)
                .json(rows, row -> row.change().outcome() ? row.atom().failure() : null)
                .json(rows, row -> row.change().outcome() ? row.atom().revertFailure() : null);
    }

    private static void bindHistory(Arguments arguments, List<HistoryRow> rows) throws SQLException {
        arguments.integers(rows, row -> row.place() + 1);
        List<HistoryEntry> entries = rows.stream().map(HistoryRow::entry).toList();
        arguments
                .longs(entries, HistoryEntry::sequence)
                .text(entries, HistoryEntry::atom)
                .integers(entries, HistoryEntry::round)
                .integers(entries, HistoryEntry::attempt)
                .text(entries, HistoryEntry::from)
                .text(entries, HistoryEntry::to)
                .text(entries, HistoryEntry::worker)
                .text(entries, HistoryEntry::runId);
    }
}
