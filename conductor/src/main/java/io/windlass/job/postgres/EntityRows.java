package io.windlass.job.postgres;

import com.fasterxml.jackson.core.type.TypeReference;
import io.windlass.job.JobEntity;
import io.windlass.persistence.postgres.PostgresAccess;
import io.windlass.value.Value;
import io.windlass.value.Values;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jdbi.v3.core.Handle;

/** Rows of {@code job_entities}: who works on a board. */
final class EntityRows {
    private static final TypeReference<Map<String, String>> METADATA = new TypeReference<>() {};

    private final PostgresAccess access;
    private final String board;
    private final String keep;
    private final String kept;

    EntityRows(PostgresAccess access, String board) {
        this.access = access;
        this.board = board;
        keep = access.sql("""
            INSERT INTO {}.job_entities (board, kind, name, meta, owner, owner_epoch)
            VALUES (:board, :kind, :name, CAST(:meta AS json), :owner, :epoch)
            ON CONFLICT (board, kind, name) DO UPDATE
            SET meta = excluded.meta, owner = excluded.owner, owner_epoch = excluded.owner_epoch
            """);
        kept = access.sql("""
            SELECT j.name, j.meta FROM {}.job_entities j
            WHERE j.board = :board AND j.kind = :kind AND EXISTS (SELECT @held) ORDER BY j.name
            """.replace("@held", JobRows.HELD));
    }

    int keep(Handle handle, JobEntity entity) {
        return handle.createUpdate(keep)
                .bind("board", board)
                .bind("kind", entity.kind())
                .bind("name", entity.name())
                .bind("meta", Values.write(entity.metadata()).json())
                .bind("owner", access.owner().id())
                .bind("epoch", access.owner().epoch())
                .execute();
    }

    List<JobEntity> kept(Handle handle, String kind) {
        return handle.createQuery(kept)
                .bind("board", board)
                .bind("kind", kind)
                .map((row, context) -> new JobEntity(kind, row.getString("name"), metadata(row.getString("meta"))))
                .list();
    }

    @SuppressWarnings("unchecked")
    private static Map<String, String> metadata(String json) {
        return (Map<String, String>) Objects.requireNonNull(Values.read(new Value(json), METADATA.getType()));
    }
}
