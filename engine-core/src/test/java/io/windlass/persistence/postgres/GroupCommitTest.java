package io.windlass.persistence.postgres;

import static io.windlass.persistence.Samples.change;
import static io.windlass.persistence.Samples.created;
import static io.windlass.persistence.Samples.flow;
import static io.windlass.persistence.Samples.flowEntry;
import static io.windlass.persistence.Samples.running;
import static io.windlass.persistence.Samples.succeeded;
import static org.assertj.core.api.Assertions.assertThat;

import io.windlass.persistence.FlowChange;
import io.windlass.persistence.RefusedException;
import io.windlass.persistence.StoredAtom;
import io.windlass.state.FlowState;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.jdbi.v3.core.Handle;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("services")
class GroupCommitTest {
    private static final int THREADS = 64;
    private static final int FLOWS_PER_THREAD = 10;

    private static final StoreFixture fixture = new StoreFixture("groupcommit");
    private final PostgresPersistence store = fixture.open(builder -> builder.name("writer"));

    @AfterAll
    static void drop() {
        fixture.close();
    }

    @AfterEach
    void closeProcesses() {
        fixture.closeProcesses();
    }

    private static <T> T within(CompletableFuture<T> future) {
        return future.orTimeout(300, TimeUnit.SECONDS).join();
    }

    private static FlowChange numbered(UUID id, int step) {
        return new FlowChange(
                flow(id, FlowState.RUNNING, step),
                step == 1,
                false,
                List.of(succeeded("a", "[" + step + "]")),
                List.of(flowEntry(step)));
    }

    @Test
    void whatGathersWhileABatchIsUnderWayIsOneTransaction() throws Exception {
        UUID held = UUID.randomUUID();
        within(store.save(created(held)).toCompletableFuture());
        List<CompletableFuture<Void>> saves = new ArrayList<>();
        ExecutorService threads = Executors.newFixedThreadPool(THREADS);
        try (Handle lock = fixture.lockFlow(held)) {
            CompletableFuture<Void> first =
                    store.save(change(held, running("a"))).toCompletableFuture();
            fixture.awaitBlocked("writer", "UPDATE \"windlass\".flows");
            CountDownLatch handedIn = new CountDownLatch(THREADS * FLOWS_PER_THREAD);
            for (int i = 0; i < THREADS * FLOWS_PER_THREAD; i++) {
                threads.execute(() -> {
                    CompletableFuture<Void> save =
                            store.save(numbered(UUID.randomUUID(), 1)).toCompletableFuture();
                    synchronized (saves) {
                        saves.add(save);
                    }
                    handedIn.countDown();
                });
            }
            assertThat(handedIn.await(60, TimeUnit.SECONDS)).isTrue();
            assertThat(first).isNotDone();
            lock.rollback();
        } finally {
            threads.shutdownNow();
        }
        saves.forEach(GroupCommitTest::within);
        assertThat(count("SELECT count(*) FROM windlass.history")).isEqualTo(1 + THREADS * FLOWS_PER_THREAD);
        assertThat(count("SELECT count(DISTINCT xmin::text) FROM windlass.history"))
                .isEqualTo(2);
    }

    private long count(String sql) {
        return fixture.jdbi()
                .withHandle(handle -> handle.createQuery(sql).mapTo(Long.class).one());
    }

    @Test
    void oneRefusedChangeInABatchFailsAloneAndInOrder() {
        UUID held = UUID.randomUUID();
        UUID bad = UUID.randomUUID();
        within(store.save(created(held)).toCompletableFuture());
        within(store.save(created(bad)).toCompletableFuture());
        List<CompletableFuture<Void>> good = new ArrayList<>();
        CompletableFuture<Void> refused;
        try (Handle lock = fixture.lockFlow(held)) {
            good.add(store.save(change(held, running("a"))).toCompletableFuture());
            fixture.awaitBlocked("writer", "UPDATE \"windlass\".flows");
            good.add(store.save(change(bad, succeeded("a", "1"))).toCompletableFuture());
            refused = store.save(change(bad, succeeded("a", "2"), succeeded("b", "{")))
                    .toCompletableFuture();
            good.add(store.save(change(bad, running("c"))).toCompletableFuture());
            for (int i = 0; i < 20; i++) {
                good.add(store.save(created(UUID.randomUUID())).toCompletableFuture());
            }
            lock.rollback();
        }
        good.forEach(GroupCommitTest::within);
        assertThat(refused)
                .failsWithin(java.time.Duration.ofSeconds(60))
                .withThrowableThat()
                .havingCause()
                .isInstanceOfSatisfying(
                        RefusedException.class, e -> assertThat(e.atoms()).containsExactly("b"));
        assertThat(store.load(bad).orElseThrow().atoms())
                .extracting(StoredAtom::name)
                .containsExactlyInAnyOrder("a", "c");
        assertThat(store.load(bad).orElseThrow().atoms())
                .filteredOn(atom -> atom.name().equals("a"))
                .allSatisfy(atom -> assertThat(atom.result()).hasToString("1"));
    }

    @Test
    void savesAreCompletedInsideOfWhatWasAskedForThatAgain() {
        ThreadLocal<String> inside = ThreadLocal.withInitial(() -> "");
        for (String name : List.of("inner", "outer")) {
            store.completeWithin(work -> {
                String before = inside.get();
                inside.set(before + name + " ");
                work.run();
                inside.set(before);
            });
        }
        List<CompletableFuture<String>> seen = new ArrayList<>();

        for (int i = 0; i < 200; i++) {
            seen.add(store.save(created(UUID.randomUUID()))
                    .thenApply(
                            recorded -> Thread.currentThread().getName().contains("store-done") ? inside.get() : "late")
                    .toCompletableFuture());
        }

        assertThat(seen.stream().map(GroupCommitTest::within).distinct().toList())
                .contains("outer inner ")
                .isSubsetOf("outer inner ", "late");
    }

    @Test
    void whoDependsOnASaveAndIsSlowDoesNotHoldUpTheOthers() {
        CountDownLatch slow = new CountDownLatch(1);
        CompletableFuture<Void> dependent = store.save(created(UUID.randomUUID()))
                .thenAccept(recorded -> awaitQuietly(slow))
                .toCompletableFuture();
        for (int i = 0; i < 5; i++) {
            within(store.save(created(UUID.randomUUID())).toCompletableFuture());
        }
        assertThat(dependent).isNotDone();
        slow.countDown();
        within(dependent);
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            assertThat(latch.await(60, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void aThousandChangesAreRecordedOnceEachWhileConnectionsAreCut() {
        int steps = 100;
        AtomicInteger recorded = new AtomicInteger();
        AtomicInteger cut = new AtomicInteger();
        ExecutorService cutter = Executors.newSingleThreadExecutor();
        Runnable cutNowAndThen = () -> {
            if (recorded.incrementAndGet() % 50 == 0) {
                cutter.execute(() -> cut.addAndGet(fixture.cutConnectionsOf("writer")));
            }
        };
        List<UUID> ids = IntStream.range(0, 10).mapToObj(i -> UUID.randomUUID()).toList();
        try {
            List<CompletableFuture<Void>> chains =
                    ids.stream().map(id -> chain(id, steps, cutNowAndThen)).toList();
            chains.forEach(GroupCommitTest::within);
        } finally {
            cutter.shutdownNow();
        }
        assertThat(cut).as("connections cut").hasValueGreaterThan(10);
        for (UUID id : ids) {
            assertThat(fixture.history(id)).hasSize(steps);
            assertThat(store.load(id).orElseThrow().flow().history()).isEqualTo(steps);
            assertThat(store.load(id).orElseThrow().atoms())
                    .singleElement()
                    .satisfies(atom -> assertThat(atom.result()).hasToString("[" + steps + "]"));
        }
    }

    /** Each change is handed in when the one before is recorded, so that there are many batches. */
    private CompletableFuture<Void> chain(UUID id, int steps, Runnable afterEach) {
        CompletableFuture<Void> chain = CompletableFuture.completedFuture(null);
        for (int step = 1; step <= steps; step++) {
            int next = step;
            chain = chain.thenCompose(done -> store.save(numbered(id, next))).thenRun(afterEach);
        }
        return chain;
    }
}
