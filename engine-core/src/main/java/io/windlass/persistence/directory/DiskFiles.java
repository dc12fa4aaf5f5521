package io.windlass.persistence.directory;

import io.windlass.failure.StorageException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The files below one directory. Paths are relative, with slashes. */
final class DiskFiles {
    private static final String TEMPORARY = ".tmp";

    private final Path root;

    DiskFiles(Path root) {
        this.root = root;
    }

    Path root() {
        return root;
    }

    Path path(String relative) {
        return root.resolve(relative);
    }

    StorageException failed(String what, String path, Exception why) {
        return new StorageException(
                "cannot " + what + " " + path(path) + ": " + why
                        + "; see to the disk's space and health and to the directory's permissions",
                why);
    }

    Optional<String> read(String path) throws IOException {
        try {
            return Optional.of(new String(Files.readAllBytes(path(path)), StandardCharsets.UTF_8));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
    }

    List<String> list(String directory) throws IOException {
        List<String> names = new ArrayList<>();
        try (DirectoryStream<Path> children = Files.newDirectoryStream(path(directory))) {
            children.forEach(child -> names.add(String.valueOf(child.getFileName())));
        } catch (NoSuchFileException e) {
            return names;
        }
        names.removeIf(name -> name.endsWith(TEMPORARY));
        return names;
    }

    /** Does it; whether it lasts when the power fails is {@link #force}'s business. */
    void apply(Write write) throws IOException {
        if (write instanceof Write.Put put) {
            replace(put.path(), bytes(put.text()), false);
        } else if (write instanceof Write.Append append) {
            append(append);
        } else {
            delete(write.path());
        }
    }

    /** Replaces a file in one move; whoever reads it sees the old or the new one. */
    void replace(String path, byte[] content, boolean durable) throws IOException {
        Path target = path(path);
        Path temporary = path(path + TEMPORARY);
        try (FileChannel channel = create(temporary)) {
            writeAll(channel, content, 0);
            if (durable) {
                channel.force(true);
            }
        }
        Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        if (durable) {
            forceDirectory(target.getParent());
        }
    }

    private static FileChannel create(Path file) throws IOException {
        StandardOpenOption[] options = {
            StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING
        };
        try {
            return FileChannel.open(file, options);
        } catch (NoSuchFileException e) {
            Files.createDirectories(file.getParent());
            return FileChannel.open(file, options);
        }
    }

    private void append(Write.Append append) throws IOException {
        Path file = path(append.path());
        Files.createDirectories(file.getParent());
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            channel.truncate(append.offset());
            writeAll(channel, bytes(append.text()), append.offset());
        }
    }

    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static void writeAll(FileChannel channel, byte[] content, long offset) throws IOException {
        ByteBuffer buffer = ByteBuffer.wrap(content);
        while (buffer.hasRemaining()) {
            channel.write(buffer, offset + buffer.position());
        }
    }

    void delete(String path) throws IOException {
        if (!Files.exists(path(path))) {
            return;
        }
        Files.walkFileTree(path(path), new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.delete(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path directory, @Nullable IOException e) throws IOException {
                if (e != null) {
                    throw e;
                }
                Files.delete(directory);
                return FileVisitResult.CONTINUE;
            }
        });
    }

    void move(String from, String to) throws IOException {
        Files.move(path(from), path(to), StandardCopyOption.ATOMIC_MOVE);
    }

    /** Makes a file last, if it is there. */
    void force(String path) throws IOException {
        if (Files.isDirectory(path(path))) {
            forceDirectory(path(path));
            return;
        }
        try (FileChannel channel = FileChannel.open(path(path), StandardOpenOption.WRITE)) {
            channel.force(true);
        } catch (NoSuchFileException e) {
            // It was removed since: its directory is what has to last.
        }
    }

    /** Makes the entries of a directory last, if it is there. */
    static void forceDirectory(@Nullable Path directory) throws IOException {
        if (directory == null) {
            return;
        }
        try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
            channel.force(true);
        } catch (NoSuchFileException e) {
            // It was removed since: so is what was in it.
        }
    }
}
