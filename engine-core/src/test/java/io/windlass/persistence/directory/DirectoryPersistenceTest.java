package io.windlass.persistence.directory;

import static io.windlass.persistence.Samples.change;
import static io.windlass.persistence.Samples.created;
import static io.windlass.persistence.Samples.ended;
import static io.windlass.persistence.Samples.running;
import static io.windlass.persistence.Samples.succeeded;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.windlass.failure.StorageException;
import io.windlass.persistence.AtomChange;
import io.windlass.persistence.FlowChange;
import io.windlass.persistence.FlowRecord;
import io.windlass.persistence.HistoryEntry;
import io.windlass.persistence.LogBook;
import io.windlass.persistence.OperationContract;
import io.windlass.persistence.Persistence;
import io.windlass.persistence.Samples;
import io.windlass.persistence.StoreState;
import io.windlass.persistence.StoredAtom;
import io.windlass.state.FlowState;
import io.windlass.value.Value;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DirectoryPersistenceTest extends OperationContract {
    /** So long that nothing is renewed while a test runs. */
    private static final Duration LONG_LEASE = Duration.ofHours(1);

    @TempDir
    private Path root;

    private final List<DirectoryPersistence> opened = new ArrayList<>();

    @Override
    protected Persistence open() {
        DirectoryPersistence process = DirectoryPersistence.open(root, LONG_LEASE);
        opened.add(process);
        return process;
    }

    @Override
    protected void freeze(Persistence process) {
        ((DirectoryPersistence) process).ask(store -> {
            store.freeze(process.owner());
            return store;
        });
    }

    @Override
    protected List<HistoryEntry> history(UUID flow) {
        return opened.get(opened.size() - 1).history(flow);
    }

    @AfterEach
    void close() {
        opened.forEach(Persistence::close);
    }

    @Test
    void namesOfAnyKindHaveFilesOfTheirOwn() {
        Persistence store = open();
        UUID id = UUID.randomUUID();
        List<String> names = List.of(
                "a",
                "A",
                "a ",
                "../../a",
                "/",
                ".",
                "a.json",
                "a.outcome",
                "é",
                "e\u0301",
                "x".repeat(1000),
                "con",
                "x".repeat(999) + "y",
                "\ud83d\ude00",
                "a\nb",
                "a_b",
                "a-b");
        save(store, created(id));
        save(store, change(id, names.stream().map(name -> succeeded(name, "1")).toArray(AtomChange[]::new)));
        assertThat(store.load(id).orElseThrow().atoms())
                .extracting(StoredAtom::name)
                .containsExactlyInAnyOrderElementsOf(names);
        assertThat(names).allSatisfy(name -> assertThat(FileNames.of(name)).matches("[a-z0-9_-]{33,73}"));
    }

    @Test
    void aChangeWritesTheFilesOfItsOwnAtomsOnly() throws IOException {
        Persistence store = open();
        UUID id = UUID.randomUUID();
        save(store, created(id));
        save(store, change(id, succeeded("a", "[1]"), succeeded("b", "[2]")));
        Path atoms = root.resolve("flows/" + id + "/atoms");
        try (Stream<Path> files = Files.list(atoms)) {
            for (Path file : files.toList()) {
                Files.writeString(file, Files.readString(file) + "\n");
            }
        }
        save(store, change(id, running("a")));
        assertThat(atoms.resolve(FileNames.of("a") + ".json")).content().doesNotEndWith("\n\n");
        assertThat(atoms.resolve(FileNames.of("a") + ".outcome.json")).content().endsWith("\n\n");
        assertThat(atoms.resolve(FileNames.of("b") + ".json")).content().endsWith("\n\n");
    }

    @Test
    void twoNamesOfOneDirectoryAreOneStore(@TempDir Path elsewhere) throws IOException {
        Persistence first = open();
        Path link = Files.createSymbolicLink(elsewhere.resolve("link"), root);
        UUID id = UUID.randomUUID();
        save(first, created(id));
        try (DirectoryPersistence second = DirectoryPersistence.open(link, LONG_LEASE)) {
            assertThat(second.claim(id)).isEmpty();
            first.release(id);
            assertThat(second.claim(id)).isPresent();
        }
    }

    @Test
    void theRenewalFindsOutThatItsProcessWasFenced() {
        DirectoryPersistence dead = DirectoryPersistence.open(root, Duration.ofMillis(100));
        opened.add(dead);
        CompletableFuture<Void> fenced = new CompletableFuture<>();
        dead.onFenced(() -> fenced.complete(null));
        freeze(dead);
        open().takeOver(1);
        assertThat(fenced.orTimeout(30, TimeUnit.SECONDS)).succeedsWithin(Duration.ofSeconds(30));
        assertThat(dead.state()).isEqualTo(StoreState.FENCED);
    }

    @Test
    void aMissingDirectoryIsNamed() {
        assertThatThrownBy(() -> DirectoryPersistence.open(root.resolve("none")))
                .isInstanceOf(StorageException.class)
                .hasMessageContaining(root.resolve("none").toString())
                .hasMessageContaining("make it");
    }

    @Test
    void aDirectoryOfSomebodyElsesIsLeftAlone() throws IOException {
        Files.writeString(root.resolve("letter.txt"), "dear");
        assertThatThrownBy(this::open)
                .isInstanceOf(StorageException.class)
                .hasMessageContaining(root.toString())
                .hasMessageContaining("empty directory");
        Files.writeString(root.resolve("windlass.json"), "{\"format\":\"another\",\"version\":1}");
        assertThatThrownBy(this::open).isInstanceOf(StorageException.class).hasMessageContaining("another format");
        assertThat(root.resolve("letter.txt")).hasContent("dear");
    }

    @Test
    void aNewerDirectoryIsRefused() throws IOException {
        Files.writeString(root.resolve("windlass.json"), "{\"format\":\"windlass-store\",\"version\":99}");
        assertThatThrownBy(this::open)
                .isInstanceOf(StorageException.class)
                .hasMessageContaining("99")
                .hasMessageContaining("upgrade");
    }

    @Test
    void aBrokenFileIsNamedAndOtherFlowsGoOn() throws IOException {
        Persistence store = open();
        UUID broken = UUID.randomUUID();
        UUID whole = UUID.randomUUID();
        save(store, created(broken));
        save(store, created(whole));
        Path file = root.resolve("flows/" + broken + "/flow.json");
        for (String text : List.of(
                "{\"name\":", "[]", "{\"name\":\"f\"}", Files.readString(file).replace("RUNNING", "X"))) {
            Files.writeString(file, text);
            assertThatThrownBy(() -> store.load(broken))
                    .isExactlyInstanceOf(StorageException.class)
                    .hasMessageContaining(file.toString())
                    .hasMessageContaining("backup");
            var refused = store.save(change(broken, running("a"))).toCompletableFuture();
            save(store, change(whole, running("a")));
            assertThat(refused).isCompletedExceptionally();
        }
        Files.writeString(root.resolve("windlass.json"), "{");
        assertThatThrownBy(this::open).isInstanceOf(StorageException.class).hasMessageContaining("windlass.json");
    }

    @Test
    void aBrokenAtomIsNamed() throws IOException {
        Persistence store = open();
        UUID id = UUID.randomUUID();
        save(store, created(id));
        save(store, change(id, succeeded("a", "1")));
        Path file = root.resolve("flows/" + id + "/atoms/" + FileNames.of("a") + ".json");
        Files.writeString(file, Files.readString(file).replace("TASK", "DETAIL"));
        assertThatThrownBy(() -> store.load(id))
                .isExactlyInstanceOf(StorageException.class)
                .hasMessageContaining(file.toString());
    }

    @Test
    void theFilesAreJsonForPeople() throws IOException {
        Persistence store = open();
        LogBook book = new LogBook(
                UUID.randomUUID(), "volumes", Map.of("b", new Value("1.50"), "a", Value.NULL), Instant.EPOCH, null);
        store.saveBook(book);
        UUID id = UUID.randomUUID();
        FlowRecord flow = new FlowRecord(id, "f", book.id(), FlowState.RUNNING, Map.of("x", Value.NULL), Map.of(), 1);
        AtomChange atom = succeeded("résize 2", "[1, 2.50]");
        save(store, new FlowChange(flow, true, true, List.of(atom), List.of(Samples.flowEntry(1))));
        Path folder = root.resolve("flows/" + id);
        assertThat(root.resolve("books/" + book.id() + "/book.json")).hasContent("""
            {
              "name":"volumes",
              "createdAt":"1970-01-01T00:00:00Z",
              "meta":{"a":null,"b":1.50}
            }
            """);
        assertThat(root.resolve("books/" + book.id() + "/flows/" + id)).isEmptyFile();
        assertThat(root.resolve("owners/" + store.owner().id() + "/flows/" + id))
                .isEmptyFile();
        assertThat(folder.resolve("values.json")).hasContent("""
            {
              "store":{"x":null},
              "meta":{}
            }
            """);
        assertThat(folder.resolve("flow.json")).content().contains("\n  \"state\":\"RUNNING\",\n");
        assertThat(folder.resolve("history.jsonl"))
                .content()
                .startsWith("{\"sequence\":1,\"at\":\"")
                .endsWith("}\n");
        String file = FileNames.of("résize 2");
        assertThat(file).startsWith("r_size_2-");
        assertThat(folder.resolve("atoms/" + file + ".json")).hasContent("""
            {
              "name":"résize 2",
              "kind":"TASK",
              "version":"1.0",
              "state":"SUCCESS",
              "intention":"EXECUTE",
              "round":1,
              "attempt":1
            }
            """);
        assertThat(folder.resolve("atoms/" + file + ".outcome.json")).hasContent("""
            {
              "result":[1, 2.50]
            }
            """);
        save(store, ended(id, FlowState.SUCCESS));
        assertThat(root.resolve("owners/" + store.owner().id() + "/flows/" + id))
                .doesNotExist();
    }

    @Test
    void aDirectoryThatCannotBeWrittenFailsTheChangeAndWorksOnAfterwards() throws IOException {
        Persistence store = open();
        UUID id = UUID.randomUUID();
        save(store, created(id));
        // In the way of the next group; a read-only directory would not hold up a test that root runs.
        Path changes = root.resolve("changes");
        Path aside = Files.move(changes, root.resolve("aside"));
        Files.writeString(changes, "");
        assertThat(failureOf(store, change(id, running("a"))))
                .isExactlyInstanceOf(StorageException.class)
                .hasMessageContaining(root.toString())
                .hasMessageContaining("space");
        Files.delete(changes);
        Files.move(aside, changes);
        assertThat(store.load(id).orElseThrow().atoms()).isEmpty();
        save(store, change(id, running("a")));
        assertThat(store.load(id).orElseThrow().atoms()).hasSize(1);
    }

    @Test
    void manyGroupsAreForcedToTheDiskAndForgotten() throws IOException {
        Persistence store = open();
        UUID id = UUID.randomUUID();
        save(store, created(id));
        for (int i = 0; i < 200; i++) {
            save(store, change(id, succeeded("a", "[" + i + "]")));
        }
        try (Stream<Path> files = Files.list(root.resolve("changes"))) {
            assertThat(files).hasSizeLessThanOrEqualTo(64);
        }
        assertThat(root.resolve("changes-done")).doesNotExist();
        save(store, ended(id, FlowState.SUCCESS));
        assertThat(open().load(id)).isEqualTo(store.load(id));
        try (Stream<Path> files = Files.list(root.resolve("changes"))) {
            assertThat(files).as("after an open").hasSizeLessThanOrEqualTo(2);
        }
    }
}
