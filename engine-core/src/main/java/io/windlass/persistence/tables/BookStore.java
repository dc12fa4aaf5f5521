package io.windlass.persistence.tables;

import io.windlass.failure.InvalidStateException;
import io.windlass.failure.NotFoundException;
import io.windlass.persistence.FlowRecord;
import io.windlass.persistence.LogBook;
import io.windlass.persistence.Orphan;
import io.windlass.persistence.Owner;
import io.windlass.state.FlowState;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;

/** The rules of log books, and of what may be destroyed. Used by one thread at a time. */
public final class BookStore {
    private final Tables tables;
    private final TableStore owners;
    private final InstantSource clock;

    BookStore(Tables tables, TableStore owners, InstantSource clock) {
        this.tables = tables;
        this.owners = owners;
        this.clock = clock;
    }

    /** {@return the book as it is stored then} */
    public LogBook save(Owner owner, LogBook book) {
        owners.alive(owner);
        Refusals.check(book);
        Optional<LogBook> before = tables.book(book.id());
        LogBook next = before.map(stored -> changed(stored, book)).orElse(book);
        if (before.isEmpty() || !next.equals(before.get())) {
            tables.putBook(next);
        }
        return next;
    }

    private LogBook changed(LogBook stored, LogBook book) {
        boolean same = stored.name().equals(book.name()) && stored.meta().equals(book.meta());
        return same ? stored : new LogBook(book.id(), book.name(), book.meta(), stored.createdAt(), clock.instant());
    }

    /** {@return all books, the oldest first} */
    public List<LogBook> all() {
        return tables.books().stream()
                .sorted(Comparator.comparing(LogBook::createdAt).thenComparing(LogBook::id))
                .toList();
    }

    /** Removes a book with its flows. */
    public void destroy(Owner owner, UUID book) {
        owners.alive(owner);
        if (tables.book(book).isEmpty()) {
            throw new NotFoundException("there is no log book " + book);
        }
        List<FlowHead> flows = tables.flowsOf(book).stream()
                .map(FlowRecord::id)
                .flatMap(flow -> tables.head(flow).stream())
                .toList();
        remove(flows);
        tables.removeBook(book);
    }

    /** Removes a flow. */
    public void destroyFlow(Owner owner, UUID flow) {
        owners.alive(owner);
        remove(List.of(tables.head(flow).orElseThrow(() -> new NotFoundException("flow " + flow + " is not stored"))));
    }

    /** Removes everything but the processes. */
    public void destroyAll(Owner owner) {
        owners.alive(owner);
        remove(tables.flows());
        tables.books().forEach(book -> tables.removeBook(book.id()));
    }

    /** Removes flows, and those that undo their orphans. */
    private void remove(List<FlowHead> asked) {
        List<FlowHead> flows = Stream.concat(asked.stream(), asked.stream().flatMap(this::compensations))
                .distinct()
                .toList();
        List<UUID> kept = flows.stream()
                .filter(flow -> !isDestroyable(flow))
                .map(FlowHead::id)
                .toList();
        if (!kept.isEmpty()) {
            throw refused(kept);
        }
        flows.forEach(flow -> tables.removeFlow(flow.id()));
    }

    private Stream<FlowHead> compensations(FlowHead flow) {
        return tables.orphans(flow.id()).stream().map(Orphan::compensation).flatMap(id -> tables.head(id).stream());
    }

    private boolean isDestroyable(FlowHead flow) {
        return flow.state().isTerminal()
                || flow.owner() == null
                || (flow.state() == FlowState.SUSPENDED && !owners.isOwned(flow));
    }

    /** {@return why flows that are under way are not destroyed; for all stores} */
    public static InvalidStateException refused(List<UUID> flows) {
        return new InvalidStateException("flows " + flows + " are under way: a process owns them, or may take them"
                + " over; nothing was removed. Let them end, or suspend them and have their process release them");
    }
}
