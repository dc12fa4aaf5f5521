package io.windlass.persistence.directory;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;

/**
 * One at a time on a directory, of all threads of all processes of a machine. The system's locks are a process's as a
 * whole, and one that is closed takes all of them along: so there is a lock of the JVM's around each. Thread-safe.
 */
final class Exclusive {
    /** For good: there are few, and one that is forgotten too early would let two in. */
    private static final Map<Path, ReentrantLock> OF_THIS_JVM = new ConcurrentHashMap<>();

    private final Path file;
    private final ReentrantLock lock;

    /** A section that is a file's; two names of one file are one section. */
    Exclusive(Path directory) throws IOException {
        file = directory.toRealPath().resolve("lock");
        lock = OF_THIS_JVM.computeIfAbsent(file, path -> new ReentrantLock());
    }

    /** What is done alone. */
    interface Section<T> {
        T run() throws IOException;
    }

    <T> T run(Section<T> section) throws IOException {
        lock.lock();
        // The lock goes with the channel.
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            channel.lock();
            return section.run();
        } finally {
            lock.unlock();
        }
    }
}
