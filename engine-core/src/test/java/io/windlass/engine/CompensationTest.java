package io.windlass.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.windlass.atom.Outcome;
import io.windlass.atom.Task;
import io.windlass.atom.TaskContext;
import io.windlass.atom.Tasks;
import io.windlass.failure.DefinitionException;
import io.windlass.failure.InvalidStateException;
import io.windlass.failure.StorageException;
import io.windlass.flow.Flow;
import io.windlass.flow.LinearFlow;
import io.windlass.persistence.HistoryEntry;
import io.windlass.persistence.Orphan;
import io.windlass.persistence.OrphanState;
import io.windlass.persistence.Persistence;
import io.windlass.persistence.memory.MemoryPersistence;
import io.windlass.persistence.memory.MemoryStore;
import io.windlass.state.Action;
import io.windlass.state.FlowState;
import io.windlass.state.RequestName;
import io.windlass.value.Values;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What the orphans of a flow did is undone, once, by whoever comes to it. */
@Timeout(120)
class CompensationTest {
    private static final Set<String> WRITES = Set.of("save", "markOrphan");

    private final UUID id = UUID.randomUUID();
    private final MemoryStore store = new MemoryStore();
    private final List<String> undone = new CopyOnWriteArrayList<>();
    private volatile CountDownLatch gate = new CountDownLatch(0);

    /** Makes a volume, each run another one. */
    final class Create extends Task {
        public String execute(String zone) throws InterruptedException {
            gate.await();
            return "recorded";
        }

        public void revert(Outcome<String> outcome, String zone) {
            if (outcome instanceof Outcome.Succeeded<String> made && "broken".equals(made.value())) {
                throw new IllegalStateException("cannot be undone");
            }
            undone.add(outcome + " in " + zone);
        }
    }

    /** Says what it was asked for. */
    static final class Told extends Task {
        private final List<RequestName> requests;

        Told(List<RequestName> requests) {
            this.requests = requests;
        }

        public String execute() {
            return "x";
        }

        public void revert(TaskContext context) {
            requests.add(context.request());
        }
    }

    private Flow flow(Task create) {
        return LinearFlow.named("f").add(create.named("create").provides("volume"));
    }

    private EngineBuilder engine(Persistence persistence) {
        return Engine.builder(flow(new Create().compensateOrphans()))
                .id(id)
                .store("zone", "north")
                .persistence(persistence);
    }

    private Orphan orphan(Persistence at, String result) {
        RequestName request = new RequestName(id, "create", Action.EXECUTE, 1, 1);
        Orphan orphan = Orphan.found(request, "run-" + result, "worker", Values.write(result));
        assertThat(at.putOrphan(orphan)).isTrue();
        return orphan;
    }

    private static OrphanState stateOf(Persistence at, Orphan orphan) {
        return at.orphans(orphan.request().flow()).stream()
                .filter(kept -> kept.runId().equals(orphan.runId()))
                .findFirst()
                .orElseThrow()
                .state();
    }

    @Test
    void whatAnOrphanDidIsUndoneByItsResultAndOnce() {
        Persistence persistence = new MemoryPersistence(store);
        Engine engine = engine(persistence).build();
        assertThat(engine.run()).isEqualTo(FlowState.SUCCESS);
        Orphan first = orphan(persistence, "vol-1");
        Orphan second = orphan(persistence, "vol-2");
        assertThat(engine.compensateOrphans())
                .extracting(Orphan::state)
                .containsExactly(OrphanState.COMPENSATED, OrphanState.COMPENSATED);
        assertThat(engine.compensateOrphans()).hasSize(2);
        assertThat(undone)
                .containsExactlyInAnyOrder(
                        new Outcome.Succeeded<>("vol-1") + " in north", new Outcome.Succeeded<>("vol-2") + " in north");
        for (Orphan orphan : List.of(first, second)) {
            assertThat(persistence
                            .ownershipOf(orphan.compensation())
                            .orElseThrow()
                            .state())
                    .isEqualTo(FlowState.REVERTED);
        }
        assertThat(engine.state()).isEqualTo(FlowState.SUCCESS);
    }

    @Test
    void nothingIsUndoneUnlessTheTaskSaysSo() {
        Persistence persistence = new MemoryPersistence(store);
        Engine engine = Engine.builder(flow(new Create()))
                .id(id)
                .store("zone", "north")
                .persistence(persistence)
                .build();
        engine.run();
        Orphan orphan = orphan(persistence, "vol-1");
        assertThat(engine.compensateOrphans()).containsExactly(orphan);
        assertThat(undone).isEmpty();
    }

    @Test
    void whatHasNoRevertCannotSaySo() {
        assertThatThrownBy(() -> Tasks.of("t", List.of(), given -> 1).compensateOrphans())
                .isInstanceOf(DefinitionException.class)
                .hasMessageContaining("revert");
    }

    @Test
    void itWaitsForTheRunThatIsUnderWay() {
        gate = new CountDownLatch(1);
        Persistence persistence = new MemoryPersistence(store);
        Engine engine = engine(persistence).build();
        CompletableFuture<FlowState> end = CompletableFuture.supplyAsync(engine::run);
        org.awaitility.Awaitility.await()
                .until(() -> persistence.loadAtom(id, "create").isPresent());
        Orphan orphan = orphan(persistence, "vol-1");
        assertThatThrownBy(engine::compensateOrphans).isInstanceOf(InvalidStateException.class);
        Engine other = Engine.builder(flow(new Create().compensateOrphans()))
                .persistence(persistence)
                .resume(persistence.load(id).orElseThrow())
                .build();
        assertThatThrownBy(other::compensateOrphans)
                .isInstanceOf(InvalidStateException.class)
                .hasMessageContaining("has not ended");
        assertThat(undone).isEmpty();
        gate.countDown();
        end.join();
        engine.compensateOrphans();
        assertThat(stateOf(persistence, orphan)).isEqualTo(OrphanState.COMPENSATED);
    }

    @Test
    void aProcessThatDoesNotOwnTheFlowUndoesNothing() {
        Persistence owner = new MemoryPersistence(store);
        engine(owner).build().run();
        orphan(owner, "vol-1");
        Persistence other = new MemoryPersistence(store);
        Engine engine = loaded(other);
        assertThatThrownBy(engine::compensateOrphans)
                .isInstanceOf(InvalidStateException.class)
                .hasMessageContaining("another process");
        owner.release(id);
        assertThat(engine.compensateOrphans()).extracting(Orphan::state).containsExactly(OrphanState.COMPENSATED);
    }

    @Test
    void anotherProcessThatIsAtItIsLeftAlone() {
        Persistence owner = new MemoryPersistence(store);
        Engine engine = engine(owner).build();
        engine.run();
        Orphan orphan = orphan(owner, "vol-1");
        Persistence other = new MemoryPersistence(store);
        Engine.builder(LinearFlow.named("undo").add(Tasks.of("t", List.of(), given -> 1)))
                .id(orphan.compensation())
                .persistence(other)
                .build()
                .run();
        assertThat(engine.compensateOrphans()).containsExactly(orphan);
        assertThat(undone).isEmpty();
    }

    @Test
    void whatCannotBeUndoneIsFailedAndHoldsUpNothing() {
        Persistence persistence = new MemoryPersistence(store);
        Engine engine = engine(persistence).build();
        engine.run();
        Orphan broken = orphan(persistence, "broken");
        Orphan whole = orphan(persistence, "vol-2");
        engine.compensateOrphans();
        assertThat(stateOf(persistence, broken)).isEqualTo(OrphanState.FAILED);
        assertThat(stateOf(persistence, whole)).isEqualTo(OrphanState.COMPENSATED);
        assertThat(persistence.ownershipOf(broken.compensation()).orElseThrow().state())
                .isEqualTo(FlowState.FAILURE);
    }

    private Engine loaded(Persistence persistence) {
        return Engine.builder(flow(new Create().compensateOrphans()))
                .persistence(persistence)
                .resume(persistence.load(id).orElseThrow())
                .build();
    }

    /** Dies before, and right after, each write that a compensation makes. */
    @Test
    void whereverAProcessDiesAnotherOneEndsWhatItBegan() {
        int deaths = 0;
        for (boolean before : List.of(true, false)) {
            for (int at = 1; new CompensationTest().isEndedAfterDeath(at, before); at++) {
                deaths++;
            }
        }
        assertThat(deaths)
                .as("writes, each before and after")
                .isGreaterThanOrEqualTo(8)
                .isEven();
    }

    /** {@return whether there was such a write} */
    private boolean isEndedAfterDeath(int at, boolean before) {
        MemoryPersistence mortal = new MemoryPersistence(store);
        engine(mortal).build().run();
        Orphan orphan = orphan(mortal, "vol-1");
        AtomicInteger writes = new AtomicInteger();
        Persistence dying = dying(mortal, writes, at, before);
        boolean dead = false;
        try {
            loaded(dying).compensateOrphans();
        } catch (StorageException e) {
            dead = true;
        }
        assertThat(dead).isEqualTo(writes.get() >= at);

        Persistence heir = new MemoryPersistence(store);
        if (dead) {
            assertThat(heir.takeOver(10)).isEmpty();
            loaded(heir).compensateOrphans();
        }
        assertThat(stateOf(heir, orphan)).isEqualTo(OrphanState.COMPENSATED);
        assertThat(undone).containsOnly(new Outcome.Succeeded<>("vol-1") + " in north");
        assertThat(store.history(orphan.compensation()))
                .filteredOn(entry -> "create".equals(entry.atom()))
                .extracting(HistoryEntry::to)
                .containsExactly("REVERTING", "REVERTED");
        return dead;
    }

    /** A process that dies at its nth write, and does nothing any more. */
    private Persistence dying(MemoryPersistence whole, AtomicInteger writes, int at, boolean before) {
        return (Persistence) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {Persistence.class}, (proxy, method, arguments) -> {
                    boolean dies = WRITES.contains(method.getName()) && writes.incrementAndGet() == at;
                    if (dies && !before) {
                        method.invoke(whole, arguments);
                    }
                    if (dies) {
                        store.freeze(whole.owner());
                    }
                    if (writes.get() >= at) {
                        StorageException gone = new StorageException("dead");
                        if (method.getName().equals("save")) {
                            return CompletableFuture.failedFuture(gone);
                        }
                        throw gone;
                    }
                    try {
                        return method.invoke(whole, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }

    @Test
    void aRevertThatFindsOutWhatItUndoesHasARequestOfItsOwn() {
        List<RequestName> requests = new CopyOnWriteArrayList<>();
        Persistence persistence = new MemoryPersistence(store);
        Engine engine = Engine.builder(flow(new Told(requests).compensateOrphans()))
                .id(id)
                .persistence(persistence)
                .build();
        engine.run();
        Orphan orphan = orphan(persistence, "vol-1");
        engine.compensateOrphans();
        assertThat(requests).containsExactly(new RequestName(orphan.compensation(), "create", Action.REVERT, 1, 1));
    }
}
