package io.windlass.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.windlass.atom.Tasks;
import io.windlass.compiler.Compilation;
import io.windlass.compiler.Compiler;
import io.windlass.failure.DuplicateException;
import io.windlass.failure.NotFoundException;
import io.windlass.flow.LinearFlow;
import io.windlass.persistence.AtomChange;
import io.windlass.persistence.FlowChange;
import io.windlass.persistence.FlowRecord;
import io.windlass.persistence.Samples;
import io.windlass.persistence.StoredAtom;
import io.windlass.persistence.StoredFlow;
import io.windlass.persistence.memory.MemoryPersistence;
import io.windlass.retry.Times;
import io.windlass.state.Action;
import io.windlass.state.AtomState;
import io.windlass.state.FlowState;
import io.windlass.value.Value;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class FlowStorageTest {
    private static final Map<String, Value> HALF = Map.of("weight", new Value("0.5"));
    private static final Map<String, Value> STORE = Map.of("given", new Value("[1]"));

    private final Compilation compilation = Compiler.compile(
            LinearFlow.named("f").add(Tasks.of("a", List.of(), in -> 1), Tasks.of("b", List.of(), in -> 2)));
    private final MemoryPersistence persistence = new MemoryPersistence();
    private final UUID id = UUID.randomUUID();
    private final FlowStorage storage = FlowStorage.create(compilation, persistence, id, null, STORE);
    private final int a = Optional.ofNullable(compilation.node("a"))
            .orElseThrow(() -> new NotFoundException("the compilation has no a"));

    @AfterEach
    void close() {
        persistence.close();
    }

    private void commit() {
        storage.commit().toCompletableFuture().join();
    }

    private StoredFlow stored() {
        return persistence.load(id).orElseThrow();
    }

    @Test
    void metadataOfAnAtomIsMergedAndRecordedWithTheNextCommit() {
        commit();
        storage.putMeta(a, HALF);
        storage.putMeta(a, Map.of("injected", new Value("{}"), "weight", new Value("1.0")));
        Map<String, Value> merged = Map.of("injected", new Value("{}"), "weight", new Value("1.0"));
        assertThat(storage.meta(a)).isEqualTo(merged);
        assertThat(stored().atoms()).isEmpty();
        assertThat(storage.hasChanges()).isTrue();
        commit();
        assertThat(storage.hasChanges()).isFalse();
        assertThat(stored().atoms()).singleElement().satisfies(atom -> {
            assertThat(atom.name()).isEqualTo("a");
            assertThat(atom.meta()).isEqualTo(merged);
        });
        assertThat(FlowStorage.load(compilation, persistence, stored()).meta(a)).isEqualTo(merged);
    }

    @Test
    void metadataOfTheFlowIsMergedAndRecordedWithTheNextCommit() {
        storage.putFlowMeta(HALF);
        commit();
        assertThat(stored().flow().meta()).isEqualTo(HALF);
        storage.putFlowMeta(Map.of("factory", new Value("\"x\"")));
        assertThat(storage.hasChanges()).isTrue();
        commit();
        Map<String, Value> merged = Map.of("weight", new Value("0.5"), "factory", new Value("\"x\""));
        assertThat(storage.flowMeta()).isEqualTo(merged);
        assertThat(stored().flow().meta()).isEqualTo(merged);
        assertThat(stored().flow().store()).isEqualTo(STORE);
        FlowStorage loaded = FlowStorage.load(compilation, persistence, stored());
        assertThat(loaded.flowMeta()).isEqualTo(merged);
        loaded.putFlowMeta(HALF);
        loaded.commit().toCompletableFuture().join();
        assertThat(stored().flow().store()).isEqualTo(STORE);
    }

    @Test
    void aStoredAtomOfAnotherKindIsRefused() {
        Compilation other = Compiler.compile(LinearFlow.named("f", new Times(1)));
        StoredFlow stored = new StoredFlow(stored(id), List.of(Samples.atom("f_retry", AtomState.RUNNING, null)));
        assertThatThrownBy(() -> FlowStorage.load(other, persistence, stored))
                .isInstanceOf(DuplicateException.class)
                .hasMessageContaining("f_retry");
    }

    @Test
    void anEmptyMapChangesNothing() {
        commit();
        storage.putMeta(a, Map.of());
        storage.putFlowMeta(Map.of());
        assertThat(storage.hasChanges()).isFalse();
    }

    @Test
    void aChangeCarriesMetadataOnlyWhereItDiffers() {
        Journal journal = new Journal(stored(id), true);
        AtomCell cell = new AtomCell(compilation.atom(a));
        journal.putMeta(cell, HALF);
        journal.touch(cell, false);
        assertThat(journal.handOver(FlowState.RUNNING).atoms())
                .singleElement()
                .satisfies(change -> assertThat(change.meta()).isTrue());
        journal.touch(cell, false);
        FlowChange plain = journal.handOver(FlowState.RUNNING);
        assertThat(plain.details()).isFalse();
        assertThat(plain.flow().store()).isEmpty();
        assertThat(plain.atoms()).extracting(AtomChange::meta).containsExactly(false);
        assertThat(plain.atoms().get(0).atom().meta()).isEmpty();
    }

    private FlowRecord stored(UUID flow) {
        return new FlowRecord(flow, "f", null, FlowState.RUNNING, STORE, Map.of(), 0);
    }

    @Test
    void whatTheStoreRefusedIsRecordedWithTheCommitAfter() {
        commit();
        storage.putFlowMeta(HALF);
        storage.putMeta(a, HALF);
        persistence.release(id);
        assertThat(storage.commit()).isCompletedExceptionally();
        storage.uncommit();
        persistence.claim(id);
        storage.begin(a, Action.EXECUTE);
        commit();
        assertThat(stored().flow().meta()).isEqualTo(HALF);
        assertThat(stored().atoms()).extracting(StoredAtom::meta).containsExactly(HALF);
    }
}
