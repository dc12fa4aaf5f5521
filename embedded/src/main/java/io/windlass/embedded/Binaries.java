package io.windlass.embedded;

import io.zonky.test.db.postgres.embedded.DefaultPostgresBinaryResolver;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Locale;
import java.util.zip.CRC32C;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.tukaani.xz.XZInputStream;

/** The PostgreSQL programs of this platform, unpacked once from the jar that brings them. */
final class Binaries {
    private static final int OWNER_EXECUTES = 0100;

    private Binaries() {}

    /**
     * Unpacks the programs unless they are there.
     *
     * @param cache holds a folder per archive; the caller makes sure that no other process unpacks there meanwhile
     * @return the folder with {@code bin}, {@code lib} and {@code share}
     */
    static Path unpack(Path cache) throws IOException {
        byte[] archive = archive();
        var checksum = new CRC32C();
        checksum.update(archive);
        var unpacked = cache.resolve("postgresql-" + Long.toHexString(checksum.getValue()));
        if (!Files.isDirectory(unpacked)) {
            var unfinished = cache.resolve("unpacking");
            Folders.delete(unfinished);
            extract(archive, Files.createDirectories(unfinished));
            Files.move(unfinished, unpacked, StandardCopyOption.ATOMIC_MOVE);
        }
        return unpacked;
    }

    private static byte[] archive() throws IOException {
        QuietLogging.of("io.zonky.test");
        var system = System.getProperty("os.name", "").toLowerCase(Locale.ROOT).startsWith("mac") ? "Darwin" : "Linux";
        var machine = System.getProperty("os.arch", "").replace("amd64", "x86_64");
        try (InputStream in = DefaultPostgresBinaryResolver.INSTANCE.getPgBinary(system, machine)) {
            return in.readAllBytes();
        } catch (IllegalStateException e) {
            throw new EmbeddedException(
                    "There are no embedded PostgreSQL programs for " + system + " on " + machine
                            + "; set WINDLASS_DATABASE_URL to a database of your own.",
                    e);
        }
    }

    private static void extract(byte[] archive, Path target) throws IOException {
        try (var tar = new TarArchiveInputStream(new XZInputStream(new ByteArrayInputStream(archive)))) {
            for (var entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                var path = target.resolve(entry.getName()).normalize();
                if (!path.startsWith(target)) {
                    throw new IOException("The archive of the PostgreSQL programs points outside: " + entry.getName());
                }
                write(tar, entry, path);
            }
        }
    }

    private static void write(TarArchiveInputStream tar, TarArchiveEntry entry, Path path) throws IOException {
        if (entry.isDirectory()) {
            Files.createDirectories(path);
            return;
        }
        Files.createDirectories(path.resolve("..").normalize());
        if (entry.isSymbolicLink()) {
            Files.createSymbolicLink(path, Path.of(entry.getLinkName()));
        } else {
            Files.copy(tar, path);
            var mode = (entry.getMode() & OWNER_EXECUTES) == 0 ? "rw-r--r--" : "rwxr-xr-x";
            Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(mode));
        }
    }
}
