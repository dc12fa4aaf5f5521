package io.windlass.state;

import static io.windlass.state.MachineState.ANALYZING;
import static io.windlass.state.MachineState.FAILURE;
import static io.windlass.state.MachineState.GAME_OVER;
import static io.windlass.state.MachineState.RESUMING;
import static io.windlass.state.MachineState.REVERTED;
import static io.windlass.state.MachineState.SCHEDULING;
import static io.windlass.state.MachineState.SUCCESS;
import static io.windlass.state.MachineState.SUSPENDED;
import static io.windlass.state.MachineState.UNDEFINED;
import static io.windlass.state.MachineState.WAITING;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class MachineStateTest {
    private static final Map<MachineState, Set<MachineState>> NEXT = Map.of(
            UNDEFINED, Set.of(RESUMING),
            RESUMING, Set.of(SCHEDULING),
            SCHEDULING, Set.of(WAITING),
            WAITING, Set.of(ANALYZING),
            ANALYZING, Set.of(SCHEDULING, WAITING, GAME_OVER),
            GAME_OVER, Set.of(SUCCESS, SUSPENDED, REVERTED, FAILURE));

    @Test
    void aRunGoesFromStateToStateAsTheTableSays() {
        for (MachineState from : MachineState.values()) {
            Set<MachineState> next = NEXT.getOrDefault(from, Set.of());
            assertThat(MachineState.values()).filteredOn(from::mayBecome).containsExactlyInAnyOrderElementsOf(next);
            assertThat(from.isLast()).isEqualTo(next.isEmpty());
        }
    }

    @Test
    void aRunEndsAsItsFlowDoes() {
        assertThat(Arrays.stream(FlowState.values()).map(MachineState::endingIn))
                .containsExactly(FAILURE, FAILURE, FAILURE, SUSPENDED, FAILURE, SUCCESS, FAILURE, REVERTED);
    }
}
