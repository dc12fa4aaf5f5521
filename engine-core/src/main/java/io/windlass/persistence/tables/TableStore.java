package io.windlass.persistence.tables;

import io.windlass.failure.FencedException;
import io.windlass.failure.StorageException;
import io.windlass.persistence.FlowChange;
import io.windlass.persistence.FlowOwnership;
import io.windlass.persistence.InboxEntry;
import io.windlass.persistence.Owner;
import io.windlass.persistence.StoredFlow;
import io.windlass.persistence.Takeover;
import io.windlass.state.FlowState;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The rules by which flows are owned and change hands, over tables. What throws has written nothing. The clock judges
 * the leases. Used by one thread at a time.
 */
public final class TableStore {
    private static final Duration KEEP_DEAD = Duration.ofDays(1);

    private final Tables tables;
    private final InstantSource clock;

    public TableStore(Tables tables, InstantSource clock) {
        this.tables = tables;
        this.clock = clock;
    }

    /** {@return what the rules are about} */
    public Tables tables() {
        return tables;
    }

    /** {@return log books and what they are asked for} */
    public BookStore books() {
        return new BookStore(tables, this, clock);
    }

    /** {@return successes of runs that no flow knows of} */
    public OrphanStore orphans() {
        return new OrphanStore(tables, this);
    }

    /** {@return what people want done with flows} */
    public OperationRules operations() {
        return new OperationRules(tables, this);
    }

    /** {@return a new process} */
    public Owner register(Duration lease) {
        Owner owner = new Owner(UUID.randomUUID(), 1);
        tables.putOwner(new OwnerRow(owner, clock.instant().plus(lease), null, null));
        return owner;
    }

    /** Renews a process's lease. */
    public void renew(Owner owner, Duration lease) {
        tables.putOwner(alive(owner).renewed(clock.instant().plus(lease)));
    }

    /**
     * Ends an owner's lease for good, as if its process were frozen. Nothing happens when it is not known or fenced
     * already.
     */
    public void freeze(Owner owner) {
        tables.owner(owner.id())
                .filter(row -> row.owner().equals(owner))
                .ifPresent(row -> tables.putOwner(new OwnerRow(owner, Instant.MIN, null, row.replyQueue())));
    }

    /** {@return whether nobody may take over from the process now} */
    public boolean holdsLease(Owner owner) {
        return tables.owner(owner.id())
                .filter(row -> row.owner().equals(owner) && !row.isDead(clock.instant()))
                .isPresent();
    }

    /** Makes a process's reply queue known. */
    public void announce(Owner owner, String queue) {
        tables.putOwner(alive(owner).announcing(queue));
    }

    /** Lets go of all flows; while some are under way the process stays, as a dead one, for whoever takes over. */
    public void unregister(Owner owner) {
        OwnerRow row = alive(owner);
        if (tables.unfinished(owner.id()).stream().anyMatch(FlowHead::isUnderWay)) {
            tables.putOwner(row.raised(clock.instant()));
        } else {
            tables.removeOwner(owner.id());
        }
    }

    /** Writes a change of a flow that the process owns, or creates. */
    public void save(Owner owner, FlowChange change) {
        alive(owner);
        Refusals.check(change);
        UUID id = change.flow().id();
        Optional<FlowHead> head = tables.head(id);
        boolean mine = head.map(flow -> owner.equals(flow.owner())).orElse(change.created());
        if (!mine) {
            throw new StorageException(
                    "flow " + id + (head.isEmpty() ? " is not stored" : " is not owned by this process")
                            + "; nothing was recorded, claim it first");
        }
        tables.apply(change, owner);
    }

    /** {@return the flow, which is the process's now; empty when there is none or another live one owns it} */
    public Optional<StoredFlow> claim(Owner owner, UUID id) {
        OwnerRow me = alive(owner);
        Optional<FlowHead> head = tables.head(id);
        if (head.isEmpty() || (!owner.equals(head.get().owner()) && !isFree(head.get(), me))) {
            return Optional.empty();
        }
        tables.own(id, owner);
        return tables.flow(id);
    }

    /** {@return whether nobody owns it} Fences the owner if its lease ran out. */
    private boolean isFree(FlowHead flow, OwnerRow me) {
        Instant now = clock.instant();
        Optional<OwnerRow> row = ownerOf(flow);
        boolean dead = row.filter(found -> found.isDead(now)).isPresent() && !me.isDead(now);
        if (dead) {
            fence(row.get(), now);
        }
        return dead || row.isEmpty();
    }

    /** Lets go of a flow. Of a fenced process's flows nothing is let go: their next owner finds them by their dead one. */
    public void release(Owner owner, UUID id) {
        tables.head(id)
                .filter(flow -> owner.equals(flow.owner()) && isOwned(flow))
                .ifPresent(flow -> tables.own(id, null));
    }

    /** Takes over, see {@link io.windlass.persistence.Persistence#takeOver(Set, int)}. */
    public List<Takeover> takeOver(Owner owner, Set<String> names, int limit) {
        Instant now = clock.instant();
        boolean mayJudge = !alive(owner).isDead(now);
        List<Takeover> takeovers = new ArrayList<>();
        int left = limit;
        for (OwnerRow row : tables.owners()) {
            if (row.owner().id().equals(owner.id()) || !row.isDead(now) || (row.takenOver() == null && !mayJudge)) {
                continue;
            }
            OwnerRow dead = fence(row, now);
            List<UUID> taken = take(dead, owner, names, left);
            if (!taken.isEmpty()) {
                left -= taken.size();
                takeovers.add(new Takeover(dead.owner(), Optional.ofNullable(dead.replyQueue()), taken));
            }
        }
        List<UUID> wanted = takeWanted(owner, names, left);
        if (!wanted.isEmpty()) {
            takeovers.add(new Takeover(owner, Optional.empty(), wanted));
        }
        return takeovers;
    }

    /** Takes suspended flows that nobody has and somebody wants run. */
    private List<UUID> takeWanted(Owner owner, Set<String> names, int limit) {
        List<UUID> wanted = operations().wantedFlows().stream()
                .flatMap(id -> tables.head(id).stream())
                .filter(flow -> flow.state() == FlowState.SUSPENDED && flow.isNamed(names) && !isOwned(flow))
                .limit(limit)
                .map(FlowHead::id)
                .toList();
        wanted.forEach(flow -> tables.own(flow, owner));
        return wanted;
    }

    /** Lets go of a flow that is not under way. */
    public void releaseIdle(Owner owner, UUID id) {
        if (tables.head(id).filter(flow -> !flow.isUnderWay()).isPresent()) {
            release(owner, id);
        }
    }

    private OwnerRow fence(OwnerRow row, Instant now) {
        if (row.takenOver() != null) {
            return row;
        }
        OwnerRow dead = row.raised(now);
        tables.putOwner(dead);
        return dead;
    }

    private List<UUID> take(OwnerRow dead, Owner to, Set<String> names, int limit) {
        List<FlowHead> underWay = tables.unfinished(dead.owner().id()).stream()
                .filter(FlowHead::isUnderWay)
                .toList();
        Set<UUID> compensations = underWay.isEmpty() ? Set.of() : orphans().compensations();
        List<UUID> taken = underWay.stream()
                .filter(flow -> flow.isNamed(names) && !compensations.contains(flow.id()))
                .limit(limit)
                .map(FlowHead::id)
                .toList();
        taken.forEach(flow -> tables.own(flow, to));
        Instant since = Objects.requireNonNull(dead.takenOver());
        if (underWay.isEmpty() && since.isBefore(clock.instant().minus(KEEP_DEAD))) {
            tables.removeOwner(dead.owner().id());
        }
        return taken;
    }

    /** {@return the reply queues of processes that are gone} */
    public List<String> deadReplyQueues() {
        return tables.owners().stream()
                .filter(row -> row.takenOver() != null && row.replyQueue() != null)
                .sorted(Comparator.comparing(row -> Objects.requireNonNull(row.takenOver())))
                .flatMap(row -> Optional.ofNullable(row.replyQueue()).stream())
                .toList();
    }

    /** {@return who is in charge of a flow; empty when there is no such flow} */
    public Optional<FlowOwnership> ownershipOf(UUID id) {
        return tables.head(id).map(flow -> {
            Optional<OwnerRow> row = ownerOf(flow);
            return new FlowOwnership(
                    flow.state(),
                    row.map(found -> found.owner().id()),
                    row.flatMap(found -> Optional.ofNullable(found.replyQueue())));
        });
    }

    /** Keeps a reply for a flow of another process, if the flow has not ended; {@return whether it is kept} */
    public boolean putInbox(Owner owner, InboxEntry entry) {
        alive(owner);
        boolean awaited = tables.head(entry.request().flow())
                .filter(flow -> !flow.state().isTerminal())
                .isPresent();
        if (awaited) {
            tables.putInbox(entry);
        }
        return awaited;
    }

    /** {@return the replies kept for the process's flows, and for those that have ended} */
    public List<InboxEntry> inbox(Owner owner) {
        alive(owner);
        return tables.inbox(owner);
    }

    /** Forgets replies, those that it is given. */
    public void clearInbox(Owner owner, List<InboxEntry> entries) {
        alive(owner);
        entries.stream()
                .filter(entry -> tables.head(entry.request().flow())
                        .filter(flow -> flow.isReadBy(owner))
                        .isPresent())
                .forEach(tables::removeInbox);
    }

    boolean isOwned(FlowHead flow) {
        return ownerOf(flow).isPresent();
    }

    private Optional<OwnerRow> ownerOf(FlowHead flow) {
        @Nullable Owner owner = flow.owner();
        return owner == null
                ? Optional.empty()
                : tables.owner(owner.id()).filter(row -> row.owner().equals(owner));
    }

    OwnerRow alive(Owner owner) {
        return tables.owner(owner.id())
                .filter(row -> row.owner().equals(owner))
                .orElseThrow(() -> new FencedException(
                        "process " + owner.id() + " lost its lease; its flows belong to others now"));
    }
}
