package io.windlass.persistence.directory;

import static io.windlass.persistence.Samples.created;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.windlass.failure.StorageException;
import io.windlass.persistence.FlowChange;
import io.windlass.persistence.HistoryEntry;
import io.windlass.persistence.StoredFlow;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ChangeLogTest {
    private static final Duration LEASE = Duration.ofHours(1);

    private static final int ATOMS = 3;

    private final UUID id = UUID.randomUUID();

    @TempDir
    private Path root;

    private FlowChange numbered(int number) {
        return ChildProcess.numbered(id, number, ATOMS);
    }

    private static void save(DirectoryPersistence store, FlowChange change) {
        store.save(change).toCompletableFuture().join();
    }

    private Path newest(String ending) throws IOException {
        try (Stream<Path> files = Files.list(root.resolve("changes"))) {
            return files.filter(file -> file.toString().endsWith(ending))
                    .sorted()
                    .reduce((a, b) -> b)
                    .orElseThrow();
        }
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.toList()) {
                Path target = to.resolve(from.relativize(file).toString());
                if (!Files.exists(target) || !Files.isDirectory(target)) {
                    Files.copy(file, target);
                }
            }
        }
    }

    /** For each moment at which a process may die between two writes, one that lives and one that begins look. */
    @Test
    void aGroupIsWholeWhereverItsProcessDies(@TempDir Path moments) throws IOException {
        try (DirectoryPersistence store = DirectoryPersistence.open(root, LEASE)) {
            save(store, numbered(1));
            save(store, numbered(2));
            Path before = Files.createDirectory(moments.resolve("before"));
            copy(root, before);
            save(store, numbered(3));
            StoredFlow after = store.load(id).orElseThrow();
            Path group = newest(".applied");
            List<Write> writes = new ArrayList<>();
            ChangeFile.read(group, true, writes::add);
            assertThat(writes).hasSizeGreaterThan(ATOMS);
            for (int done = 0; done <= writes.size(); done++) {
                for (boolean begins : List.of(true, false)) {
                    Path moment = Files.createDirectory(moments.resolve(done + "-" + begins));
                    copy(before, moment);
                    try (DirectoryPersistence living = DirectoryPersistence.open(moment, LEASE)) {
                        DiskFiles files = new DiskFiles(moment);
                        Files.copy(group, moment.resolve("changes/000000009999.change"));
                        for (Write write : writes.subList(0, done)) {
                            files.apply(write);
                        }
                        if (begins) {
                            try (DirectoryPersistence beginning = DirectoryPersistence.open(moment, LEASE)) {
                                assertThat(beginning.load(id))
                                        .as("after %d writes", done)
                                        .contains(after);
                            }
                        }
                        assertThat(living.load(id)).as("after %d writes", done).contains(after);
                        assertThat(living.history(id))
                                .extracting(HistoryEntry::sequence)
                                .containsExactly(1L, 2L, 3L);
                    }
                }
            }
        }
    }

    @Test
    void aGroupThatWasNotRecordedWholeNeverWas() throws IOException {
        try (DirectoryPersistence store = DirectoryPersistence.open(root, LEASE)) {
            save(store, numbered(1));
            byte[] text = Files.readAllBytes(newest(".applied"));
            Files.write(root.resolve("changes/000000009999.change.tmp"), Arrays.copyOf(text, text.length / 2));
            save(store, numbered(2));
            assertThat(store.history(id)).hasSize(2);
        }
        try (DirectoryPersistence again = DirectoryPersistence.open(root, LEASE)) {
            assertThat(again.history(id)).hasSize(2);
        }
    }

    /** As after a power failure: files that were not forced to the disk are as they were, or empty. */
    @Test
    void whatDidNotLastIsDoneAgainByWhoeverOpens(@TempDir Path later) throws IOException {
        try (DirectoryPersistence store = DirectoryPersistence.open(root, LEASE)) {
            for (int number = 1; number <= 10; number++) {
                save(store, numbered(number));
            }
            copy(root, later);
            StoredFlow whole = store.load(id).orElseThrow();
            try (Stream<Path> files = Files.walk(later.resolve("flows"))) {
                for (Path file : files.filter(Files::isRegularFile).toList()) {
                    Files.writeString(file, "");
                }
            }
            try (DirectoryPersistence again = DirectoryPersistence.open(later, LEASE)) {
                assertThat(again.load(id)).contains(whole);
                assertThat(again.history(id)).hasSize(10);
            }
        }
    }

    @Test
    void aBrokenGroupIsNamed() throws IOException {
        try (DirectoryPersistence store = DirectoryPersistence.open(root, LEASE)) {
            save(store, created(id));
            for (String text : List.of("", "{\"end\":0}\n", "{\"put\":\"flows/x\",\"bytes\":9}\nabc")) {
                Path broken = Files.writeString(root.resolve("changes/000000009999.change"), text);
                assertThatThrownBy(() -> store.load(id))
                        .isInstanceOf(StorageException.class)
                        .hasMessageContaining(broken.toString())
                        .hasMessageContaining("backup");
            }
            Files.delete(root.resolve("changes/000000009999.change"));
        }
    }
}
