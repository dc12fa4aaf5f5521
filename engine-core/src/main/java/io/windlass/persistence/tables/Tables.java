package io.windlass.persistence.tables;

import io.windlass.persistence.FlowChange;
import io.windlass.persistence.FlowOperation;
import io.windlass.persistence.FlowRecord;
import io.windlass.persistence.HistoryEntry;
import io.windlass.persistence.InboxEntry;
import io.windlass.persistence.LogBook;
import io.windlass.persistence.Orphan;
import io.windlass.persistence.Owner;
import io.windlass.persistence.PastChange;
import io.windlass.persistence.StoredAtom;
import io.windlass.persistence.StoredFlow;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Rows by key, without rules; what is written is read back at once. Used by one thread at a time. */
public interface Tables {
    /** {@return all processes, in any order} */
    List<OwnerRow> owners();

    /** {@return a process; empty when there is none of that id} */
    Optional<OwnerRow> owner(UUID id);

    /** Writes a process, in place of the one of its id. */
    void putOwner(OwnerRow owner);

    /** Removes a process. */
    void removeOwner(UUID id);

    /** {@return all flows, the oldest first} */
    List<FlowHead> flows();

    /** {@return the flows of an owner of that id, whatever its epoch, that have not ended; in any order} */
    List<FlowHead> unfinished(UUID owner);

    /** {@return the flows of a book, the oldest first} */
    List<FlowRecord> flowsOf(UUID book);

    /** {@return a flow's head; empty when there is no such flow} */
    Optional<FlowHead> head(UUID flow);

    /** {@return a flow without its atoms; empty when there is none} */
    Optional<FlowRecord> record(UUID flow);

    /** {@return a flow with its atoms; empty when there is none} */
    Optional<StoredFlow> flow(UUID flow);

    /** {@return an atom; empty when it has no record} */
    Optional<StoredAtom> atom(UUID flow, String name);

    /** Writes who owns a flow that there is. */
    void own(UUID flow, @Nullable Owner owner);

    /** Writes a change; a flow that there is not yet is made, and owned by this owner. */
    void apply(FlowChange change, Owner owner);

    /** {@return a flow's history in its order; empty when there is no such flow} */
    default List<HistoryEntry> history(UUID flow) {
        return changes(flow).stream().map(PastChange::entry).toList();
    }

    /** {@return a flow's history in its order, with times; empty when there is no such flow} */
    List<PastChange> changes(UUID flow);

    /** {@return a flow's operations, in the order in which they were first written} */
    List<FlowOperation> operations(UUID flow);

    /** {@return all open operations, those of one flow in the order in which they were first written} */
    List<FlowOperation> openOperations();

    /** Writes an operation, in place of the same. */
    void putOperation(FlowOperation operation);

    /** Removes a flow with its atoms, history, inbox, operations and orphans. */
    void removeFlow(UUID flow);

    /** {@return the replies kept for the flows of an owner, and for those that have ended} */
    List<InboxEntry> inbox(Owner owner);

    /** Keeps a reply, unless the same is kept. */
    void putInbox(InboxEntry entry);

    /** Removes a reply, if it is there. */
    void removeInbox(InboxEntry entry);

    /** {@return a flow's orphans, in any order} */
    List<Orphan> orphans(UUID flow);

    /** {@return all orphans, in any order} */
    List<Orphan> orphans();

    /** Writes an orphan, in place of the same. */
    void putOrphan(Orphan orphan);

    /** {@return all log books, in any order} */
    List<LogBook> books();

    /** {@return a log book; empty when there is none of that id} */
    Optional<LogBook> book(UUID id);

    /** Writes a log book, in place of the one of its id. */
    void putBook(LogBook book);

    /** Removes a log book; its flows stay. */
    void removeBook(UUID id);
}
