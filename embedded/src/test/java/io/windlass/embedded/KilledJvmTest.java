package io.windlass.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** No server outlives a JVM that gets no chance to clean up. */
class KilledJvmTest {
    /** The watchdog takes three seconds at worst; the rest is for a busy machine. */
    private static final Duration GONE_WITHIN = Duration.ofSeconds(20);

    private static final Duration STARTED_WITHIN = Duration.ofMinutes(5);
    private static final Path FOLDER = Path.of("target", "embedded-killed").toAbsolutePath();

    @BeforeEach
    @AfterEach
    void sweep() throws IOException {
        Folders.delete(FOLDER);
    }

    @Test
    void aKilledJvmLeavesNoServer() throws Exception {
        try (var child = start()) {
            assertThat(child.next()).isEqualTo(ChildJvm.STARTING);
            var server = ProcessHandle.of(Long.parseLong(child.next())).orElseThrow();
            List<ProcessHandle> workers = server.children().toList();
            assertThat(workers).isNotEmpty();

            child.kill();

            await().atMost(GONE_WITHIN).until(() -> !server.isAlive());
            await().atMost(GONE_WITHIN).until(() -> workers.stream().noneMatch(ProcessHandle::isAlive));
            await().atMost(GONE_WITHIN).until(() -> dataFolders().isEmpty());
        }
    }

    @Test
    void anEndWhileStartingLeavesNoServer() throws Exception {
        try (var child = start()) {
            assertThat(child.next()).isEqualTo(ChildJvm.STARTING);
            await().atMost(STARTED_WITHIN).until(() -> !dataFolders().isEmpty());

            child.terminateGroup();

            await().atMost(GONE_WITHIN).until(() -> processesInFolder().isEmpty());
        }
    }

    /** Each start throws away what killed JVMs left, and nothing else. */
    @Test
    void aJvmThatStartsLeavesTheServersOfAnotherAlone() throws Exception {
        try (var first = EmbeddedDatabase.start(FOLDER);
                var second = EmbeddedDatabase.start(FOLDER)) {
            assertThat(second.pid()).isNotEqualTo(first.pid());
            try (var child = start()) {
                assertThat(child.next()).isEqualTo(ChildJvm.STARTING);
                assertThat(child.next()).isNotEmpty();
                assertThat(dataFolders()).hasSize(3);
            }
        }
    }

    private static ChildJvm start() throws IOException {
        var cache = System.getProperty(EmbeddedDatabase.CACHE_PROPERTY, "target/embedded");
        return ChildJvm.start(FOLDER, Path.of(cache).toAbsolutePath());
    }

    private static List<Path> dataFolders() throws IOException {
        if (!Files.isDirectory(FOLDER)) {
            return List.of();
        }
        try (Stream<Path> runs = Files.list(FOLDER)) {
            return runs.map(run -> run.resolve(PostgresServer.DATA))
                    .filter(Files::exists)
                    .toList();
        }
    }

    private static List<ProcessHandle> processesInFolder() {
        return ProcessHandle.allProcesses()
                .filter(process -> process.info().commandLine().orElse("").contains(FOLDER.toString()))
                .toList();
    }
}
