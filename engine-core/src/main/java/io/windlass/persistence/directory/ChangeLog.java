package io.windlass.persistence.directory;

import io.windlass.failure.InvalidFormatException;
import io.windlass.failure.StorageException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes groups of writes whole. A group is first written as one file in {@code changes}, which is forced to the disk:
 * from then on it is recorded. Then it is done, and the file renamed from {@code .change} to {@code .applied}. Whoever
 * comes next and finds one that is not applied does all of them again, in their order. What was applied lasts only
 * when it is forced to the disk, too, which happens for many groups at once; their files go then. Until then, after a
 * power failure, the first to open the directory does them again. Used under the directory's lock.
 */
final class ChangeLog {
    private static final Logger LOG = LoggerFactory.getLogger(ChangeLog.class);

    private static final String CHANGES = "changes";
    private static final String DONE_WITH = "changes-done";
    private static final String TO_DO = ".change";
    private static final String APPLIED = ".applied";
    private static final String AGAIN = "again";

    /** So many groups are forced to the disk at once. */
    private static final int GROUPS = 64;

    private final DiskFiles files;

    ChangeLog(DiskFiles files) {
        this.files = files;
    }

    /** Does all again that may not have lasted. For the first access of a process. */
    void open() throws IOException {
        recover();
        if (!files.list(CHANGES).isEmpty()) {
            // Marked first: if this process dies halfway, whoever comes next must begin again.
            files.replace(CHANGES + "/" + AGAIN, new byte[0], true);
            recover();
            settle();
        }
    }

    /** Finishes what a process that died has left undone. */
    void recover() throws IOException {
        if (Files.notExists(files.path(CHANGES))) {
            Files.createDirectory(files.path(CHANGES));
            DiskFiles.forceDirectory(files.root());
        }
        List<String> names = files.list(CHANGES);
        boolean again = names.remove(AGAIN);
        if (!again && names.stream().noneMatch(name -> name.endsWith(TO_DO))) {
            return;
        }
        List<String> changes = names.stream().sorted().toList();
        LOG.info(
                "{} groups of changes in {} are done again: a process died, or this one begins.",
                changes.size(),
                files.root());
        for (String name : changes) {
            for (Write write : read(name, true)) {
                files.apply(write);
            }
            if (name.endsWith(TO_DO)) {
                applied(name);
            }
        }
        Files.deleteIfExists(files.path(CHANGES + "/" + AGAIN));
    }

    /** Records a group, and does it. */
    void commit(List<Write> writes) throws IOException {
        List<String> names = files.list(CHANGES);
        if (names.size() >= GROUPS) {
            settle();
            names = List.of();
        }
        long last = names.stream().mapToLong(ChangeLog::number).max().orElse(0);
        String name = "%012d".formatted(last + 1) + TO_DO;
        files.replace(CHANGES + "/" + name, ChangeFile.write(writes), true);
        try {
            for (Write write : writes) {
                files.apply(write);
            }
            applied(name);
        } catch (IOException e) {
            LOG.warn(
                    "Changes are recorded in {} but not applied: {}. The next access tries again.", name, e.toString());
        }
    }

    /** Forces to the disk what was applied, and forgets how it came about, in one move. */
    void settle() throws IOException {
        Set<Path> directories = new LinkedHashSet<>();
        Set<String> changed = new LinkedHashSet<>();
        for (String name : files.list(CHANGES)) {
            read(name, false).forEach(write -> changed.add(write.path()));
        }
        for (String path : changed) {
            files.force(path);
            for (Path up = files.path(path).getParent();
                    up != null && up.startsWith(files.root());
                    up = up.getParent()) {
                directories.add(up);
            }
        }
        for (Path directory : directories) {
            DiskFiles.forceDirectory(directory);
        }
        files.delete(DONE_WITH);
        files.move(CHANGES, DONE_WITH);
        Files.createDirectory(files.path(CHANGES));
        DiskFiles.forceDirectory(files.root());
        files.delete(DONE_WITH);
    }

    private static long number(String name) {
        return Long.parseLong(name.substring(0, name.indexOf('.')));
    }

    private void applied(String name) throws IOException {
        files.move(CHANGES + "/" + name, CHANGES + "/" + name.replace(TO_DO, APPLIED));
    }

    private List<Write> read(String name, boolean contents) throws IOException {
        List<Write> writes = new ArrayList<>();
        try {
            ChangeFile.read(files.path(CHANGES + "/" + name), contents, writes::add);
        } catch (InvalidFormatException e) {
            throw new StorageException(
                    "file " + files.path(CHANGES + "/" + name) + " is broken: " + e.getMessage()
                            + "; restore the directory from a backup",
                    e);
        }
        return writes;
    }
}
