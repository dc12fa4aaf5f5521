package io.windlass.persistence;

import static io.windlass.persistence.Samples.change;
import static io.windlass.persistence.Samples.created;
import static io.windlass.persistence.Samples.ended;
import static io.windlass.persistence.Samples.flow;
import static io.windlass.persistence.Samples.reply;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.windlass.failure.FencedException;
import io.windlass.failure.InvalidStateException;
import io.windlass.state.Action;
import io.windlass.state.AtomState;
import io.windlass.state.FlowState;
import io.windlass.state.Intention;
import io.windlass.state.RequestName;
import io.windlass.value.Value;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Successes of runs that no flow knows of, in every store. */
public abstract class OrphanContract extends BookContract {
    private final UUID id = UUID.randomUUID();

    private static Orphan orphan(UUID flow, String run, int second) {
        return orphan(new RequestName(flow, "a", Action.EXECUTE, 1, 1), run, second);
    }

    private static Orphan orphan(RequestName request, String run, int second) {
        return new Orphan(
                request,
                run,
                "worker-1",
                new Value("{\"a\":\"\\u0000\",\"b\":1.50}"),
                Instant.parse("2031-02-03T04:05:00.123456789Z").plusSeconds(second),
                OrphanState.FOUND);
    }

    /** The newest outcome of an atom and the change of state that led there, by a run. */
    private static FlowChange outcome(UUID flow, int sequence, AtomState from, AtomState to, int round, String run) {
        StoredAtom atom = new StoredAtom(
                "a",
                AtomKind.TASK,
                "1.0",
                to,
                Intention.EXECUTE,
                round,
                1,
                new Value("1"),
                null,
                null,
                "w",
                run,
                Map.of(),
                null);
        return new FlowChange(
                flow(flow, FlowState.RUNNING, sequence),
                false,
                false,
                List.of(new AtomChange(atom, true, false)),
                List.of(new HistoryEntry(sequence, "a", round, 1, from.name(), to.name(), "w", run)));
    }

    @Test
    void anOrphanIsKeptOnceAndReadsBackAsItWasFound() {
        Persistence store = open();
        save(store, created(id));
        Orphan first = orphan(id, "run-1", 1);
        assertThat(store.putOrphan(first)).isTrue();
        assertThat(store.putOrphan(orphan(id, "run-1", 5))).isFalse();
        assertThat(store.putOrphan(orphan(id, "run-2", 0))).isTrue();
        assertThat(open().orphans(id)).containsExactly(orphan(id, "run-2", 0), first);
        assertThat(store.orphans(UUID.randomUUID())).isEmpty();
        assertThat(first.foundAt()).isEqualTo(Instant.parse("2031-02-03T04:05:01.123456Z"));
    }

    @Test
    void theRunThatIsRecordedIsNoOrphanWhateverTheAtomCameToSince() {
        Persistence store = open();
        save(store, created(id));
        save(store, outcome(id, 2, AtomState.RUNNING, AtomState.SUCCESS, 1, "one"));
        assertThat(store.putOrphan(orphan(id, "one", 1))).isFalse();
        save(store, outcome(id, 3, AtomState.REVERTING, AtomState.REVERTED, 1, "undo"));
        assertThat(store.putOrphan(orphan(id, "one", 1))).isFalse();
        save(store, outcome(id, 4, AtomState.RUNNING, AtomState.SUCCESS, 2, "two"));
        assertThat(store.putOrphan(orphan(id, "one", 1))).isFalse();
        assertThat(store.putOrphan(orphan(new RequestName(id, "a", Action.EXECUTE, 2, 1), "two", 1)))
                .isFalse();
        assertThat(store.orphans(id)).isEmpty();
    }

    @Test
    void anotherRunOfARecordedRequestIsAnOrphanAlsoWhenTheFlowHasEnded() {
        Persistence store = open();
        save(store, created(id));
        save(store, outcome(id, 2, AtomState.RUNNING, AtomState.SUCCESS, 1, "one"));
        save(store, ended(id, FlowState.SUCCESS));
        RequestName second = new RequestName(id, "a", Action.EXECUTE, 1, 2);
        assertThat(store.putOrphan(orphan(id, "two", 1))).isTrue();
        assertThat(store.putOrphan(orphan(second, "one", 2)))
                .as("recorded for another attempt")
                .isTrue();
        assertThat(store.putOrphan(orphan(UUID.randomUUID(), "two", 1)))
                .as("of a flow that is not stored")
                .isFalse();
        assertThat(open().orphans(OrphanState.FOUND, 10)).hasSize(2);
    }

    @Test
    void whatBecameOfAnOrphanIsWrittenAndItIsListedByThat() {
        Persistence store = open();
        save(store, created(id));
        for (int i = 0; i < 4; i++) {
            store.putOrphan(orphan(id, "run-" + i, i));
        }
        store.markOrphan(orphan(id, "run-0", 0), OrphanState.COMPENSATED);
        store.markOrphan(orphan(id, "run-3", 0), OrphanState.FAILED);
        store.markOrphan(orphan(id, "run-3", 0), OrphanState.FAILED);
        store.markOrphan(orphan(UUID.randomUUID(), "run-1", 0), OrphanState.FAILED);
        assertThat(store.orphans(OrphanState.FOUND, 1)).containsExactly(orphan(id, "run-1", 1));
        assertThat(store.orphans(OrphanState.FAILED, 9))
                .containsExactly(orphan(id, "run-3", 3).in(OrphanState.FAILED));
        assertThat(store.orphans(id))
                .extracting(Orphan::state)
                .containsExactly(OrphanState.COMPENSATED, OrphanState.FOUND, OrphanState.FOUND, OrphanState.FAILED);
    }

    @Test
    void whoLostItsLeaseKeepsAndMarksNone() {
        Persistence dead = open();
        save(dead, created(id));
        dead.putOrphan(orphan(id, "run", 1));
        freeze(dead);
        open().takeOver(1);
        assertThatThrownBy(() -> dead.putOrphan(orphan(id, "late", 1))).isInstanceOf(FencedException.class);
        assertThatThrownBy(() -> dead.markOrphan(orphan(id, "run", 1), OrphanState.COMPENSATED))
                .isInstanceOf(FencedException.class);
        assertThat(open().orphans(OrphanState.FOUND, 9)).containsExactly(orphan(id, "run", 1));
    }

    @Test
    void aFlowThatUndoesAnOrphanIsClaimedButNotTakenOver() {
        Persistence dead = open();
        save(dead, created(id));
        Orphan orphan = orphan(id, "run", 1);
        dead.putOrphan(orphan);
        save(dead, ended(id, FlowState.SUCCESS));
        save(dead, created(orphan.compensation()));
        freeze(dead);
        Persistence heir = open();
        assertThat(heir.takeOver(Set.of(), 10)).isEmpty();
        assertThat(heir.claim(orphan.compensation())).isPresent();
    }

    @Test
    void orphansAndWhatUndoesThemGoWithTheirFlow() {
        Persistence store = open();
        save(store, created(id));
        Orphan orphan = orphan(id, "run", 1);
        store.putOrphan(orphan);
        UUID undo = orphan.compensation();
        save(store, ended(id, FlowState.SUCCESS));
        save(store, created(undo));
        assertThatThrownBy(() -> store.destroyFlow(id))
                .isInstanceOf(InvalidStateException.class)
                .hasMessageContaining(undo.toString());
        assertThat(store.orphans(id)).hasSize(1);
        save(store, ended(undo, FlowState.REVERTED));
        store.destroyFlow(id);
        assertThat(store.orphans(id)).isEmpty();
        assertThat(store.load(undo)).isEmpty();
    }

    @Test
    void orphansGoWithTheirBookAndWithEverything() {
        Persistence store = open();
        LogBook book = store.saveBook(LogBook.named("b"));
        FlowRecord flow = new FlowRecord(id, "f", book.id(), FlowState.SUCCESS, Samples.STORE, Map.of(), 0);
        UUID other = UUID.randomUUID();
        save(store, new FlowChange(flow, true, true, List.of(), List.of()));
        save(store, created(other));
        save(store, ended(other, FlowState.SUCCESS));
        Orphan orphan = orphan(id, "run", 1);
        store.putOrphan(orphan);
        store.putOrphan(orphan(other, "run", 1));
        save(store, created(orphan.compensation()));
        save(store, ended(orphan.compensation(), FlowState.REVERTED));
        store.destroyBook(book.id());
        assertThat(store.orphans(OrphanState.FOUND, 9)).containsExactly(orphan(other, "run", 1));
        assertThat(store.load(orphan.compensation())).isEmpty();
        store.destroyAll();
        assertThat(store.orphans(OrphanState.FOUND, 9)).isEmpty();
    }

    @Test
    void theInboxOfAFlowThatEndedUnreadIsReadByAnybody() {
        Persistence gone = open();
        Persistence other = open();
        save(gone, created(id));
        InboxEntry late = reply(id, "a", "run-1");
        assertThat(other.putInbox(late)).isTrue();
        assertThat(other.putInbox(late)).isTrue();
        save(gone, change(id));
        save(gone, ended(id, FlowState.SUCCESS));
        assertThat(other.putInbox(reply(id, "a", "run-2"))).isFalse();
        assertThat(other.putInbox(reply(UUID.randomUUID(), "a", "run-2"))).isFalse();
        gone.close();
        assertThat(other.inbox()).containsExactly(late);
        other.clearInbox(List.of(late));
        assertThat(other.inbox()).isEmpty();
    }

    @Test
    void aRevertLeavesNoOrphan() {
        RequestName revert = new RequestName(id, "a", Action.REVERT, 1, 1);
        assertThatThrownBy(() -> orphan(revert, "run", 1)).isInstanceOf(IllegalArgumentException.class);
    }
}
