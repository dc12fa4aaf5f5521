package io.windlass.persistence.directory;

import io.windlass.persistence.FlowChange;
import io.windlass.persistence.FlowRecord;
import io.windlass.persistence.HistoryEntry;
import io.windlass.persistence.Owner;
import io.windlass.persistence.tables.FlowHead;
import io.windlass.state.FlowState;
import io.windlass.value.Value;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What is written of a flow with each change of it.
 *
 * @param head what its ownership depends on
 * @param created by the clock of who created it
 * @param history the sequence of its newest history entry, as the record has it
 * @param deadline as the record has it
 * @param entries the sequence of the last entry that its history file has
 * @param bytes how long that file is: what it has beyond was never recorded
 */
record FlowFile(
        FlowHead head,
        Instant created,
        long history,
        @Nullable Instant deadline,
        long entries,
        long bytes) {
    static FlowFile first(FlowRecord flow, Owner owner) {
        FlowHead head = new FlowHead(flow.id(), flow.name(), flow.book(), flow.state(), owner);
        return new FlowFile(head, DirectoryStore.CLOCK.instant(), 0, null, 0, 0);
    }

    static FlowFile read(UUID id, Fields fields) {
        @Nullable String book = fields.optional("book");
        @Nullable String owner = fields.optional("owner");
        FlowHead head = new FlowHead(
                id,
                fields.text("name"),
                book == null ? null : UUID.fromString(book),
                FlowState.valueOf(fields.text("state")),
                owner == null ? null : new Owner(UUID.fromString(owner), fields.number("epoch")));
        return new FlowFile(
                head,
                Instant.parse(fields.text("created")),
                fields.number("history"),
                RowFiles.instant(fields.optional("deadline")),
                fields.number("entries"),
                fields.number("bytes"));
    }

    String write() {
        @Nullable Owner owner = head.owner();
        return Fields.none()
                .put("name", head.name())
                .put("book", head.book())
                .put("state", head.state())
                .put("owner", owner == null ? null : owner.id())
                .put("epoch", owner == null ? null : owner.epoch())
                .put("created", created.toString())
                .put("history", history)
                .put("deadline", RowFiles.text(deadline))
                .put("entries", entries)
                .put("bytes", bytes)
                .lines();
    }

    FlowFile ownedBy(@Nullable Owner owner) {
        FlowHead next = new FlowHead(head.id(), head.name(), head.book(), head.state(), owner);
        return new FlowFile(next, created, history, deadline, entries, bytes);
    }

    /** {@return this after a change that appended so many bytes for these entries} */
    FlowFile after(FlowChange change, List<HistoryEntry> appended, int length) {
        FlowRecord flow = change.flow();
        FlowHead next = new FlowHead(head.id(), head.name(), head.book(), flow.state(), head.owner());
        long last =
                appended.isEmpty() ? entries : appended.get(appended.size() - 1).sequence();
        return new FlowFile(next, created, flow.history(), flow.deadline(), last, bytes + length);
    }

    FlowRecord record(Map<String, Value> store, Map<String, Value> meta) {
        return new FlowRecord(head.id(), head.name(), head.book(), head.state(), store, meta, history, deadline);
    }
}
