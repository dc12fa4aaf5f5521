package io.windlass.persistence.directory;

import io.windlass.failure.InvalidFormatException;
import io.windlass.failure.StorageException;
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
import java.time.DateTimeException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Rows in files. What is asked for together lies together: {@code owners/ID/flows} has an empty file for each flow of
 * that process that has not ended, {@code books/ID/flows} one for each flow of that book.
 */
final class DirectoryTables implements Tables {
    private static final Pattern ID = Pattern.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");
    private static final String OWNERS = "owners/";
    private static final String BOOKS = "books/";
    private static final String INBOX = "inbox/";
    private static final String ORPHANS = "orphans/";
    private static final String FLOWS = "/flows";

    private final DiskFiles files;
    private final Transaction transaction;
    private final FlowFiles flowFiles;
    private final OperationFiles operations;

    DirectoryTables(DiskFiles files, Transaction transaction) {
        this.files = files;
        this.transaction = transaction;
        this.operations = new OperationFiles(this, transaction);
        this.flowFiles = new FlowFiles(this, transaction);
    }

    /** {@return what a file says; empty when it is not there} */
    <T> Optional<T> read(String path, Function<Fields, T> row) {
        return transaction.read(path).map(text -> parse(path, text, row));
    }

    /** {@return what a text from a file says} */
    <T> T parse(String path, String text, Function<Fields, T> row) {
        try {
            return row.apply(Fields.read(text));
        } catch (InvalidFormatException | IllegalArgumentException | ArithmeticException | DateTimeException e) {
            throw new StorageException(
                    "file " + files.path(path) + " is broken: " + e.getMessage()
                            + "; put right what was changed by hand, or restore the directory from a backup",
                    e);
        }
    }

    static List<UUID> ids(Collection<String> names) {
        // What an operator's tools leave lying about is none of our business.
        return names.stream()
                .filter(name -> ID.matcher(name).matches())
                .map(UUID::fromString)
                .toList();
    }

    @Override
    public List<PastChange> changes(UUID flow) {
        return flowFiles.changes(flow);
    }

    @Override
    public List<FlowOperation> operations(UUID flow) {
        return operations.of(flow);
    }

    @Override
    public List<FlowOperation> openOperations() {
        return operations.open();
    }

    @Override
    public void putOperation(FlowOperation operation) {
        operations.put(operation);
    }

    @Override
    public List<OwnerRow> owners() {
        return ids(transaction.list("owners")).stream()
                .flatMap(id -> owner(id).stream())
                .toList();
    }

    @Override
    public Optional<OwnerRow> owner(UUID id) {
        return read(OWNERS + id + "/owner.json", fields -> RowFiles.owner(id, fields));
    }

    @Override
    public void putOwner(OwnerRow row) {
        transaction.put(OWNERS + row.owner().id() + "/owner.json", RowFiles.write(row));
    }

    @Override
    public void removeOwner(UUID id) {
        transaction.delete(OWNERS + id);
    }

    @Override
    public List<FlowHead> flows() {
        return sorted(transaction.list("flows")).stream().map(FlowFile::head).toList();
    }

    private List<FlowFile> sorted(Collection<String> flows) {
        return ids(flows).stream()
                .flatMap(id -> flowFiles.file(id).stream())
                .sorted(Comparator.comparing(FlowFile::created)
                        .thenComparing(file -> file.head().id()))
                .toList();
    }

    @Override
    public List<FlowHead> unfinished(UUID owner) {
        return ids(transaction.list(OWNERS + owner + FLOWS)).stream()
                .flatMap(flow -> head(flow).stream())
                .filter(flow -> flow.owner() != null && flow.owner().id().equals(owner))
                .toList();
    }

    @Override
    public List<FlowRecord> flowsOf(UUID book) {
        return sorted(transaction.list(BOOKS + book + FLOWS)).stream()
                .map(flowFiles::record)
                .toList();
    }

    @Override
    public Optional<FlowHead> head(UUID flow) {
        return flowFiles.file(flow).map(FlowFile::head);
    }

    @Override
    public Optional<FlowRecord> record(UUID flow) {
        return flowFiles.file(flow).map(flowFiles::record);
    }

    @Override
    public Optional<StoredFlow> flow(UUID flow) {
        return record(flow).map(record -> new StoredFlow(record, flowFiles.atoms(flow)));
    }

    @Override
    public Optional<StoredAtom> atom(UUID flow, String name) {
        return flowFiles.atom(flow, FileNames.of(name));
    }

    @Override
    public void own(UUID flow, @Nullable Owner owner) {
        flowFiles.file(flow).ifPresent(file -> write(file, file.ownedBy(owner)));
    }

    @Override
    public void apply(FlowChange change, Owner owner) {
        UUID id = change.flow().id();
        Optional<FlowFile> before = flowFiles.file(id);
        FlowFile base = before.orElseGet(() -> FlowFile.first(change.flow(), owner));
        write(before.orElse(null), flowFiles.apply(base, change, owner));
        if (before.isEmpty() && change.flow().book() != null) {
            transaction.put(BOOKS + change.flow().book() + FLOWS + "/" + id, "");
        }
    }

    private void write(@Nullable FlowFile before, FlowFile after) {
        UUID id = after.head().id();
        transaction.put(FlowFiles.path(id), after.write());
        @Nullable String was = before == null ? null : mark(before.head());
        @Nullable String is = mark(after.head());
        if (!Objects.equals(was, is)) {
            if (was != null) {
                transaction.delete(was);
            }
            if (is != null) {
                transaction.put(is, "");
            }
        }
    }

    /** {@return the file by which an owner's flow that has not ended is found} */
    private static @Nullable String mark(FlowHead flow) {
        @Nullable Owner owner = flow.owner();
        return owner == null || flow.state().isTerminal() ? null : OWNERS + owner.id() + FLOWS + "/" + flow.id();
    }

    @Override
    public void removeFlow(UUID flow) {
        head(flow).ifPresent(head -> {
            @Nullable String mark = mark(head);
            if (mark != null) {
                transaction.delete(mark);
            }
            if (head.book() != null) {
                transaction.delete(BOOKS + head.book() + FLOWS + "/" + flow);
            }
        });
        transaction.delete("flows/" + flow);
        transaction.delete(INBOX + flow);
        transaction.delete(ORPHANS + flow);
        operations.remove(flow);
    }

    @Override
    public List<InboxEntry> inbox(Owner owner) {
        List<InboxEntry> entries = new ArrayList<>();
        for (UUID flow : ids(transaction.list("inbox"))) {
            if (head(flow).filter(head -> head.isReadBy(owner)).isPresent()) {
                for (String name : transaction.list(INBOX + flow)) {
                    read(INBOX + flow + "/" + name, fields -> RowFiles.inbox(flow, fields))
                            .ifPresent(entries::add);
                }
            }
        }
        return entries;
    }

    private static String path(InboxEntry entry) {
        String key = entry.request().toString() + "/" + entry.runId();
        return INBOX + entry.request().flow() + "/" + FileNames.of(key) + ".json";
    }

    @Override
    public void putInbox(InboxEntry entry) {
        if (transaction.read(path(entry)).isEmpty()) {
            transaction.put(path(entry), RowFiles.write(entry));
        }
    }

    @Override
    public void removeInbox(InboxEntry entry) {
        transaction.delete(path(entry));
        String directory = INBOX + entry.request().flow();
        if (transaction.list(directory).isEmpty()) {
            transaction.delete(directory);
        }
    }

    private static String path(Orphan orphan) {
        return ORPHANS + orphan.request().flow() + "/" + orphan.compensation() + ".json";
    }

    @Override
    public List<Orphan> orphans(UUID flow) {
        return transaction.list(ORPHANS + flow).stream()
                .flatMap(name -> read(ORPHANS + flow + "/" + name, fields -> RowFiles.orphan(flow, fields)).stream())
                .toList();
    }

    @Override
    public List<Orphan> orphans() {
        return ids(transaction.list("orphans")).stream()
                .flatMap(flow -> orphans(flow).stream())
                .toList();
    }

    @Override
    public void putOrphan(Orphan orphan) {
        transaction.put(path(orphan), RowFiles.write(orphan));
    }

    @Override
    public List<LogBook> books() {
        return ids(transaction.list("books")).stream()
                .flatMap(id -> book(id).stream())
                .toList();
    }

    @Override
    public Optional<LogBook> book(UUID id) {
        return read(BOOKS + id + "/book.json", fields -> RowFiles.book(id, fields));
    }

    @Override
    public void putBook(LogBook book) {
        transaction.put(BOOKS + book.id() + "/book.json", RowFiles.write(book));
    }

    @Override
    public void removeBook(UUID id) {
        boolean alone = transaction.list(BOOKS + id + FLOWS).isEmpty();
        transaction.delete(alone ? BOOKS + id : BOOKS + id + "/book.json");
    }
}
