package io.windlass.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.windlass.compiler.Compiler;
import io.windlass.failure.InvalidStateException;
import io.windlass.flow.LinearFlow;
import io.windlass.persistence.FlowRecord;
import io.windlass.persistence.HistoryEntry;
import io.windlass.persistence.StoredFlow;
import io.windlass.persistence.memory.MemoryPersistence;
import io.windlass.state.FlowState;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A flow that is moved from state to state. */
class FlowMovesTest {
    private final MemoryPersistence store = new MemoryPersistence();
    private final UUID id = UUID.randomUUID();

    @AfterEach
    void closeStore() {
        store.close();
    }

    private FlowStorage in(FlowState state) {
        FlowRecord flow = new FlowRecord(id, "f", null, state, Map.of(), Map.of(), 0);
        return FlowStorage.load(Compiler.compile(LinearFlow.named("f")), store, new StoredFlow(flow, List.of()));
    }

    static Stream<Arguments> pairs() {
        return Arrays.stream(FlowState.values())
                .flatMap(from -> Arrays.stream(FlowState.values()).map(to -> Arguments.of(from, to)));
    }

    @ParameterizedTest
    @MethodSource("pairs")
    void onlyAMoveThatIsMadeIsWrittenAndAForbiddenOneNamesBothStates(FlowState from, FlowState to) {
        FlowStorage flow = in(from);
        switch (from.moveTo(to)) {
            case MADE -> {
                assertThat(flow.moveFlow(to)).isTrue();
                assertThat(flow.flowState()).isEqualTo(to);
                assertThat(flow.hasChanges()).isTrue();
            }
            case IGNORED -> {
                assertThat(flow.moveFlow(to)).isFalse();
                assertThat(flow.flowState()).isEqualTo(from);
                assertThat(flow.hasChanges()).isFalse();
            }
            case FORBIDDEN -> {
                assertThatThrownBy(() -> flow.moveFlow(to))
                        .isInstanceOf(InvalidStateException.class)
                        .hasMessage("flow 'f' (" + id + ") cannot go from " + from + " to " + to);
                assertThat(flow.flowState()).isEqualTo(from);
                assertThat(flow.hasChanges()).isFalse();
            }
        }
    }

    @Test
    void aNewFlowIsPendingAndStoredWithItsFirstCommit() {
        FlowStorage flow = FlowStorage.create(Compiler.compile(LinearFlow.named("f")), store, id, null, Map.of());
        assertThat(flow.flowState()).isEqualTo(FlowState.PENDING);
        assertThat(store.load(id)).isEmpty();
        flow.moveFlow(FlowState.RUNNING);
        flow.commit().toCompletableFuture().join();
        assertThat(store.load(id).orElseThrow().flow().state()).isEqualTo(FlowState.RUNNING);
        assertThat(store.store().history(id))
                .extracting(HistoryEntry::from, HistoryEntry::to)
                .containsExactly(org.assertj.core.groups.Tuple.tuple("PENDING", "RUNNING"));
    }
}
