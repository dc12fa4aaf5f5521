package io.windlass.persistence.directory;

import io.windlass.persistence.AtomKind;
import io.windlass.persistence.FlowOperation;
import io.windlass.persistence.HistoryEntry;
import io.windlass.persistence.InboxEntry;
import io.windlass.persistence.LogBook;
import io.windlass.persistence.Orphan;
import io.windlass.persistence.OrphanState;
import io.windlass.persistence.Owner;
import io.windlass.persistence.PastChange;
import io.windlass.persistence.StoredAtom;
import io.windlass.persistence.tables.OwnerRow;
import io.windlass.state.Action;
import io.windlass.state.AtomState;
import io.windlass.state.Intention;
import io.windlass.state.RequestName;
import io.windlass.value.Value;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Rows as the text of files, and back. */
final class RowFiles {
    private RowFiles() {}

    static String write(OwnerRow row) {
        return Fields.none()
                .put("epoch", row.owner().epoch())
                .put("leaseUntil", row.leaseUntil().toString())
                .put("takenOver", text(row.takenOver()))
                .put("replyQueue", row.replyQueue())
                .lines();
    }

    static OwnerRow owner(UUID id, Fields fields) {
        return new OwnerRow(
                new Owner(id, fields.number("epoch")),
                Instant.parse(fields.text("leaseUntil")),
                instant(fields.optional("takenOver")),
                fields.optional("replyQueue"));
    }

    static String write(LogBook book) {
        return Fields.none()
                .put("name", book.name())
                .put("createdAt", book.createdAt().toString())
                .put("updatedAt", text(book.updatedAt()))
                .values("meta", book.meta())
                .lines();
    }

    static LogBook book(UUID id, Fields fields) {
        return new LogBook(
                id,
                fields.text("name"),
                fields.values("meta"),
                Instant.parse(fields.text("createdAt")),
                instant(fields.optional("updatedAt")));
    }

    static String write(StoredAtom atom) {
        return Fields.none()
                .put("name", atom.name())
                .put("kind", atom.kind())
                .put("version", atom.version())
                .put("state", atom.state())
                .put("intention", atom.intention())
                .put("round", atom.round())
                .put("attempt", atom.attempt())
                .put("worker", atom.worker())
                .put("runId", atom.runId())
                .put("due", text(atom.due()))
                .put("startBy", text(atom.startBy()))
                .put("deadline", text(atom.deadline()))
                .lines();
    }

    /** {@return the outcome; empty when there is none} */
    static String writeOutcome(StoredAtom atom) {
        boolean none = atom.result() == null && atom.failure() == null && atom.revertFailure() == null;
        return none
                ? ""
                : Fields.none()
                        .value("result", atom.result())
                        .value("failure", atom.failure())
                        .value("revertFailure", atom.revertFailure())
                        .lines();
    }

    static StoredAtom atom(Fields fields, Fields outcome, Map<String, Value> meta) {
        return new StoredAtom(
                fields.text("name"),
                AtomKind.valueOf(fields.text("kind")),
                fields.text("version"),
                AtomState.valueOf(fields.text("state")),
                Intention.valueOf(fields.text("intention")),
                fields.integer("round"),
                fields.integer("attempt"),
                outcome.value("result"),
                outcome.value("failure"),
                outcome.value("revertFailure"),
                fields.optional("worker"),
                fields.optional("runId"),
                meta,
                instant(fields.optional("due")),
                instant(fields.optional("startBy")),
                instant(fields.optional("deadline")));
    }

    static String write(HistoryEntry entry, Instant at, Owner owner) {
        return Fields.none()
                .put("sequence", entry.sequence())
                .put("at", at.toString())
                .put("atom", entry.atom())
                .put("round", entry.round())
                .put("attempt", entry.attempt())
                .put("from", entry.from())
                .put("to", entry.to())
                .put("worker", entry.worker())
                .put("runId", entry.runId())
                .put("owner", owner.id())
                .line();
    }

    static HistoryEntry history(Fields fields) {
        return new HistoryEntry(
                fields.number("sequence"),
                fields.optional("atom"),
                fields.integer("round"),
                fields.integer("attempt"),
                fields.text("from"),
                fields.text("to"),
                fields.optional("worker"),
                fields.optional("runId"));
    }

    static PastChange change(Fields fields) {
        return new PastChange(history(fields), Instant.parse(fields.text("at")), UUID.fromString(fields.text("owner")));
    }

    static String write(FlowOperation operation) {
        return Fields.none()
                .put("id", operation.id())
                .put("kind", operation.kind())
                .put("atom", operation.atom())
                .value("argument", operation.argument())
                .put("who", operation.who())
                .put("why", operation.why())
                .put("asked", operation.asked().toString())
                .put("status", operation.status())
                .put("finished", text(operation.finished()))
                .put("outcome", operation.outcome())
                .lines();
    }

    static FlowOperation operation(UUID flow, Fields fields) {
        return new FlowOperation(
                UUID.fromString(fields.text("id")),
                flow,
                FlowOperation.Kind.valueOf(fields.text("kind")),
                fields.optional("atom"),
                fields.value("argument"),
                fields.text("who"),
                fields.text("why"),
                Instant.parse(fields.text("asked")),
                FlowOperation.Status.valueOf(fields.text("status")),
                instant(fields.optional("finished")),
                fields.optional("outcome"));
    }

    private static Fields request(RequestName request) {
        return Fields.none()
                .put("atom", request.atom())
                .put("action", request.action())
                .put("round", request.round())
                .put("attempt", request.attempt());
    }

    private static RequestName request(UUID flow, Fields fields) {
        return new RequestName(
                flow,
                fields.text("atom"),
                Action.valueOf(fields.text("action")),
                fields.integer("round"),
                fields.integer("attempt"));
    }

    static String write(Orphan orphan) {
        return request(orphan.request())
                .put("runId", orphan.runId())
                .put("worker", orphan.worker())
                .put("foundAt", orphan.foundAt().toString())
                .put("state", orphan.state())
                .value("result", orphan.result())
                .lines();
    }

    static Orphan orphan(UUID flow, Fields fields) {
        return new Orphan(
                request(flow, fields),
                fields.text("runId"),
                fields.text("worker"),
                Objects.requireNonNullElse(fields.value("result"), Value.NULL),
                Instant.parse(fields.text("foundAt")),
                OrphanState.valueOf(fields.text("state")));
    }

    static String write(InboxEntry entry) {
        return request(entry.request())
                .put("runId", entry.runId())
                .put("worker", entry.worker())
                .put("success", entry.success())
                .value("payload", entry.payload())
                .lines();
    }

    static InboxEntry inbox(UUID flow, Fields fields) {
        return new InboxEntry(
                request(flow, fields),
                fields.text("runId"),
                fields.text("worker"),
                Objects.equals(fields.value("success"), new Value("true")),
                Objects.requireNonNullElse(fields.value("payload"), Value.NULL));
    }

    static @Nullable String text(@Nullable Instant time) {
        return time == null ? null : time.toString();
    }

    static @Nullable Instant instant(@Nullable String text) {
        return text == null ? null : Instant.parse(text);
    }
}
