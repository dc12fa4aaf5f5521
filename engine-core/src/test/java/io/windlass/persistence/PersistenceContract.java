package io.windlass.persistence;

import static io.windlass.persistence.Samples.STORE;
import static io.windlass.persistence.Samples.atom;
import static io.windlass.persistence.Samples.change;
import static io.windlass.persistence.Samples.created;
import static io.windlass.persistence.Samples.described;
import static io.windlass.persistence.Samples.flow;
import static io.windlass.persistence.Samples.flowEntry;
import static io.windlass.persistence.Samples.running;
import static io.windlass.persistence.Samples.succeeded;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.windlass.atom.Attempts;
import io.windlass.atom.Backoff;
import io.windlass.atom.Input;
import io.windlass.atom.RemoteTask;
import io.windlass.atom.Task;
import io.windlass.atom.Tasks;
import io.windlass.engine.Engine;
import io.windlass.failure.StorageException;
import io.windlass.flow.LinearFlow;
import io.windlass.retry.ForEach;
import io.windlass.state.AtomState;
import io.windlass.state.Cancellation;
import io.windlass.state.FlowState;
import io.windlass.state.Intention;
import io.windlass.value.Value;
import io.windlass.value.Values;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** What every store records, refuses and reads back. How flows change hands is in {@link OwnershipContract}. */
public abstract class PersistenceContract {
    private final UUID id = UUID.randomUUID();

    /** {@return a process of its own on the store that all of one test's processes share; closed after the test} */
    protected abstract Persistence open();

    /** {@return what the store keeps of a flow's history, in its order} */
    protected abstract List<HistoryEntry> history(UUID flow);

    /** Saves and waits, for so long that only a store which hangs fails. */
    protected static void save(Persistence store, FlowChange change) {
        store.save(change)
                .toCompletableFuture()
                .orTimeout(Duration.ofSeconds(60).toSeconds(), java.util.concurrent.TimeUnit.SECONDS)
                .join();
    }

    /** {@return why a save fails} */
    protected static Throwable failureOf(Persistence store, FlowChange change) {
        try {
            save(store, change);
        } catch (CompletionException e) {
            return e.getCause() == null ? e : e.getCause();
        }
        throw new AssertionError("the change was recorded: " + change);
    }

    private static StoredFlow stored(Persistence store, UUID flow) {
        return store.load(flow).orElseThrow();
    }

    @Test
    void aFlowReadsBackAsItWasCreated() {
        Persistence store = open();
        save(store, created(id));
        assertThat(stored(store, id)).isEqualTo(new StoredFlow(flow(id, FlowState.RUNNING, 1), List.of()));
        assertThat(history(id)).containsExactly(flowEntry(1));
        assertThat(store.load(UUID.randomUUID())).isEmpty();
    }

    @Test
    void everyFieldOfAnAtomReadsBack() {
        Persistence store = open();
        Value failure = new Value("{\"exception_str\":\"no space\"}");
        StoredAtom full = new StoredAtom(
                "resize",
                AtomKind.RETRY,
                "2.1",
                AtomState.REVERT_FAILURE,
                Intention.REVERT,
                3,
                7,
                new Value("[1, 2.50,\"\\u0000é\"]"),
                failure,
                new Value("null"),
                "worker-9",
                "run-1",
                Map.of("pro\"gress", new Value("0.50"), "nothing", Value.NULL),
                Instant.parse("2031-02-03T04:05:06.789012Z"),
                Instant.parse("2031-02-03T04:05:07Z"),
                Instant.parse("9999-12-31T23:59:59.999999Z"));
        HistoryEntry entry = new HistoryEntry(2, "resize", 3, 7, "REVERTING", "REVERT_FAILURE", "worker-9", "run-1");
        save(store, created(id));
        save(
                store,
                new FlowChange(
                        flow(id, FlowState.FAILURE, 2),
                        false,
                        false,
                        List.of(new AtomChange(full, true, true)),
                        List.of(entry)));
        assertThat(stored(store, id)).isEqualTo(new StoredFlow(flow(id, FlowState.FAILURE, 2), List.of(full)));
        assertThat(history(id)).containsExactly(flowEntry(1), entry);
    }

    @Test
    void aChangeWithoutOutcomeKeepsTheStoredOne() {
        Persistence store = open();
        save(store, created(id));
        save(store, change(id, succeeded("a", "[1]")));
        save(store, change(id, new AtomChange(atom("a", AtomState.REVERTING, null), false, false)));
        assertThat(stored(store, id).atoms()).containsExactly(atom("a", AtomState.REVERTING, "[1]"));
        save(store, change(id, new AtomChange(atom("a", AtomState.REVERTED, null), true, false)));
        assertThat(stored(store, id).atoms()).containsExactly(atom("a", AtomState.REVERTED, null));
    }

    @Test
    void aNewAtomWithoutOutcomeHasNone() {
        Persistence store = open();
        save(store, created(id));
        save(store, change(id, new AtomChange(atom("a", AtomState.RUNNING, "[1]"), false, false)));
        assertThat(stored(store, id).atoms()).containsExactly(atom("a", AtomState.RUNNING, null));
    }

    @Test
    void recordingAChangeTwiceIsRecordingItOnce() {
        Persistence store = open();
        FlowChange first = new FlowChange(
                flow(id, FlowState.RUNNING, 2), true, true, List.of(running("a")), List.of(flowEntry(1), flowEntry(2)));
        save(store, first);
        StoredFlow once = stored(store, id);
        save(store, first);
        assertThat(stored(store, id)).isEqualTo(once);
        assertThat(history(id)).containsExactly(flowEntry(1), flowEntry(2));
    }

    @Test
    void anEntryOfTheHistoryNeverChanges() {
        Persistence store = open();
        save(store, created(id));
        HistoryEntry other = new HistoryEntry(1, "a", 1, 1, "RUNNING", "SUCCESS", null, null);
        save(store, new FlowChange(flow(id, FlowState.RUNNING, 1), false, false, List.of(), List.of(other)));
        assertThat(history(id)).containsExactly(flowEntry(1));
    }

    @Test
    void storeAndMetadataOfAFlowAreWrittenWhenAChangeSaysSo() {
        Persistence store = open();
        UUID book = UUID.randomUUID();
        Map<String, Value> meta = Map.of("factory", new Value("\"f\\u0000\""));
        FlowRecord first = new FlowRecord(id, "named", book, FlowState.RUNNING, STORE, meta, 1);
        save(store, new FlowChange(first, true, true, List.of(), List.of()));
        assertThat(stored(store, id).flow()).isEqualTo(first);
        FlowRecord emptied = new FlowRecord(id, "renamed", null, FlowState.SUSPENDED, Map.of(), Map.of(), 2);
        save(store, new FlowChange(emptied, false, false, List.of(), List.of()));
        assertThat(stored(store, id).flow())
                .isEqualTo(new FlowRecord(id, "named", book, FlowState.SUSPENDED, STORE, meta, 2));
        save(store, new FlowChange(emptied, false, true, List.of(), List.of()));
        assertThat(stored(store, id).flow())
                .isEqualTo(new FlowRecord(id, "named", book, FlowState.SUSPENDED, Map.of(), Map.of(), 2));
        save(store, new FlowChange(first, false, true, List.of(), List.of()));
        assertThat(stored(store, id).flow()).isEqualTo(first);
    }

    @Test
    void metadataOfAnAtomIsKeptUnlessAChangeSaysThatItDiffers() {
        Persistence store = open();
        StoredAtom plain = atom("a", AtomState.RUNNING, "[1]");
        Map<String, Value> half = Map.of("progress", new Value("0.5"));
        save(store, created(id));
        save(store, change(id, new AtomChange(described(plain, half, null), true, false)));
        assertThat(stored(store, id).atoms()).containsExactly(plain);
        save(store, change(id, new AtomChange(described(plain, half, null), false, true)));
        assertThat(stored(store, id).atoms()).containsExactly(described(plain, half, null));
        save(store, change(id, succeeded("a", "[2]")));
        StoredAtom ended = atom("a", AtomState.SUCCESS, "[2]");
        assertThat(stored(store, id).atoms()).containsExactly(described(ended, half, null));
        save(store, change(id, new AtomChange(ended, false, true)));
        assertThat(stored(store, id).atoms()).containsExactly(ended);
    }

    @Test
    void whenAnAtomIsDueIsWrittenWithItsState() {
        Persistence store = open();
        StoredAtom waiting = described(
                atom("a", AtomState.RUNNING, null), Map.of(), Instant.parse("9999-12-31T23:59:59.999999999Z"));
        save(store, created(id));
        save(store, change(id, new AtomChange(waiting, false, false)));
        assertThat(stored(store, id).atoms()).containsExactly(waiting);
        assertThat(waiting.due()).isEqualTo(Instant.parse("9999-12-31T23:59:59.999999Z"));
        save(store, change(id, running("a")));
        assertThat(stored(store, id).atoms()).containsExactly(atom("a", AtomState.RUNNING, null));
        assertThat(failureOf(
                        store, change(id, new AtomChange(described(waiting, Map.of(), Instant.MAX), false, false))))
                .isInstanceOfSatisfying(
                        RefusedException.class, e -> assertThat(e.atoms()).containsExactly("a"));
    }

    @Test
    void theDeadlineOfAFlowIsWrittenWithEachChange() {
        Persistence store = open();
        Instant deadline = Instant.parse("2031-02-03T04:05:06.789012Z");
        FlowRecord limited =
                new FlowRecord(id, "f", null, FlowState.RUNNING, STORE, Map.of(), 1, deadline.plusNanos(999));
        save(store, new FlowChange(limited, true, true, List.of(), List.of()));
        assertThat(stored(store, id).flow()).isEqualTo(limited);
        assertThat(limited.deadline()).isEqualTo(deadline);
        FlowRecord longer = new FlowRecord(
                id, "f", null, FlowState.RUNNING, STORE, Map.of(), 2, Instant.parse("9999-12-31T23:59:59.999999Z"));
        save(store, new FlowChange(longer, false, false, List.of(), List.of()));
        assertThat(store.loadRecord(id)).contains(longer);
        FlowRecord free = new FlowRecord(id, "f", null, FlowState.SUCCESS, STORE, Map.of(), 3);
        save(store, new FlowChange(free, false, false, List.of(), List.of()));
        assertThat(store.loadRecord(id)).contains(free);
        FlowRecord far = new FlowRecord(id, "f", null, FlowState.RUNNING, STORE, Map.of(), 4, Instant.MAX);
        assertThat(failureOf(store, new FlowChange(far, false, false, List.of(), List.of())))
                .isInstanceOf(RefusedException.class);
    }

    @Test
    void metadataThatIsNoJsonIsRefused() {
        Persistence store = open();
        Map<String, Value> broken = Map.of("m", new Value("{"));
        save(store, created(id));
        StoredAtom atom = described(atom("b", AtomState.RUNNING, null), broken, null);
        assertThat(failureOf(store, change(id, running("a"), new AtomChange(atom, false, true))))
                .isInstanceOfSatisfying(
                        RefusedException.class, e -> assertThat(e.atoms()).containsExactly("b"));
        FlowRecord flow = new FlowRecord(id, "f", null, FlowState.RUNNING, Map.of(), broken, 1);
        assertThat(failureOf(store, new FlowChange(flow, false, true, List.of(), List.of())))
                .isInstanceOfSatisfying(
                        RefusedException.class, e -> assertThat(e.atoms()).isEmpty());
        assertThat(stored(store, id)).isEqualTo(new StoredFlow(flow(id, FlowState.RUNNING, 1), List.of()));
    }

    @Test
    void changesOfOneFlowHandedInTogetherAreRecordedInTheirOrder() {
        Persistence store = open();
        var stages = new java.util.ArrayList<java.util.concurrent.CompletableFuture<Void>>();
        stages.add(store.save(created(id)).toCompletableFuture());
        for (int i = 1; i <= 50; i++) {
            stages.add(store.save(change(id, running("a"), running("b"))).toCompletableFuture());
            stages.add(store.save(change(id, succeeded("a", "[" + i + "]"))).toCompletableFuture());
        }
        stages.add(store.save(change(id, running("b"))).toCompletableFuture());
        stages.forEach(stage ->
                stage.orTimeout(60, java.util.concurrent.TimeUnit.SECONDS).join());
        assertThat(stored(store, id).atoms())
                .containsExactlyInAnyOrder(atom("a", AtomState.SUCCESS, "[50]"), atom("b", AtomState.RUNNING, null));
    }

    @Test
    void aRefusedAtomFailsItsChangeAlone() {
        Persistence store = open();
        UUID neighbour = UUID.randomUUID();
        save(store, created(id));
        FlowChange bad = new FlowChange(
                flow(id, FlowState.SUCCESS, 2),
                false,
                false,
                List.of(running("a"), succeeded("b\0", "1"), succeeded("c", "not json")),
                List.of(flowEntry(2)));
        var refused = store.save(bad);
        var good = store.save(created(neighbour));
        good.toCompletableFuture()
                .orTimeout(60, java.util.concurrent.TimeUnit.SECONDS)
                .join();
        assertThatThrownBy(() -> refused.toCompletableFuture()
                        .orTimeout(60, java.util.concurrent.TimeUnit.SECONDS)
                        .join())
                .cause()
                .isInstanceOfSatisfying(
                        RefusedException.class, e -> assertThat(e.atoms()).containsExactly("b\0", "c"))
                .hasMessageContaining(id.toString());
        assertThat(stored(store, id)).isEqualTo(new StoredFlow(flow(id, FlowState.RUNNING, 1), List.of()));
        assertThat(history(id)).containsExactly(flowEntry(1));
        assertThat(store.load(neighbour)).isPresent();
    }

    @Test
    void aNameThatIsTooLongIsRefused() {
        Persistence store = open();
        save(store, created(id));
        String name = "x".repeat(1001);
        assertThat(failureOf(store, change(id, running("a"), running(name))))
                .isInstanceOfSatisfying(
                        RefusedException.class, e -> assertThat(e.atoms()).containsExactly(name));
        save(store, change(id, running("x".repeat(1000))));
    }

    @Test
    void aRefusedFlowNamesNoAtom() {
        Persistence store = open();
        FlowRecord bad = new FlowRecord(id, "na\0me", null, FlowState.RUNNING, STORE, Map.of(), 1);
        Throwable failure = failureOf(store, new FlowChange(bad, true, true, List.of(running("a")), List.of()));
        assertThat(failure)
                .isInstanceOfSatisfying(
                        RefusedException.class, e -> assertThat(e.atoms()).isEmpty());
        assertThat(store.load(id)).isEmpty();
    }

    @Test
    void aFlowThatIsNotStoredIsNotChanged() {
        Persistence store = open();
        assertThat(failureOf(store, change(id, running("a"))))
                .isExactlyInstanceOf(StorageException.class)
                .hasMessageContaining(id.toString());
        assertThat(store.load(id)).isEmpty();
    }

    @Test
    void anotherProcessReadsWhatIsStored() {
        Persistence writer = open();
        save(writer, created(id));
        save(writer, change(id, succeeded("a", "{\"deep\":[1e3,\"\\ud83d\\ude00\"]}")));
        assertThat(open().load(id)).isEqualTo(writer.load(id)).isPresent();
    }

    @Test
    void whatWaitsIsDueByTheStoresClock() {
        Persistence store = open();
        Task task = Tasks.of("work", List.of(), given -> {
            throw new IllegalStateException("not yet");
        });
        Duration wait = Duration.ofDays(100);
        Attempts twice = Attempts.of(2).waiting(Backoff.fixed(wait));
        Engine engine = Engine.builder(LinearFlow.named("waits").add(task.attempts(twice)))
                .persistence(store)
                .build();
        Instant before = open().clock().instant();
        CompletableFuture<FlowState> end = engine.start();
        await().until(() -> store.loadAtom(engine.id(), "work")
                .filter(atom -> atom.due() != null)
                .isPresent());
        engine.suspend();
        assertThat(end.join()).isEqualTo(FlowState.SUSPENDED);
        // Two processes reckon the one clock to within what a statement takes.
        Duration apart = Duration.ofSeconds(30);
        assertThat(store.loadAtom(engine.id(), "work").orElseThrow().due())
                .isBetween(
                        before.plus(wait).minus(apart),
                        open().clock().instant().plus(wait).plus(apart));
    }

    /** Fails in the first two rounds, with what is hard to store, and suspends its run in the first. */
    private static LinearFlow retried(AtomicReference<Engine> engine) {
        Task task = Tasks.of("work", List.of(Input.in("round", BigDecimal.class)), given -> {
            Objects.requireNonNull(engine.get()).suspend();
            BigDecimal round = Objects.requireNonNull((BigDecimal) given.get("round"));
            if (round.compareTo(new BigDecimal("3.50")) < 0) {
                throw new IllegalStateException("\0 \"no\" é in " + round);
            }
            return round.toString();
        });
        List<BigDecimal> rounds = List.of(new BigDecimal("1.50"), new BigDecimal("2.50"), new BigDecimal("3.50"));
        return LinearFlow.named("retried", new ForEach(rounds).provides("round"))
                .add(task.provides("done"));
    }

    @Test
    void aRetryGoesOnInAnotherProcessWithTheHistoryItHad() {
        AtomicReference<Engine> engine = new AtomicReference<>();
        Persistence first = open();
        engine.set(Engine.builder(retried(engine)).id(id).persistence(first).build());
        assertThat(Objects.requireNonNull(engine.get()).run()).isEqualTo(FlowState.SUSPENDED);
        StoredFlow suspended = stored(first, id);
        first.release(id);

        Persistence second = open();
        StoredFlow claimed = second.claim(id).orElseThrow();
        assertThat(claimed).isEqualTo(suspended);
        Engine resumed = Engine.builder(retried(engine))
                .persistence(second)
                .resume(claimed)
                .build();
        assertThat(resumed.run()).isEqualTo(FlowState.SUCCESS);
        assertThat(resumed.result("done", String.class)).isEqualTo("3.50");
        StoredAtom retry = stored(second, id).atoms().stream()
                .filter(atom -> atom.kind() == AtomKind.RETRY)
                .findFirst()
                .orElseThrow();
        assertThat(retry.round()).isEqualTo(3);
        List<String> rounds = new java.util.ArrayList<>();
        Values.tree(Objects.requireNonNull(retry.result()))
                .forEach(round -> rounds.add(round.get(0) + " "
                        + round.get(1).path("work").path("exception_str").asText()));
        assertThat(rounds).containsExactly("1.50 \0 \"no\" é in 1.50", "2.50 \0 \"no\" é in 2.50", "3.50 ");
    }

    /** Whoever takes the flow over must know, from the moment on that anybody does. */
    @Test
    void thatAFlowIsCancelledIsStoredBeforeABodyIsTold() throws Exception {
        Persistence first = open();
        Persistence second = open();
        CountDownLatch begun = new CountDownLatch(1);
        CompletableFuture<StoredFlow> seen = new CompletableFuture<>();
        Task task = Tasks.of("work", List.of(), given -> {
            given.context().onCancel(() -> seen.complete(stored(second, id)));
            begun.countDown();
            return seen.join().flow().id();
        });
        Cancellation how = Cancellation.leave().patience(Duration.ofSeconds(90)).by("\0 \"é");
        Engine engine = Engine.builder(LinearFlow.named("cancelled").add(task, RemoteTask.of("never")))
                .id(id)
                .persistence(first)
                .build();
        CompletableFuture<FlowState> run = engine.start();
        begun.await();
        assertThat(engine.cancel(how).join()).isEqualTo(FlowState.FAILURE);
        assertThat(CancelMeta.of(seen.join().flow().meta()).orElseThrow().how()).isEqualTo(how);
        assertThat(CancelMeta.of(stored(second, id).flow().meta())).isPresent();
        assertThat(run).isCompletedExceptionally();
    }

    @Test
    void aClosedStoreTakesNothing() {
        Persistence store = open();
        store.close();
        store.close();
        assertThat(failureOf(store, created(id))).isInstanceOf(StorageException.class);
        assertThatThrownBy(() -> store.takeOver(1)).isInstanceOf(StorageException.class);
        assertThat(open().load(id)).isEmpty();
    }
}
