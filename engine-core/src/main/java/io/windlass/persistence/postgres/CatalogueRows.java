package io.windlass.persistence.postgres;

import io.windlass.persistence.CancelMeta;
import io.windlass.persistence.FlowOperation;
import io.windlass.persistence.OrphanState;
import io.windlass.persistence.ParkedMeta;
import io.windlass.persistence.StoredAtom;
import io.windlass.persistence.StoredFlow;
import io.windlass.state.FlowState;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** Reads what {@link FlowCatalogue} shows. */
final class CatalogueRows {
    private final FlowReader reader;
    private final String list;
    private final String one;
    private final String operations;
    private final String orphanCount;
    private final String orphans;
    private final String orphan;

    CatalogueRows(Schema schema) {
        reader = new FlowReader(schema);
        String summary = """
            SELECT f.id, f.name, f.state, f.created, f.modified, f.owner, o.name AS owner_name, o.lease_until,
                coalesce(o.taken_over IS NULL AND o.lease_until > clock_timestamp(), false) AS lease_holds
            FROM {}.flows f LEFT JOIN {}.owners o ON o.id = f.owner AND o.epoch = f.owner_epoch
            """;
        list = schema.sql(summary + """
            WHERE cardinality(CAST(:states AS text[])) = 0 OR f.state = ANY (CAST(:states AS text[]))
            ORDER BY f.created DESC, f.id LIMIT :limit
            """);
        one = schema.sql(summary + "WHERE f.id = :id");
        operations = schema.sql("SELECT * FROM {}.operations WHERE flow = :id ORDER BY sequence");
        orphanCount = schema.sql("SELECT count(*) FROM {}.orphans WHERE flow = :id");
        String named = "SELECT o.*, f.name AS flow_name FROM {}.orphans o JOIN {}.flows f ON f.id = o.flow ";
        orphans = schema.sql(named + """
            WHERE cardinality(CAST(:states AS text[])) = 0 OR o.state = ANY (CAST(:states AS text[]))
            ORDER BY o.found DESC, o.compensation LIMIT :limit
            """);
        orphan = schema.sql(named + "WHERE o.compensation = :id");
    }

    List<FlowSummary> list(Handle handle, Collection<FlowState> states, int limit) {
        return handle.createQuery(list)
                .bindArray(
                        "states", String.class, states.stream().map(Enum::name).toList())
                .bind("limit", limit)
                .map((row, context) -> summary(row))
                .list();
    }

    Optional<FlowDetails> find(Handle handle, UUID flow) {
        Optional<FlowSummary> found = handle.createQuery(one)
                .bind("id", flow)
                .map((row, context) -> summary(row))
                .findFirst();
        return found.map(summary -> {
            Optional<StoredFlow> stored = reader.load(handle, flow);
            return new FlowDetails(
                    summary,
                    stored.map(CatalogueRows::atoms).orElse(List.of()),
                    reader.changes(handle, flow),
                    orphansOf(handle, flow),
                    stored.flatMap(all -> CancelMeta.of(all.flow().meta())).orElse(null),
                    stored.map(all -> ParkedMeta.of(all.flow().meta())).orElse(List.of()),
                    stored.map(all -> all.flow().deadline()).orElse(null),
                    operations(handle, flow));
        });
    }

    private int orphansOf(Handle handle, UUID flow) {
        return handle.createQuery(orphanCount)
                .bind("id", flow)
                .mapTo(Integer.class)
                .one();
    }

    List<OrphanDetails> orphans(Handle handle, Collection<OrphanState> states, int limit) {
        return handle.createQuery(orphans)
                .bindArray(
                        "states", String.class, states.stream().map(Enum::name).toList())
                .bind("limit", limit)
                .map((row, context) -> orphan(row))
                .list();
    }

    Optional<OrphanDetails> orphan(Handle handle, UUID compensation) {
        return handle.createQuery(orphan)
                .bind("id", compensation)
                .map((row, context) -> orphan(row))
                .findFirst();
    }

    private static OrphanDetails orphan(ResultSet row) throws SQLException {
        return new OrphanDetails(OrphanRows.orphan(row), row.getString("flow_name"));
    }

    private static List<StoredAtom> atoms(StoredFlow flow) {
        return flow.atoms().stream()
                .sorted(Comparator.comparing(StoredAtom::name))
                .toList();
    }

    private List<FlowOperation> operations(Handle handle, UUID flow) {
        return handle.createQuery(operations)
                .bind("id", flow)
                .map((row, context) -> OperationRows.operation(row))
                .list();
    }

    private static FlowSummary summary(ResultSet row) throws SQLException {
        return new FlowSummary(
                row.getObject("id", UUID.class),
                row.getString("name"),
                FlowState.valueOf(row.getString("state")),
                instant(row, "created"),
                instant(row, "modified"),
                owner(row));
    }

    private static FlowSummary.@Nullable Owner owner(ResultSet row) throws SQLException {
        @Nullable UUID id = row.getObject("owner", UUID.class);
        if (id == null) {
            return null;
        }
        @Nullable OffsetDateTime until = row.getObject("lease_until", OffsetDateTime.class);
        return new FlowSummary.Owner(
                id,
                row.getString("owner_name"),
                until == null ? null : until.toInstant(),
                row.getBoolean("lease_holds"));
    }

    private static Instant instant(ResultSet row, String column) throws SQLException {
        return row.getObject(column, OffsetDateTime.class).toInstant();
    }
}
