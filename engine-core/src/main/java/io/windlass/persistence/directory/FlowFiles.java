package io.windlass.persistence.directory;

import io.windlass.failure.StorageException;
import io.windlass.persistence.AtomChange;
import io.windlass.persistence.FlowChange;
import io.windlass.persistence.FlowRecord;
import io.windlass.persistence.HistoryEntry;
import io.windlass.persistence.Owner;
import io.windlass.persistence.PastChange;
import io.windlass.persistence.StoredAtom;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * The files of flows: {@code flow.json}, {@code values.json} with store and metadata, {@code history.jsonl}, and of each
 * atom one for its state, one for its outcome and one for its metadata, so that none is written because of another.
 */
final class FlowFiles {
    private static final String STATE = ".json";
    private static final String OUTCOME = ".outcome.json";
    private static final String META = ".meta.json";

    private final DirectoryTables tables;
    private final Transaction transaction;

    FlowFiles(DirectoryTables tables, Transaction transaction) {
        this.tables = tables;
        this.transaction = transaction;
    }

    static String path(UUID flow) {
        return "flows/" + flow + "/flow.json";
    }

    private static String values(UUID flow) {
        return "flows/" + flow + "/values.json";
    }

    private static String historyOf(UUID flow) {
        return "flows/" + flow + "/history.jsonl";
    }

    private static String atomsOf(UUID flow) {
        return "flows/" + flow + "/atoms";
    }

    Optional<FlowFile> file(UUID flow) {
        return tables.read(path(flow), fields -> FlowFile.read(flow, fields));
    }

    FlowRecord record(FlowFile file) {
        return tables.read(
                        values(file.head().id()), fields -> file.record(fields.values("store"), fields.values("meta")))
                .orElseThrow(() -> new StorageException(
                        "flow " + file.head().id() + " has no file values.json; restore the directory from a backup"));
    }

    List<StoredAtom> atoms(UUID flow) {
        Set<String> names = transaction.list(atomsOf(flow));
        return names.stream()
                .filter(name -> !name.endsWith(OUTCOME) && !name.endsWith(META))
                .map(name -> name.substring(0, name.length() - STATE.length()))
                .flatMap(name -> atom(flow, name).stream())
                .toList();
    }

    Optional<StoredAtom> atom(UUID flow, String file) {
        String path = atomsOf(flow) + "/" + file;
        Fields outcome = tables.read(path + OUTCOME, fields -> fields).orElseGet(Fields::none);
        Fields meta = tables.read(path + META, fields -> fields).orElseGet(Fields::none);
        return tables.read(path + STATE, fields -> RowFiles.atom(fields, outcome, meta.values("meta")));
    }

    List<PastChange> changes(UUID flow) {
        String path = historyOf(flow);
        long recorded = file(flow).map(FlowFile::bytes).orElse(0L);
        byte[] bytes = transaction.read(path).orElse("").getBytes(StandardCharsets.UTF_8);
        return new String(bytes, 0, (int) Math.min(recorded, bytes.length), StandardCharsets.UTF_8)
                .lines()
                .map(line -> tables.parse(path, line, RowFiles::change))
                .toList();
    }

    /** Writes all of a change but the flow's own file; {@return what is to be in that} */
    FlowFile apply(FlowFile before, FlowChange change, Owner owner) {
        UUID id = change.flow().id();
        if (change.details()) {
            String text = Fields.none()
                    .values("store", change.flow().store())
                    .values("meta", change.flow().meta())
                    .lines();
            transaction.put(values(id), text);
        }
        change.atoms()
                .forEach(atom ->
                        write(atomsOf(id) + "/" + FileNames.of(atom.atom().name()), atom));
        List<HistoryEntry> fresh = change.history().stream()
                .filter(entry -> entry.sequence() > before.entries())
                .toList();
        StringBuilder lines = new StringBuilder();
        Instant now = DirectoryStore.CLOCK.instant();
        fresh.forEach(entry -> lines.append(RowFiles.write(entry, now, owner)));
        if (!lines.isEmpty()) {
            transaction.append(historyOf(id), before.bytes(), lines.toString());
        }
        return before.after(change, fresh, DiskFiles.bytes(lines.toString()).length);
    }

    private void write(String path, AtomChange change) {
        StoredAtom atom = change.atom();
        transaction.put(path + STATE, RowFiles.write(atom));
        if (change.outcome()) {
            transaction.putOrDelete(path + OUTCOME, RowFiles.writeOutcome(atom));
        }
        if (change.meta()) {
            boolean none = atom.meta().isEmpty();
            String text = none ? "" : Fields.none().values("meta", atom.meta()).lines();
            transaction.putOrDelete(path + META, text);
        }
    }
}
