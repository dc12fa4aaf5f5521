package io.windlass.persistence.postgres;

import io.windlass.failure.NotFoundException;
import io.windlass.persistence.LogBook;
import io.windlass.persistence.tables.BookStore;
import io.windlass.persistence.tables.Refusals;
import io.windlass.value.ValueMaps;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;
import org.jspecify.annotations.Nullable;

/** Rows of {@code books}, and what removes them and flows. */
final class BookRows {
    private final OwnerRows owners;
    private final String save;
    private final String select;
    private final String all;
    private final String lockOne;
    private final String lockBook;
    private final String lockAll;
    private final String underWay;
    private final List<String> removals;
    private final String removeBook;
    private final String removeBooks;

    BookRows(Schema schema, OwnerRows owners) {
        this.owners = owners;
        save = schema.sql("""
            INSERT INTO {}.books AS b (id, name, meta, created, updated)
            VALUES (:book, :name, CAST(:meta AS json), :created, :updated)
            ON CONFLICT (id) DO UPDATE SET name = excluded.name, meta = excluded.meta, updated = clock_timestamp()
            WHERE b.name <> excluded.name OR CAST(b.meta AS text) <> CAST(excluded.meta AS text)
            """);
        select = schema.sql("SELECT * FROM {}.books WHERE id = :book");
        all = schema.sql("SELECT * FROM {}.books ORDER BY created, id");
        lockOne = schema.sql("SELECT id FROM {}.flows WHERE id = :flow OR id IN ("
                + "SELECT compensation FROM {}.orphans WHERE flow = :flow) ORDER BY id FOR UPDATE");
        lockBook = schema.sql("""
            SELECT id FROM {}.flows WHERE book = :book OR id IN (
                SELECT o.compensation FROM {}.orphans o JOIN {}.flows f ON f.id = o.flow WHERE f.book = :book)
            ORDER BY id FOR UPDATE
            """);
        lockAll = schema.sql("SELECT id FROM {}.flows ORDER BY id FOR UPDATE");
        underWay = schema.sql("""
            SELECT f.id FROM {}.flows f
            WHERE f.id = ANY (CAST(:flows AS uuid[])) AND f.owner IS NOT NULL AND @unfinished
            AND (f.state <> 'SUSPENDED'
                OR EXISTS (SELECT FROM {}.owners o WHERE o.id = f.owner AND o.epoch = f.owner_epoch))
            """.replace("@unfinished", Schema.UNFINISHED));
        removals = List.of(
                schema.sql("DELETE FROM {}.inbox WHERE flow = ANY (CAST(:flows AS uuid[]))"),
                schema.sql("DELETE FROM {}.orphans WHERE flow = ANY (CAST(:flows AS uuid[]))"),
                schema.sql("DELETE FROM {}.operations WHERE flow = ANY (CAST(:flows AS uuid[]))"),
                schema.sql("DELETE FROM {}.history WHERE flow = ANY (CAST(:flows AS uuid[]))"),
                schema.sql("DELETE FROM {}.atoms WHERE flow = ANY (CAST(:flows AS uuid[]))"),
                schema.sql("DELETE FROM {}.flows WHERE id = ANY (CAST(:flows AS uuid[]))"));
        removeBook = schema.sql("DELETE FROM {}.books WHERE id = :book");
        removeBooks = schema.sql("DELETE FROM {}.books");
    }

    LogBook save(Handle handle, LogBook book) {
        Refusals.check(book);
        owners.lock(handle);
        handle.createUpdate(save)
                .bind("book", book.id())
                .bind("name", book.name())
                // In one order, so that what is the same reads the same.
                .bind("meta", ValueMaps.write(new TreeMap<>(book.meta())))
                .bind("created", book.createdAt().atOffset(ZoneOffset.UTC))
                .bind("updated", offset(book.updatedAt()))
                .execute();
        return load(handle, book.id()).orElse(book);
    }

    private static @Nullable OffsetDateTime offset(@Nullable Instant time) {
        return time == null ? null : time.atOffset(ZoneOffset.UTC);
    }

    Optional<LogBook> load(Handle handle, UUID book) {
        return handle.createQuery(select)
                .bind("book", book)
                .map((row, context) -> book(row))
                .findFirst();
    }

    List<LogBook> all(Handle handle) {
        return handle.createQuery(all).map((row, context) -> book(row)).list();
    }

    private static LogBook book(ResultSet row) throws SQLException {
        @Nullable OffsetDateTime updated = row.getObject("updated", OffsetDateTime.class);
        return new LogBook(
                row.getObject("id", UUID.class),
                row.getString("name"),
                FlowReader.values(row.getString("meta")),
                row.getObject("created", OffsetDateTime.class).toInstant(),
                updated == null ? null : updated.toInstant());
    }

    int destroy(Handle handle, UUID book) {
        owners.lock(handle);
        if (handle.createUpdate(removeBook).bind("book", book).execute() == 0) {
            throw new NotFoundException("there is no log book " + book);
        }
        return remove(handle, handle.createQuery(lockBook).bind("book", book));
    }

    int destroyFlow(Handle handle, UUID flow) {
        owners.lock(handle);
        int removed = remove(handle, handle.createQuery(lockOne).bind("flow", flow));
        if (removed == 0) {
            throw new NotFoundException("flow " + flow + " is not stored");
        }
        return removed;
    }

    int destroyAll(Handle handle) {
        owners.lock(handle);
        handle.execute(removeBooks);
        return remove(handle, handle.createQuery(lockAll));
    }

    /** Locks flows first, by a statement of its own: the next one sees what they have come to meanwhile. */
    private int remove(Handle handle, Query locking) {
        List<UUID> flows = locking.mapTo(UUID.class).list();
        List<UUID> kept = handle.createQuery(underWay)
                .bindArray("flows", UUID.class, flows)
                .mapTo(UUID.class)
                .list();
        if (!kept.isEmpty()) {
            throw BookStore.refused(kept);
        }
        for (String removal : removals) {
            handle.createUpdate(removal).bindArray("flows", UUID.class, flows).execute();
        }
        return flows.size();
    }
}
