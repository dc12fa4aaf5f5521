package io.windlass.persistence.tables;

import io.windlass.persistence.Orphan;
import io.windlass.persistence.OrphanState;
import io.windlass.persistence.Owner;
import io.windlass.persistence.StoredAtom;
import io.windlass.state.AtomState;
import io.windlass.state.RequestName;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

/** The rules of what is an orphan. Used by one thread at a time. */
public final class OrphanStore {
    private static final Comparator<Orphan> OLDEST_FIRST =
            Comparator.comparing(Orphan::foundAt).thenComparing(Orphan::compensation);

    private final Tables tables;
    private final TableStore owners;

    OrphanStore(Tables tables, TableStore owners) {
        this.tables = tables;
        this.owners = owners;
    }

    /** Keeps an orphan, if it is one; {@return whether it is new} */
    public boolean put(Owner owner, Orphan orphan) {
        owners.alive(owner);
        boolean fresh = tables.head(orphan.request().flow()).isPresent()
                && !isRecorded(orphan)
                && kept(orphan).isEmpty();
        if (fresh) {
            tables.putOrphan(orphan);
        }
        return fresh;
    }

    /**
     * The atom has the run of its newest outcome; all others are in the history, which may be long. A run that was given up
     * is recorded with a failure: its success is not.
     */
    private boolean isRecorded(Orphan orphan) {
        RequestName request = orphan.request();
        Optional<StoredAtom> atom = tables.atom(request.flow(), request.atom());
        return atom.filter(found -> found.round() == request.round() && found.attempt() == request.attempt())
                        .filter(found -> orphan.runId().equals(found.runId()) && found.failure() == null)
                        .isPresent()
                || tables.history(request.flow()).stream()
                        .anyMatch(entry -> request.atom().equals(entry.atom())
                                && entry.round() == request.round()
                                && entry.attempt() == request.attempt()
                                && orphan.runId().equals(entry.runId())
                                && entry.to().equals(AtomState.SUCCESS.name()));
    }

    private Optional<Orphan> kept(Orphan orphan) {
        return tables.orphans(orphan.request().flow()).stream()
                .filter(found -> found.compensation().equals(orphan.compensation()))
                .findFirst();
    }

    /** Writes what became of an orphan. */
    public void mark(Owner owner, Orphan orphan, OrphanState state) {
        owners.alive(owner);
        kept(orphan).ifPresent(found -> tables.putOrphan(found.in(state)));
    }

    /** {@return a flow's orphans, the oldest first} */
    public List<Orphan> of(UUID flow) {
        return tables.orphans(flow).stream().sorted(OLDEST_FIRST).toList();
    }

    /** {@return orphans in a state, the oldest first} */
    public List<Orphan> in(OrphanState state, int limit) {
        return tables.orphans().stream()
                .filter(orphan -> orphan.state() == state)
                .sorted(OLDEST_FIRST)
                .limit(limit)
                .toList();
    }

    /** {@return the flows that undo orphans, or would} */
    Set<UUID> compensations() {
        return tables.orphans().stream().map(Orphan::compensation).collect(Collectors.toSet());
    }
}
