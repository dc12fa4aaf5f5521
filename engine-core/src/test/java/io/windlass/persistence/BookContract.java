package io.windlass.persistence;

import static io.windlass.persistence.Samples.change;
import static io.windlass.persistence.Samples.created;
import static io.windlass.persistence.Samples.ended;
import static io.windlass.persistence.Samples.reply;
import static io.windlass.persistence.Samples.succeeded;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.windlass.failure.FencedException;
import io.windlass.failure.InvalidStateException;
import io.windlass.failure.NotFoundException;
import io.windlass.failure.StorageException;
import io.windlass.state.AtomState;
import io.windlass.state.FlowState;
import io.windlass.value.Value;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Log books, and what may be destroyed, in every store. */
public abstract class BookContract extends OwnershipContract {
    private final UUID id = UUID.randomUUID();
    private final LogBook book = LogBook.named("volumes");

    private static FlowRecord inBook(LogBook book, FlowState state) {
        return new FlowRecord(UUID.randomUUID(), "f", book.id(), state, Samples.STORE, Map.of(), 0);
    }

    private static FlowRecord stored(Persistence store, FlowRecord flow) {
        save(store, new FlowChange(flow, true, true, List.of(succeeded("a", "1")), List.of()));
        return flow;
    }

    @Test
    void aBookReadsBackAsItWasMade() {
        Persistence store = open();
        LogBook made = new LogBook(
                id,
                "é\"'",
                Map.of("a", new Value("\"\\u0000\""), "b", new Value("1.50")),
                Instant.parse("2031-02-03T04:05:06.123456789Z"),
                null);
        assertThat(store.saveBook(made)).isEqualTo(made);
        assertThat(open().loadBook(id)).contains(made);
        assertThat(store.loadBook(UUID.randomUUID())).isEmpty();
        assertThat(made.createdAt()).isEqualTo(Instant.parse("2031-02-03T04:05:06.123456Z"));
    }

    @Test
    void aBookThatThereIsIsWrittenAnewAndKeepsItsFlows() {
        Persistence store = open();
        store.saveBook(book);
        FlowRecord flow = stored(store, inBook(book, FlowState.RUNNING));
        assertThat(store.saveBook(book)).isEqualTo(book);
        Map<String, Value> meta = Map.of("x", new Value("1"), "y", new Value("2"));
        LogBook later = new LogBook(book.id(), "renamed", meta, Instant.EPOCH, null);
        LogBook changed = store.saveBook(later);
        assertThat(changed.updatedAt()).isAfterOrEqualTo(book.createdAt());
        assertThat(changed)
                .isEqualTo(new LogBook(book.id(), "renamed", meta, book.createdAt(), changed.updatedAt()))
                .isEqualTo(store.saveBook(later))
                .isEqualTo(store.loadBook(book.id()).orElseThrow());
        assertThat(store.flowsOf(book.id())).containsExactly(flow);
    }

    @Test
    void booksAreListedTheOldestFirst() {
        Persistence store = open();
        LogBook second = new LogBook(UUID.randomUUID(), "2", Map.of(), Instant.parse("2031-01-02T00:00:00Z"), null);
        LogBook first = new LogBook(UUID.randomUUID(), "1", Map.of(), Instant.parse("2031-01-01T00:00:00Z"), null);
        store.saveBook(second);
        store.saveBook(first);
        assertThat(store.books()).containsSubsequence(first, second);
    }

    @Test
    void aBookThatCannotBeStoredIsRefused() {
        Persistence store = open();
        for (LogBook bad : List.of(
                LogBook.named("na\0me"),
                book.withMeta(Map.of("a", new Value("{"))),
                new LogBook(id, "far", Map.of(), Instant.MAX, null))) {
            assertThatThrownBy(() -> store.saveBook(bad))
                    .isInstanceOf(RefusedException.class)
                    .hasMessageContaining(bad.id().toString());
            assertThat(store.loadBook(bad.id())).isEmpty();
        }
    }

    @Test
    void theFlowsOfABookAreReadWithoutTheirAtomsInTheirOrder() {
        Persistence store = open();
        store.saveBook(book);
        FlowRecord first = stored(store, inBook(book, FlowState.RUNNING));
        FlowRecord second = stored(store, inBook(book, FlowState.SUCCESS));
        stored(store, inBook(LogBook.named("another"), FlowState.RUNNING));
        save(store, created(id));
        assertThat(open().flowsOf(book.id())).containsExactly(first, second);
        assertThat(store.flowsOf(UUID.randomUUID())).isEmpty();
        assertThat(store.loadRecord(second.id())).contains(second);
        assertThat(store.loadRecord(UUID.randomUUID())).isEmpty();
    }

    @Test
    void oneAtomIsReadByItself() {
        Persistence store = open();
        save(store, created(id));
        save(store, change(id, succeeded("a", "[1]"), succeeded("b", "[2]")));
        assertThat(store.loadAtom(id, "b")).contains(Samples.atom("b", AtomState.SUCCESS, "[2]"));
        assertThat(store.loadAtom(id, "c")).isEmpty();
        assertThat(store.loadAtom(UUID.randomUUID(), "b")).isEmpty();
    }

    @Test
    void aBookIsDestroyedWithItsFlows() {
        Persistence store = open();
        Persistence other = open();
        store.saveBook(book);
        FlowRecord ended = stored(store, inBook(book, FlowState.SUCCESS));
        FlowRecord left = stored(store, inBook(book, FlowState.RUNNING));
        FlowRecord elsewhere = stored(store, inBook(LogBook.named("another"), FlowState.SUCCESS));
        other.putInbox(reply(left.id(), "a", "run"));
        store.release(left.id());
        other.destroyBook(book.id());
        assertThat(store.loadBook(book.id())).isEmpty();
        assertThat(store.flowsOf(book.id())).isEmpty();
        assertThat(store.load(ended.id())).isEmpty();
        assertThat(store.load(left.id())).isEmpty();
        assertThat(store.loadAtom(left.id(), "a")).isEmpty();
        assertThat(store.load(elsewhere.id())).isPresent();
        assertThatThrownBy(() -> store.destroyBook(book.id()))
                .isInstanceOf(NotFoundException.class)
                .hasMessageContaining(book.id().toString());
        save(store, new FlowChange(left, true, true, List.of(), List.of()));
        assertThat(store.load(left.id()).orElseThrow().atoms()).isEmpty();
        assertThat(store.inbox()).isEmpty();
    }

    @Test
    void aBookWithAFlowUnderWayStaysWhole() {
        Persistence store = open();
        store.saveBook(book);
        FlowRecord ended = stored(store, inBook(book, FlowState.SUCCESS));
        FlowRecord running = stored(store, inBook(book, FlowState.RUNNING));
        for (Persistence process : List.of(store, open())) {
            assertThatThrownBy(() -> process.destroyBook(book.id()))
                    .isInstanceOf(InvalidStateException.class)
                    .hasMessageContaining(running.id().toString())
                    .hasMessageNotContaining(ended.id().toString());
            assertThatThrownBy(process::destroyAll).isInstanceOf(InvalidStateException.class);
        }
        assertThat(store.loadBook(book.id())).isPresent();
        assertThat(store.flowsOf(book.id())).containsExactly(ended, running);
        save(store, change(running.id(), succeeded("b", "1")));
    }

    @Test
    void aFlowIsDestroyedOnceItHasEnded() {
        Persistence store = open();
        save(store, created(id));
        assertThatThrownBy(() -> store.destroyFlow(id)).isInstanceOf(InvalidStateException.class);
        var handedIn = store.save(ended(id, FlowState.REVERTED));
        store.destroyFlow(id);
        handedIn.toCompletableFuture().join();
        assertThat(store.load(id)).isEmpty();
        assertThat(history(id)).isEmpty();
        assertThatThrownBy(() -> store.destroyFlow(id))
                .isInstanceOf(NotFoundException.class)
                .hasMessageContaining(id.toString());
        assertThat(failureOf(store, change(id, succeeded("a", "1")))).isExactlyInstanceOf(StorageException.class);
        assertThat(store.load(id)).isEmpty();
    }

    @Test
    void aSuspendedFlowIsDestroyedOnceNobodyHasIt() {
        Persistence store = open();
        save(store, created(id));
        save(store, ended(id, FlowState.SUSPENDED));
        assertThatThrownBy(() -> open().destroyFlow(id)).isInstanceOf(InvalidStateException.class);
        store.close();
        Persistence other = open();
        other.destroyFlow(id);
        assertThat(other.load(id)).isEmpty();
    }

    @Test
    void whatWaitsToBeTakenOverIsNotDestroyed() {
        Persistence dead = open();
        save(dead, created(id));
        freeze(dead);
        Persistence heir = open();
        assertThatThrownBy(() -> heir.destroyFlow(id)).isInstanceOf(InvalidStateException.class);
        assertThat(heir.takeOver(1)).hasSize(1);
        assertThatThrownBy(() -> heir.destroyFlow(id)).isInstanceOf(InvalidStateException.class);
        heir.release(id);
        assertThatThrownBy(() -> dead.destroyFlow(id)).isInstanceOf(FencedException.class);
        assertThatThrownBy(() -> dead.saveBook(book)).isInstanceOf(FencedException.class);
        heir.destroyFlow(id);
        assertThat(heir.load(id)).isEmpty();
    }

    @Test
    void everythingIsDestroyedOnceAllHasEnded() {
        Persistence store = open();
        store.saveBook(book);
        stored(store, inBook(book, FlowState.SUCCESS));
        save(store, created(id));
        save(store, ended(id, FlowState.FAILURE));
        store.destroyAll();
        assertThat(store.books()).isEmpty();
        assertThat(store.load(id)).isEmpty();
        save(store, created(id));
    }
}
