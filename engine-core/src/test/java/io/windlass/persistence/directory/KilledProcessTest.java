package io.windlass.persistence.directory;

import static io.windlass.persistence.Samples.flow;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.windlass.persistence.HistoryEntry;
import io.windlass.persistence.StoredFlow;
import io.windlass.persistence.Takeover;
import io.windlass.state.FlowState;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Other JVMs on one directory, killed and frozen. */
class KilledProcessTest {
    /** The short form; {@code -Ddirectory.kills=500} is a long one. */
    private static final int KILLS = Integer.getInteger("directory.kills", 8);

    private static final long SEED = Long.getLong("crash.seed", System.nanoTime());
    /** About as long as two changes take. */
    private static final int CHANGE_NANOS = 40_000_000;

    private static final Duration LONG_LEASE = Duration.ofHours(1);
    private static final Duration SHORT_LEASE = Duration.ofMillis(300);

    @Test
    void aProcessThatIsKilledAnywhereLeavesWholeFlows(@TempDir Path root) throws Exception {
        System.out.println("seed of the kills: " + SEED);
        Random random = new Random(SEED);
        List<UUID> flows = new ArrayList<>();
        try (DirectoryPersistence living = DirectoryPersistence.open(root, LONG_LEASE)) {
            for (int kill = 0; kill < KILLS; kill++) {
                UUID id = UUID.randomUUID();
                flows.add(id);
                int told = 1 + random.nextInt(20);
                try (ChildProcess child = ChildProcess.start(root, id, LONG_LEASE, ChildProcess.FAST)) {
                    for (int number = 1; number <= told; number++) {
                        assertThat(child.next()).isEqualTo(number + ".");
                    }
                    // Anywhere in the next change or two, and not only where it begins.
                    LockSupport.parkNanos(random.nextInt(CHANGE_NANOS));
                    check(living, id, child.kill(told));
                }
            }
            try (DirectoryPersistence beginning = DirectoryPersistence.open(root, LONG_LEASE)) {
                flows.forEach(id -> check(beginning, id, 1));
            }
        }
    }

    /** What the dead one left halfway is finished by whoever looks. */
    private static void check(DirectoryPersistence store, UUID id, int told) {
        StoredFlow found = store.load(id).orElseThrow();
        int number = (int) found.flow().history();
        assertThat(number).isGreaterThanOrEqualTo(told);
        assertThat(found.flow()).isEqualTo(flow(id, FlowState.RUNNING, number));
        assertThat(found.atoms())
                .containsExactlyInAnyOrderElementsOf(
                        ChildProcess.numbered(id, number, ChildProcess.ATOMS).atoms().stream()
                                .map(change -> change.atom())
                                .toList());
        assertThat(store.history(id))
                .extracting(HistoryEntry::sequence)
                .containsExactlyElementsOf(
                        LongStream.rangeClosed(1, number).boxed().toList());
    }

    @Test
    void aFrozenProcessIsFencedByAnotherOne(@TempDir Path root) throws Exception {
        UUID id = UUID.randomUUID();
        try (ChildProcess child = ChildProcess.start(root, id, SHORT_LEASE, ChildProcess.STEPWISE);
                DirectoryPersistence heir = DirectoryPersistence.open(root, LONG_LEASE)) {
            child.next();
            freezeWhileItDoesNothing(root, child);
            List<Takeover> taken = new ArrayList<>();
            await("a takeover").atMost(Duration.ofSeconds(60)).until(() -> {
                taken.addAll(heir.takeOver(10));
                return !taken.isEmpty();
            });
            assertThat(taken)
                    .singleElement()
                    .satisfies(takeover -> assertThat(takeover.flows()).containsExactly(id));
            StoredFlow before = heir.load(id).orElseThrow();
            child.signal("CONT");
            child.step();
            assertThat(child.next()).endsWith("FencedException");
            assertThat(heir.load(id)).contains(before);
        }
    }

    /** A process that is frozen amid an operation would hold up all others, until it goes on or is killed. */
    private static void freezeWhileItDoesNothing(Path root, ChildProcess child) throws Exception {
        try (FileChannel lock = FileChannel.open(root.resolve("lock"), StandardOpenOption.WRITE)) {
            child.signal("STOP");
            for (FileLock free = lock.tryLock(); free == null; free = lock.tryLock()) {
                child.signal("CONT");
                child.signal("STOP");
            }
        }
    }
}
