package io.windlass.embedded;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The folder of one run of PostgreSQL, its own and never used twice. A lock says that its JVM lives, so that the next
 * start can throw away what a killed one left.
 */
final class RunFolder implements AutoCloseable {
    private static final String PREFIX = "run-";
    private static final String LOCK = "lock";

    /** Those of this JVM. It must not so much as try their locks: to close the file again would give them up. */
    private static final Set<Path> MINE = ConcurrentHashMap.newKeySet();

    private final Path path;
    private final FileChannel lock;

    private RunFolder(Path path, FileChannel lock) {
        this.path = path;
        this.lock = lock;
    }

    /** Makes a new one; the caller makes sure that no other process creates or sweeps in this folder meanwhile. */
    static RunFolder create(Path folder) throws IOException {
        var path = Files.createDirectory(folder.resolve(PREFIX + Secrets.mark()));
        var lock = Folders.tryLock(path.resolve(LOCK));
        if (lock == null) {
            throw new IOException("The new folder " + path + " is locked by another process");
        }
        MINE.add(path);
        return new RunFolder(path, lock);
    }

    /** Deletes what ended runs left behind; the condition of {@link #create} applies. */
    static void sweep(Path folder) throws IOException {
        try (DirectoryStream<Path> runs = Files.newDirectoryStream(folder, PREFIX + "*")) {
            for (Path run : runs) {
                if (!MINE.contains(run)) {
                    sweepOne(run);
                }
            }
        }
    }

    private static void sweepOne(Path run) throws IOException {
        var free = Folders.tryLock(run.resolve(LOCK));
        if (free != null) {
            try (free) {
                Folders.delete(run);
            }
        }
    }

    Path path() {
        return path;
    }

    /** Deletes it. */
    @Override
    public void close() throws IOException {
        try (lock) {
            Folders.delete(path);
        } finally {
            MINE.remove(path);
        }
    }
}
