package io.windlass.embedded;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The right to change what processes share in a folder, held by one thread of one process at a time. The operating
 * system gives the lock back when the process dies.
 */
final class FolderLock implements AutoCloseable {
    /** File locks belong to the whole JVM, so its threads take turns first. */
    private static final ReentrantLock THREADS = new ReentrantLock();

    private final Path folder;
    private final FileChannel channel;

    private FolderLock(Path folder, FileChannel channel) {
        this.folder = folder;
        this.channel = channel;
    }

    /** Creates the folder on need and waits for its lock, which the same thread closes. */
    static FolderLock take(Path folder) throws IOException {
        Files.createDirectories(folder);
        THREADS.lock();
        try {
            return new FolderLock(folder, lockedFile(folder.resolve("lock")));
        } catch (IOException | RuntimeException e) {
            THREADS.unlock();
            throw e;
        }
    }

    Path folder() {
        return folder;
    }

    @Override
    public void close() throws IOException {
        try (channel) {
            THREADS.unlock();
        }
    }

    private static FileChannel lockedFile(Path file) throws IOException {
        var channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        try {
            channel.lock();
            return channel;
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }
}
