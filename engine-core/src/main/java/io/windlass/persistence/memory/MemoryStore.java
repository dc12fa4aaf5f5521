package io.windlass.persistence.memory;

import io.windlass.failure.FencedException;
import io.windlass.failure.StorageException;
import io.windlass.persistence.FlowChange;
import io.windlass.persistence.FlowOwnership;
import io.windlass.persistence.HistoryEntry;
import io.windlass.persistence.InboxEntry;
import io.windlass.persistence.Owner;
import io.windlass.persistence.StoredFlow;
import io.windlass.persistence.Takeover;
import io.windlass.state.RequestName;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What several {@link MemoryPersistence} share, as processes share a database; gone with the last of them. Its clock
 * judges the leases. Thread-safe.
 */
public final class MemoryStore {
    private record InboxKey(RequestName request, String runId) {}

    private final InstantSource clock;
    private final Map<UUID, OwnerRow> owners = new LinkedHashMap<>();
    private final Map<UUID, FlowRow> flows = new LinkedHashMap<>();
    private final Map<InboxKey, InboxEntry> inbox = new LinkedHashMap<>();

    /** An empty store that goes by the system's clock. */
    public MemoryStore() {
        this(InstantSource.system());
    }

    /** An empty store that goes by the given clock. */
    public MemoryStore(InstantSource clock) {
        this.clock = clock;
    }

    /** {@return the flow's history in its order; empty when there is no such flow} */
    public synchronized List<HistoryEntry> history(UUID flow) {
        @Nullable FlowRow row = flows.get(flow);
        return row == null ? List.of() : row.history();
    }

    /**
     * Ends an owner's lease for good, as if its process were frozen: the next takeover fences it. Nothing happens
     * when the owner is not known or is fenced already.
     */
    public synchronized void freeze(Owner owner) {
        @Nullable OwnerRow row = owners.get(owner.id());
        if (row != null) {
            row.freeze();
        }
    }

    synchronized Owner register(Duration lease) {
        OwnerRow row = new OwnerRow(clock.instant().plus(lease));
        Owner owner = new Owner(UUID.randomUUID(), row.epoch());
        owners.put(owner.id(), row);
        return owner;
    }

    synchronized void renew(Owner owner, Duration lease) {
        alive(owner).renew(clock.instant().plus(lease));
    }

    synchronized boolean holdsLease(Owner owner) {
        @Nullable OwnerRow row = owners.get(owner.id());
        return row != null && row.epoch() == owner.epoch() && !row.isDead(clock.instant());
    }

    synchronized void announce(Owner owner, String queue) {
        alive(owner).announce(queue);
    }

    synchronized void unregister(Owner owner) {
        OwnerRow row = alive(owner);
        if (flows.values().stream().anyMatch(flow -> owner.equals(flow.owner()) && flow.isUnderWay())) {
            row.freeze();
            row.raiseEpoch();
        } else {
            owners.remove(owner.id());
        }
    }

    synchronized void save(Owner owner, FlowChange change) {
        alive(owner);
        Refusals.check(change);
        UUID id = change.flow().id();
        @Nullable FlowRow row = flows.get(id);
        if (row == null && change.created()) {
            row = new FlowRow(change.flow(), owner);
            flows.put(id, row);
        }
        if (row == null || !owner.equals(row.owner())) {
            throw new StorageException("flow " + id + (row == null ? " is not stored" : " belongs to another process")
                    + "; nothing was recorded, claim it first");
        }
        row.apply(change);
    }

    synchronized Optional<StoredFlow> load(UUID id) {
        return Optional.ofNullable(flows.get(id)).map(FlowRow::stored);
    }

    synchronized Optional<StoredFlow> claim(Owner owner, UUID id) {
        alive(owner);
        @Nullable FlowRow row = flows.get(id);
        if (row == null || (isOwned(row) && !owner.equals(row.owner()))) {
            return Optional.empty();
        }
        row.owner(owner);
        return Optional.of(row.stored());
    }

    synchronized void release(Owner owner, UUID id) {
        @Nullable FlowRow row = flows.get(id);
        // Of a fenced process's flows nothing is let go: their next owner finds them by their dead one.
        if (row != null && owner.equals(row.owner()) && isOwned(row)) {
            row.owner(null);
        }
    }

    synchronized List<Takeover> takeOver(Owner owner, Set<String> names, int limit) {
        alive(owner);
        Instant now = clock.instant();
        List<Takeover> takeovers = new ArrayList<>();
        int left = limit;
        for (Map.Entry<UUID, OwnerRow> entry : owners.entrySet()) {
            OwnerRow dead = entry.getValue();
            if (entry.getKey().equals(owner.id()) || !dead.isDead(now)) {
                continue;
            }
            if (!dead.wasTakenOver()) {
                dead.raiseEpoch();
            }
            List<UUID> taken = take(entry.getKey(), owner, names, left);
            if (!taken.isEmpty()) {
                left -= taken.size();
                takeovers.add(new Takeover(new Owner(entry.getKey(), dead.epoch()), dead.replyQueue(), taken));
            }
        }
        return takeovers;
    }

    private List<UUID> take(UUID from, Owner to, Set<String> names, int limit) {
        List<UUID> taken = new ArrayList<>();
        for (Map.Entry<UUID, FlowRow> entry : flows.entrySet()) {
            FlowRow row = entry.getValue();
            @Nullable Owner current = row.owner();
            boolean isHis = current != null && current.id().equals(from);
            if (taken.size() < limit && isHis && row.isUnderWay() && row.isNamed(names)) {
                row.owner(to);
                taken.add(entry.getKey());
            }
        }
        return taken;
    }

    synchronized List<String> deadReplyQueues() {
        return owners.values().stream()
                .filter(OwnerRow::wasTakenOver)
                .flatMap(row -> row.replyQueue().stream())
                .toList();
    }

    synchronized Optional<FlowOwnership> ownershipOf(UUID id) {
        return Optional.ofNullable(flows.get(id)).map(row -> {
            @Nullable Owner current = isOwned(row) ? row.owner() : null;
            @Nullable OwnerRow ownerRow = current == null ? null : owners.get(current.id());
            return new FlowOwnership(
                    row.state(),
                    Optional.ofNullable(current).map(Owner::id),
                    Optional.ofNullable(ownerRow).flatMap(OwnerRow::replyQueue));
        });
    }

    synchronized void putInbox(Owner owner, InboxEntry entry) {
        alive(owner);
        @Nullable FlowRow row = flows.get(entry.request().flow());
        if (row != null && !row.state().isTerminal()) {
            inbox.putIfAbsent(new InboxKey(entry.request(), entry.runId()), entry);
        }
    }

    synchronized List<InboxEntry> inbox(Owner owner) {
        alive(owner);
        return inbox.values().stream().filter(entry -> isOf(owner, entry)).toList();
    }

    synchronized void clearInbox(Owner owner, List<InboxEntry> entries) {
        alive(owner);
        entries.stream()
                .filter(entry -> isOf(owner, entry))
                .forEach(entry -> inbox.remove(new InboxKey(entry.request(), entry.runId())));
    }

    private boolean isOf(Owner owner, InboxEntry entry) {
        @Nullable FlowRow row = flows.get(entry.request().flow());
        return row != null && owner.equals(row.owner());
    }

    private boolean isOwned(FlowRow row) {
        @Nullable Owner current = row.owner();
        @Nullable OwnerRow ownerRow = current == null ? null : owners.get(current.id());
        return current != null && ownerRow != null && ownerRow.epoch() == current.epoch();
    }

    private OwnerRow alive(Owner owner) {
        @Nullable OwnerRow row = owners.get(owner.id());
        if (row == null || row.epoch() != owner.epoch()) {
            throw new FencedException("process " + owner.id() + " lost its lease; its flows belong to others now");
        }
        return row;
    }
}
