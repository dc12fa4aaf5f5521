package io.windlass.persistence.postgres;

import io.windlass.failure.InvalidFormatException;
import io.windlass.failure.StorageException;
import io.windlass.persistence.AtomKind;
import io.windlass.persistence.FlowOwnership;
import io.windlass.persistence.FlowRecord;
import io.windlass.persistence.HistoryEntry;
import io.windlass.persistence.PastChange;
import io.windlass.persistence.StoredAtom;
import io.windlass.persistence.StoredFlow;
import io.windlass.state.AtomState;
import io.windlass.state.FlowState;
import io.windlass.state.Intention;
import io.windlass.value.Value;
import io.windlass.value.ValueMaps;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** Reads flows. */
final class FlowReader {
    private static final String FLOW_COLUMNS = "f.id AS flow_id, f.name AS flow_name, f.book, f.state AS flow_state,"
            + " f.history, f.store AS flow_store, f.meta AS flow_meta, f.deadline AS flow_deadline";

    private final String current;
    private final String record;
    private final String ofBook;
    private final String atom;
    private final String ownership;
    private final String changes;

    FlowReader(Schema schema) {
        // Flow and atoms in one statement, so that they are of one moment; what may be large in one row only.
        current = schema.sql("""
            SELECT f.id AS flow_id, f.name AS flow_name, f.book, f.state AS flow_state, f.history,
                f.deadline AS flow_deadline,
                CASE WHEN row_number() OVER () = 1 THEN f.store END AS flow_store,
                CASE WHEN row_number() OVER () = 1 THEN f.meta END AS flow_meta, a.*
            FROM {}.flows f LEFT JOIN {}.atoms a ON a.flow = f.id WHERE f.id = :id
            """);
        record = schema.sql("SELECT " + FLOW_COLUMNS + " FROM {}.flows f WHERE f.id = :id");
        ofBook =
                schema.sql("SELECT " + FLOW_COLUMNS + " FROM {}.flows f WHERE f.book = :book ORDER BY f.created, f.id");
        atom = schema.sql("SELECT * FROM {}.atoms WHERE flow = :id AND name = :name");
        changes = schema.sql("SELECT * FROM {}.history WHERE flow = :id ORDER BY sequence");
        ownership = schema.sql("""
            SELECT f.state, o.id AS owner, o.reply_queue
            FROM {}.flows f LEFT JOIN {}.owners o ON o.id = f.owner AND o.epoch = f.owner_epoch WHERE f.id = :id
            """);
    }

    List<PastChange> changes(Handle handle, UUID flow) {
        return handle.createQuery(changes)
                .bind("id", flow)
                .map((row, context) -> change(row))
                .list();
    }

    private static PastChange change(ResultSet row) throws SQLException {
        HistoryEntry entry = new HistoryEntry(
                row.getLong("sequence"),
                row.getString("atom"),
                row.getInt("round"),
                row.getInt("attempt"),
                row.getString("from_state"),
                row.getString("to_state"),
                row.getString("worker"),
                row.getString("run_id"));
        Instant at = row.getObject("at", OffsetDateTime.class).toInstant();
        return new PastChange(entry, at, row.getObject("owner", UUID.class));
    }

    Optional<StoredFlow> load(Handle handle, UUID id) {
        List<StoredAtom> atoms = new ArrayList<>();
        List<FlowRecord> flows = new ArrayList<>(1);
        handle.createQuery(current)
                .bind("id", id)
                .map((row, context) -> {
                    if (row.getString("name") != null) {
                        atoms.add(atom(row));
                    }
                    if (flows.isEmpty()) {
                        flows.add(flow(row));
                    }
                    return id;
                })
                .forEach(row -> {});
        return flows.stream().findFirst().map(flow -> new StoredFlow(flow, atoms));
    }

    Optional<FlowRecord> record(Handle handle, UUID id) {
        return handle.createQuery(record)
                .bind("id", id)
                .map((row, context) -> flow(row))
                .findFirst();
    }

    List<FlowRecord> ofBook(Handle handle, UUID book) {
        return handle.createQuery(ofBook)
                .bind("book", book)
                .map((row, context) -> flow(row))
                .list();
    }

    Optional<StoredAtom> atom(Handle handle, UUID flow, String name) {
        return handle.createQuery(atom)
                .bind("id", flow)
                .bind("name", name)
                .map((row, context) -> atom(row))
                .findFirst();
    }

    private static FlowRecord flow(ResultSet row) throws SQLException {
        return new FlowRecord(
                row.getObject("flow_id", UUID.class),
                row.getString("flow_name"),
                row.getObject("book", UUID.class),
                FlowState.valueOf(row.getString("flow_state")),
                values(row.getString("flow_store")),
                values(row.getString("flow_meta")),
                row.getLong("history"),
                instant(row.getObject("flow_deadline", OffsetDateTime.class)));
    }

    private static StoredAtom atom(ResultSet row) throws SQLException {
        return new StoredAtom(
                row.getString("name"),
                AtomKind.valueOf(row.getString("kind")),
                row.getString("version"),
                AtomState.valueOf(row.getString("state")),
                Intention.valueOf(row.getString("intention")),
                row.getInt("round"),
                row.getInt("attempt"),
                value(row.getString("result")),
                value(row.getString("failure")),
                value(row.getString("revert_failure")),
                row.getString("worker"),
                row.getString("run_id"),
                values(row.getString("meta")),
                instant(row.getObject("due", OffsetDateTime.class)),
                instant(row.getObject("start_by", OffsetDateTime.class)),
                instant(row.getObject("deadline", OffsetDateTime.class)));
    }

    private static @Nullable Instant instant(@Nullable OffsetDateTime time) {
        return time == null ? null : time.toInstant();
    }

    static Map<String, Value> values(@Nullable String json) {
        try {
            return json == null ? Map.of() : ValueMaps.read(json);
        } catch (InvalidFormatException e) {
            throw new StorageException("a column of values: " + e.getMessage() + "; was it changed by hand?", e);
        }
    }

    private static @Nullable Value value(@Nullable String json) {
        return json == null ? null : new Value(json);
    }

    Optional<FlowOwnership> ownershipOf(Handle handle, UUID id) {
        return handle.createQuery(ownership)
                .bind("id", id)
                .map((row, context) -> new FlowOwnership(
                        FlowState.valueOf(row.getString("state")),
                        Optional.ofNullable(row.getObject("owner", UUID.class)),
                        Optional.ofNullable(row.getString("reply_queue"))))
                .findFirst();
    }
}
