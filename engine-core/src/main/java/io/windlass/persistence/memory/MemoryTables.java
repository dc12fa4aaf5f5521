package io.windlass.persistence.memory;

import io.windlass.persistence.FlowChange;
import io.windlass.persistence.FlowOperation;
import io.windlass.persistence.FlowRecord;
import io.windlass.persistence.InboxEntry;
import io.windlass.persistence.LogBook;
import io.windlass.persistence.Orphan;
import io.windlass.persistence.Owner;
import io.windlass.persistence.PastChange;
import io.windlass.persistence.StoredAtom;
import io.windlass.persistence.StoredFlow;
import io.windlass.persistence.tables.FlowHead;
import io.windlass.persistence.tables.OwnerRow;
import io.windlass.persistence.tables.Tables;
import io.windlass.state.RequestName;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Rows in maps. Guarded by its store. */
final class MemoryTables implements Tables {
    private record InboxKey(RequestName request, String runId) {
        static InboxKey of(InboxEntry entry) {
            return new InboxKey(entry.request(), entry.runId());
        }
    }

    private final Map<UUID, OwnerRow> owners = new LinkedHashMap<>();
    private final Map<UUID, FlowRow> flows = new LinkedHashMap<>();
    private final Map<InboxKey, InboxEntry> inbox = new LinkedHashMap<>();
    /** By what undoes them, which is as good a key as any. */
    private final Map<UUID, Orphan> orphans = new LinkedHashMap<>();

    private final Map<UUID, LogBook> books = new LinkedHashMap<>();

    private final Map<UUID, FlowOperation> operations = new LinkedHashMap<>();
    private final InstantSource clock;

    MemoryTables(InstantSource clock) {
        this.clock = clock;
    }

    @Override
    public List<PastChange> changes(UUID flow) {
        return row(flow).map(FlowRow::changes).orElse(List.of());
    }

    @Override
    public List<FlowOperation> operations(UUID flow) {
        return operations.values().stream()
                .filter(operation -> operation.flow().equals(flow))
                .toList();
    }

    @Override
    public List<FlowOperation> openOperations() {
        return operations.values().stream().filter(FlowOperation::isOpen).toList();
    }

    @Override
    public void putOperation(FlowOperation operation) {
        operations.put(operation.id(), operation);
    }

    private Optional<FlowRow> row(UUID flow) {
        return Optional.ofNullable(flows.get(flow));
    }

    @Override
    public List<OwnerRow> owners() {
        return List.copyOf(owners.values());
    }

    @Override
    public Optional<OwnerRow> owner(UUID id) {
        return Optional.ofNullable(owners.get(id));
    }

    @Override
    public void putOwner(OwnerRow row) {
        owners.put(row.owner().id(), row);
    }

    @Override
    public void removeOwner(UUID id) {
        owners.remove(id);
    }

    @Override
    public List<FlowHead> flows() {
        return flows.values().stream().map(FlowRow::head).toList();
    }

    @Override
    public List<FlowHead> unfinished(UUID owner) {
        return flows.values().stream()
                .map(FlowRow::head)
                .filter(flow -> flow.owner() != null && flow.owner().id().equals(owner))
                .filter(flow -> !flow.state().isTerminal())
                .toList();
    }

    @Override
    public List<FlowRecord> flowsOf(UUID book) {
        return flows.values().stream()
                .map(FlowRow::record)
                .filter(flow -> book.equals(flow.book()))
                .toList();
    }

    @Override
    public Optional<FlowHead> head(UUID flow) {
        return row(flow).map(FlowRow::head);
    }

    @Override
    public Optional<FlowRecord> record(UUID flow) {
        return row(flow).map(FlowRow::record);
    }

    @Override
    public Optional<StoredFlow> flow(UUID flow) {
        return row(flow).map(FlowRow::stored);
    }

    @Override
    public Optional<StoredAtom> atom(UUID flow, String name) {
        return row(flow).flatMap(row -> row.atom(name));
    }

    @Override
    public void own(UUID flow, @Nullable Owner owner) {
        row(flow).ifPresent(row -> row.owner(owner));
    }

    @Override
    public void apply(FlowChange change, Owner owner) {
        flows.computeIfAbsent(change.flow().id(), id -> new FlowRow(change.flow(), owner))
                .apply(change, clock.instant(), owner);
    }

    @Override
    public void removeFlow(UUID flow) {
        flows.remove(flow);
        inbox.keySet().removeIf(key -> key.request().flow().equals(flow));
        operations.values().removeIf(operation -> operation.flow().equals(flow));
        orphans.values().removeIf(orphan -> orphan.request().flow().equals(flow));
    }

    @Override
    public List<InboxEntry> inbox(Owner owner) {
        return inbox.values().stream()
                .filter(entry -> head(entry.request().flow())
                        .filter(flow -> flow.isReadBy(owner))
                        .isPresent())
                .toList();
    }

    @Override
    public void putInbox(InboxEntry entry) {
        inbox.putIfAbsent(InboxKey.of(entry), entry);
    }

    @Override
    public void removeInbox(InboxEntry entry) {
        inbox.remove(InboxKey.of(entry));
    }

    @Override
    public List<Orphan> orphans(UUID flow) {
        return orphans.values().stream()
                .filter(orphan -> orphan.request().flow().equals(flow))
                .toList();
    }

    @Override
    public List<Orphan> orphans() {
        return List.copyOf(orphans.values());
    }

    @Override
    public void putOrphan(Orphan orphan) {
        orphans.put(orphan.compensation(), orphan);
    }

    @Override
    public List<LogBook> books() {
        return List.copyOf(books.values());
    }

    @Override
    public Optional<LogBook> book(UUID id) {
        return Optional.ofNullable(books.get(id));
    }

    @Override
    public void putBook(LogBook book) {
        books.put(book.id(), book);
    }

    @Override
    public void removeBook(UUID id) {
        books.remove(id);
    }
}
