package io.windlass.persistence;

import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;

/**
 * The store of one process: an owner of flows, with a lease that is renewed while it is open. Thread-safe.
 *
 * <p>Ownership belongs to the process. A flow names its owner and the owner's epoch; it changes hands only when the
 * owner let go of it or the owner's lease, judged by the store's clock, ran out. Whoever takes over raises the dead
 * owner's epoch first and reads its flows only then, so that nothing which the old owner still writes can land
 * unseen: from that moment each of its writes fails with {@link io.windlass.failure.FencedException}.
 */
public interface Persistence extends AutoCloseable {
    /** {@return this process, as it was registered when the store was opened} */
    Owner owner();

    /**
     * {@return the store's clock, which all its processes go by} Times that are stored are told by it, so that they mean
     * the same to whoever takes a flow over, however the clocks of the processes differ. It may be put right, so it is
     * no measure of short whiles. Asking it costs no statement and does not block.
     */
    InstantSource clock();

    /**
     * Records a change of one flow that this process owns, or a new flow. Changes of all flows are gathered into
     * group transactions; those of one flow are recorded in the order of the calls. Writes are absolute: recording a
     * change twice is recording it once.
     *
     * @return completes when the change is durable. Fails with {@link RefusedException} when the store refuses a
     *     row of it (nothing of this change is then recorded, other flows are not concerned), with {@link
     *     io.windlass.failure.FencedException} when this process lost its lease. A connection that is lost fails
     *     nothing: the batch is repeated until it is stored or the process is fenced or closed. Fails with a plain
     *     {@link io.windlass.failure.StorageException} when another process or nobody owns the flow, when it is not
     *     stored and the change does not create it, and when this process was closed. Stages that depend on it must
     *     not block.
     */
    CompletionStage<Void> save(FlowChange change);

    /** {@return a flow as it is stored, whoever owns it; empty when there is none} */
    Optional<StoredFlow> load(UUID flow);

    /** {@return a flow without its atoms, whoever owns it; empty when there is none} */
    Optional<FlowRecord> loadRecord(UUID flow);

    /** {@return one atom of a flow; empty when it has no record} */
    Optional<StoredAtom> loadAtom(UUID flow, String atom);

    /**
     * Keeps a log book: a new one as it is; of one that there is name and metadata are written anew, its making and
     * its flows stay. Committed on return.
     *
     * @return the book as it is stored then
     * @throws RefusedException when the store refuses what is in it; names no atoms
     */
    LogBook saveBook(LogBook book);

    /** {@return a log book; empty when there is none of that id} */
    Optional<LogBook> loadBook(UUID book);

    /** {@return all log books, the oldest first} */
    List<LogBook> books();

    /**
     * {@return the flows that name a book as theirs, without their atoms, in the order in which they were created}
     */
    List<FlowRecord> flowsOf(UUID book);

    /**
     * Removes a log book and all its flows, with their atoms, history, inbox and orphans, or nothing. Who adds a flow to the
     * book at the same time may find it left, in a book that is gone. Committed on return.
     *
     * @throws io.windlass.failure.NotFoundException when there is no such book
     * @throws io.windlass.failure.InvalidStateException as {@link #destroyFlow} does; names the flows
     */
    void destroyBook(UUID book);

    /**
     * Removes a flow with its atoms, history, inbox, operations and orphans, and the flows that undo those. Committed on return.
     *
     * @throws io.windlass.failure.NotFoundException when there is no such flow
     * @throws io.windlass.failure.InvalidStateException when the flow is under way: it has not ended, and a process
     *     owns it (this one too: {@link #release} it first) or may take it over. Nothing was removed
     */
    void destroyFlow(UUID flow);

    /**
     * Removes all log books and all flows, or nothing. Committed on return.
     *
     * @throws io.windlass.failure.InvalidStateException as {@link #destroyFlow} does; names the flows
     */
    void destroyAll();

    /**
     * Makes this process the owner of one flow that nobody owns, that it owns already, or whose owner's lease ran out:
     * such an owner is fenced first, by the rules of {@link #takeOver(Set, int)}, which finds its other flows from then on.
     *
     * @return the flow (replies kept for it are in {@link #inbox()}); empty when there is none or a live process owns it
     */
    Optional<StoredFlow> claim(UUID flow);

    /** Lets go of a flow, so that any process may claim it; nothing happens when this process does not own it. */
    void release(UUID flow);

    /**
     * Takes flows over from owners whose lease ran out or who gave it up: raises their epoch, then claims up to
     * {@code limit} of their flows that are neither finished nor suspended. Besides, it claims suspended flows that nobody
     * owns and somebody wants run ({@link FlowOperation.Kind#wantsRun}); those it tells of as taken from this process
     * itself, without a reply queue. Several processes may do so at once; each flow goes to one of them. Flows that undo
     * orphans ({@link Orphan#compensation()}) are left for whoever claims them.
     *
     * <p>A process raises no epoch while its own lease has run out, nor for the time of a lease after it had: the store
     * may have been away, and others may be as alive as this one.
     *
     * @param names the names of flows that this process can run: others are left to others; empty for all
     * @return one entry for each dead owner that had flows left for this process, and one for those that are to be run on;
     *     empty when there is none
     */
    List<Takeover> takeOver(Set<String> names, int limit);

    /** Takes over as {@link #takeOver(Set, int)} does, flows of any name. */
    default List<Takeover> takeOver(int limit) {
        return takeOver(Set.of(), limit);
    }

    /** {@return where replies for the flow should go; empty when there is no such flow} */
    Optional<FlowOwnership> ownershipOf(UUID flow);

    /**
     * {@return the reply queues of processes that are gone: replies on their way when the process died may come there}
     * Whoever takes flows over listens to all of them, as a process may have died while it listened to another's. One
     * is listed for a day at least, and for as long as there are flows to take from its process.
     */
    List<String> deadReplyQueues();

    /** Makes known the queue where this process takes replies, for whoever takes over from it. Committed on return. */
    void announceReplyQueue(String queue);

    /**
     * Keeps a reply for a flow that another process owns, until its owner reads it. Keyed: the same reply is kept
     * once. Committed on return.
     *
     * @return whether it is kept; false when the flow has ended or is not stored, so that nobody waits for it
     */
    boolean putInbox(InboxEntry entry);

    /**
     * {@return the replies kept by others for flows that this process owns, and for those that have ended since,
     * whoever owned them}
     */
    List<InboxEntry> inbox();

    /** Forgets replies of {@link #inbox()} whose outcome is recorded, or kept as an orphan. */
    void clearInbox(List<InboxEntry> entries);

    /**
     * Keeps the success of a run that no flow knows of, unless that run is recorded in the flow's history as the one of
     * its request, or the flow is not stored. Of a flow that is under way only its owner may ask: its own writes are
     * what tells. Keyed: the same run is kept once, as it was found first. Committed on return.
     *
     * @return whether it is new
     */
    boolean putOrphan(Orphan orphan);

    /** {@return a flow's orphans, the oldest first} */
    List<Orphan> orphans(UUID flow);

    /**
     * {@return orphans of all flows, the oldest first}
     *
     * @param state those wanted
     * @param limit how many at most
     */
    List<Orphan> orphans(OrphanState state, int limit);

    /** Writes what became of an orphan; nothing happens when it is not kept any more. Committed on return. */
    void markOrphan(Orphan orphan, OrphanState state);

    /**
     * {@return what people want done with flows} A flow that this process owns and does not run is let go of when somebody
     * has an operation for it, unless it is under way.
     */
    OperationStore operations();

    /** {@return every change of a flow's state, the oldest first; empty when there is no such flow} */
    List<PastChange> changes(UUID flow);

    /** {@return whether this process can record, as far as it knows without asking the store; for health checks} */
    StoreState state();

    /**
     * {@return why what was recorded might be lost, by how the store was set up when it was opened; for people, a sentence
     * each} None for most stores.
     */
    default List<String> risks() {
        return List.of();
    }

    /**
     * Registers what is to happen, once, when this process has lost its lease. Called on a thread of the store's:
     * must not block.
     */
    void onFenced(Runnable listener);

    /**
     * Has changes completed inside of something that depends on many of them, so that what it does for each can go
     * together. It runs what it is given, once, on the same thread, and must not block. Some stores have nothing that
     * goes together, and do not call it.
     */
    default void completeWithin(Consumer<Runnable> frame) {}

    /**
     * Records what was handed in and gives up the lease: others may take over at once what this process leaves
     * unfinished, and claim the rest. Changes that come later fail.
     */
    @Override
    void close();
}
