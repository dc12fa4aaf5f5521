package io.windlass.persistence.postgres;

import io.windlass.persistence.AtomKind;
import io.windlass.persistence.FlowOwnership;
import io.windlass.persistence.FlowRecord;
import io.windlass.persistence.StoredAtom;
import io.windlass.persistence.StoredFlow;
import io.windlass.state.AtomState;
import io.windlass.state.FlowState;
import io.windlass.state.Intention;
import io.windlass.value.Value;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** Reads flows. */
final class FlowReader {
    /** What of a flow never changes. */
    private record Fixed(String name, Map<String, Value> store) {}

    private final String fixed;
    private final String current;
    private final String ownership;

    FlowReader(Schema schema) {
        fixed = schema.sql("SELECT name, store FROM {}.flows WHERE id = :id");
        // Flow and atoms in one statement, so that they are of one moment.
        current = schema.sql("""
            SELECT f.state AS flow_state, f.history, a.*
            FROM {}.flows f LEFT JOIN {}.atoms a ON a.flow = f.id WHERE f.id = :id
            """);
        ownership = schema.sql("""
            SELECT f.state, o.id AS owner, o.reply_queue
            FROM {}.flows f LEFT JOIN {}.owners o ON o.id = f.owner AND o.epoch = f.owner_epoch WHERE f.id = :id
            """);
    }

    Optional<StoredFlow> load(Handle handle, UUID id) {
        return handle.createQuery(fixed)
                .bind("id", id)
                .map((row, context) -> new Fixed(row.getString("name"), StoreJson.read(row.getString("store"))))
                .findFirst()
                .map(found -> current(handle, id, found));
    }

    private StoredFlow current(Handle handle, UUID id, Fixed found) {
        List<StoredAtom> atoms = new ArrayList<>();
        List<FlowRecord> flows = new ArrayList<>(1);
        handle.createQuery(current)
                .bind("id", id)
                .map((row, context) -> {
                    if (row.getString("name") != null) {
                        atoms.add(atom(row));
                    }
                    if (flows.isEmpty()) {
                        FlowState state = FlowState.valueOf(row.getString("flow_state"));
                        flows.add(new FlowRecord(id, found.name(), state, found.store(), row.getLong("history")));
                    }
                    return id;
                })
                .forEach(row -> {});
        return new StoredFlow(flows.get(0), atoms);
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
                row.getString("run_id"));
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
