package io.windlass.persistence.directory;

import io.windlass.failure.InvalidFormatException;
import io.windlass.failure.StorageException;
import io.windlass.persistence.tables.TableStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Function;

/** The rules of ownership over one directory; each question is one transaction, alone with all processes. */
final class DirectoryStore {
    static final int VERSION = 1;

    /** That of the machine, which all processes of a directory share. */
    static final InstantSource CLOCK = InstantSource.system();

    private static final String FORMAT_FILE = "windlass.json";
    private static final String FORMAT = "windlass-store";
    private static final String LOCK = "lock";

    private final DiskFiles files;
    private final Exclusive exclusive;
    private final ChangeLog log;

    private DirectoryStore(Path root) throws IOException {
        files = new DiskFiles(root);
        exclusive = new Exclusive(root);
        log = new ChangeLog(files);
    }

    static DirectoryStore open(Path root) {
        if (!Files.isDirectory(root)) {
            throw new StorageException("there is no directory " + root + "; make it, or mount what it is on");
        }
        try {
            if (Files.notExists(root.resolve(FORMAT_FILE))
                    && !new DiskFiles(root).list(".").stream().allMatch(LOCK::equals)) {
                throw foreign(root, "it has other files, but no " + FORMAT_FILE);
            }
            DirectoryStore store = new DirectoryStore(root);
            store.exclusive.run(() -> {
                store.checkFormat();
                store.log.open();
                return store;
            });
            return store;
        } catch (IOException e) {
            throw new StorageException(
                    "cannot use directory " + root + ": " + e
                            + "; this process must be allowed to read and write in it, and" + " its disk have space",
                    e);
        }
    }

    private void checkFormat() throws IOException {
        String found = files.read(FORMAT_FILE).orElse("");
        if (found.isEmpty()) {
            String text =
                    Fields.none().put("format", FORMAT).put("version", VERSION).lines();
            files.replace(FORMAT_FILE, DiskFiles.bytes(text), true);
            return;
        }
        try {
            Fields fields = Fields.read(found);
            if (!fields.text("format").equals(FORMAT)) {
                throw foreign(files.root(), FORMAT_FILE + " names another format");
            }
            if (fields.number("version") > VERSION) {
                throw new StorageException("directory " + files.root() + " has version " + fields.number("version")
                        + ", this code knows " + VERSION + "; upgrade Windlass in this process");
            }
        } catch (InvalidFormatException e) {
            throw new StorageException(
                    "file " + files.path(FORMAT_FILE) + " is broken: " + e.getMessage() + "; restore it from a backup",
                    e);
        }
    }

    private static StorageException foreign(Path root, String why) {
        return new StorageException(
                "directory " + root + " is not one of Windlass's: " + why + "; name an empty directory, or Windlass's");
    }

    /** Asks; what is written is durable on return. */
    <T> T ask(Function<TableStore, T> question) {
        return run((store, tables) -> question.apply(store));
    }

    /** As {@link #ask}, with the files. */
    <T> T run(BiFunction<TableStore, DirectoryTables, T> work) {
        try {
            return exclusive.run(() -> {
                log.recover();
                Transaction transaction = new Transaction(files);
                DirectoryTables tables = new DirectoryTables(files, transaction);
                T result = work.apply(new TableStore(tables, CLOCK), tables);
                List<Write> writes = transaction.writes();
                if (!writes.isEmpty()) {
                    log.commit(writes);
                }
                return result;
            });
        } catch (IOException e) {
            throw files.failed("use", "", e);
        }
    }
}
