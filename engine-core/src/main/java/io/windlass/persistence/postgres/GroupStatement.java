package io.windlass.persistence.postgres;

import io.windlass.persistence.FlowChange;
import io.windlass.persistence.FlowRecord;
import io.windlass.persistence.HistoryEntry;
import io.windlass.persistence.Owner;
import io.windlass.persistence.StoredAtom;
import io.windlass.persistence.postgres.Batch.AtomRow;
import io.windlass.persistence.postgres.Batch.HistoryRow;
import io.windlass.value.ValueMaps;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.function.BiConsumer;

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
     * <p>Rows come as arrays of composite types. Each time it runs the statement is made ready anew, column by column of all
     * that it reads from: with an array for each column that came to more than the writing, where a batch is small.
     */
    private static final String ROWS = """
        WITH me AS MATERIALIZED (
            SELECT o.id, o.epoch FROM {}.owners o WHERE o.id = ? AND o.epoch = ? FOR SHARE
        ), changed_flows AS (
            UPDATE {}.flows f SET state = u.state, history = u.history, modified = now(),
                deadline = CAST(u.deadline AS timestamptz),
                store = coalesce(u.store, f.store), meta = coalesce(u.meta, f.meta)
            FROM me, unnest(CAST(? AS {}.flow_row[])) AS u
            WHERE f.id = u.id AND f.owner = me.id AND f.owner_epoch = me.epoch
            RETURNING 1
        ), new_flows AS (
            INSERT INTO {}.flows (id, name, book, state, history, deadline, store, meta, owner, owner_epoch)
            SELECT u.id, u.name, u.book, u.state, u.history, CAST(u.deadline AS timestamptz),
                u.store, u.meta, me.id, me.epoch
            FROM me, unnest(CAST(? AS {}.flow_row[])) AS u
        ), changed_atoms AS (
            UPDATE {}.atoms a SET kind = u.kind, version = u.version, state = u.state,
                intention = u.intention, round = u.round, attempt = u.attempt, worker = u.worker,
                run_id = u.run_id, modified = now(), due = CAST(u.due AS timestamptz),
                start_by = CAST(u.start_by AS timestamptz), deadline = CAST(u.deadline AS timestamptz),
                meta = coalesce(u.meta, a.meta),
                result = CASE WHEN u.outcome THEN u.result ELSE a.result END,
                failure = CASE WHEN u.outcome THEN u.failure ELSE a.failure END,
                revert_failure = CASE WHEN u.outcome THEN u.revert_failure ELSE a.revert_failure END
            FROM me, unnest(CAST(? AS {}.atom_row[])) AS u
            WHERE a.flow = u.flow AND a.name = u.name
            RETURNING 1
        ), new_atoms AS (
            INSERT INTO {}.atoms (flow, name, kind, version, state, intention, round, attempt, worker, run_id, due,
                start_by, deadline, meta, result, failure, revert_failure)
            SELECT u.flow, u.name, u.kind, u.version, u.state, u.intention, u.round,
                u.attempt, u.worker, u.run_id, CAST(u.due AS timestamptz),
                CAST(u.start_by AS timestamptz), CAST(u.deadline AS timestamptz), u.meta, u.result,
                u.failure, u.revert_failure
            FROM me, unnest(CAST(? AS {}.atom_row[])) AS u
        ), entries AS (
            INSERT INTO {}.history (flow, sequence, atom, round, attempt, from_state, to_state, worker, run_id, owner)
            SELECT u.flow, u.sequence, u.atom, u.round, u.attempt, u.from_state, u.to_state,
                u.worker, u.run_id, me.id
            FROM me, unnest(CAST(? AS {}.history_row[])) AS u
        )
        SELECT 1 / CAST((SELECT count(*) FROM changed_flows) = ?
            AND (SELECT count(*) FROM changed_atoms) = ? AS integer)
        FROM me
        """;

    private final Owner owner;
    private final String sql;
    private final String flowRow;
    private final String atomRow;
    private final String historyRow;

    GroupStatement(Schema schema, Owner owner) {
        this.owner = owner;
        this.sql = schema.sql(SETTINGS + ROWS);
        this.flowRow = schema.sql("{}.flow_row");
        this.atomRow = schema.sql("{}.atom_row");
        this.historyRow = schema.sql("{}.history_row");
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
            bind(statement, batch);
            statement.execute();
            statement.getMoreResults();
            try (ResultSet written = statement.getResultSet()) {
                return written.next();
            }
        } finally {
            connection.setAutoCommit(commits);
        }
    }

    private void bind(PreparedStatement statement, Batch batch) throws SQLException {
        List<FlowChange> changed = batch.flows(false);
        List<AtomRow> changedAtoms = batch.atomsCreated(false);
        statement.setObject(1, owner.id());
        statement.setLong(2, owner.epoch());
        statement.setArray(3, rows(statement, flowRow, changed, GroupStatement::add));
        statement.setArray(4, rows(statement, flowRow, batch.flows(true), GroupStatement::add));
        statement.setArray(5, rows(statement, atomRow, changedAtoms, GroupStatement::add));
        statement.setArray(6, rows(statement, atomRow, batch.atomsCreated(true), GroupStatement::add));
        statement.setArray(7, rows(statement, historyRow, batch.history(), GroupStatement::add));
        statement.setLong(8, changed.size());
        statement.setLong(9, changedAtoms.size());
    }

    private static <R> Array rows(PreparedStatement statement, String type, List<R> rows, BiConsumer<RowArray, R> add)
            throws SQLException {
        RowArray array = new RowArray();
        for (R row : rows) {
            add.accept(array, row);
        }
        return array.of(statement.getConnection(), type);
    }

    private static void add(RowArray array, FlowChange change) {
        FlowRecord flow = change.flow();
        array.row()
                .id(flow.id())
                .text(flow.name())
                .id(flow.book())
                .text(flow.state().name())
                .number(flow.history())
                .text(Columns.time(flow.deadline()))
                .json(change.details() ? ValueMaps.write(flow.store()) : null)
                .json(change.details() ? ValueMaps.write(flow.meta()) : null);
    }

    private static void add(RowArray array, AtomRow row) {
        StoredAtom atom = row.atom();
        boolean outcome = row.change().outcome();
        array.row()
                .id(row.flow())
                .text(atom.name())
                .text(atom.kind().name())
                .text(atom.version())
                .text(atom.state().name())
                .text(atom.intention().name())
                .integer(atom.round())
                .integer(atom.attempt())
                .text(atom.worker())
                .text(atom.runId())
                .text(Columns.time(atom.due()))
                .text(Columns.time(atom.startBy()))
                .text(Columns.time(atom.deadline()))
                .json(AtomRows.meta(row))
                .flag(outcome)
                .json(outcome ? atom.result() : null)
                .json(outcome ? atom.failure() : null)
                .json(outcome ? atom.revertFailure() : null);
    }

    private static void add(RowArray array, HistoryRow row) {
        HistoryEntry entry = row.entry();
        array.row()
                .id(row.flow())
                .number(entry.sequence())
                .text(entry.atom())
                .integer(entry.round())
                .integer(entry.attempt())
                .text(entry.from())
                .text(entry.to())
                .text(entry.worker())
                .text(entry.runId());
    }
}
