package io.windlass.state;

import static org.assertj.core.api.Assertions.assertThat;

import io.windlass.state.FlowState.Move;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FlowStateTest {
    /** As TaskFlow has it: m made, i ignored, = the same and so ignored, - forbidden. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', useHeadersInDisplayName = true, textBlock = """
            from       | PENDING | RUNNING | SUSPENDING | SUSPENDED | RESUMING | SUCCESS | FAILURE | REVERTED
            PENDING    |    =    |    m    |     i      |     i     |    i     |    -    |    -    |    -
            RUNNING    |    -    |    =    |     m      |     -     |    m     |    m    |    m    |    m
            SUSPENDING |    -    |    -    |     =      |     m     |    m     |    m    |    m    |    m
            SUSPENDED  |    -    |    m    |     i      |     =     |    i     |    -    |    -    |    -
            RESUMING   |    -    |    -    |     -      |     m     |    =     |    -    |    -    |    -
            SUCCESS    |    m    |    m    |     i      |     i     |    i     |    =    |    -    |    -
            FAILURE    |    -    |    m    |     i      |     i     |    i     |    -    |    =    |    -
            REVERTED   |    m    |    -    |     i      |     i     |    i     |    -    |    -    |    =
            """)
    void movesAreMadeIgnoredOrForbiddenAsTheTableSays(
            FlowState from,
            char pending,
            char running,
            char suspending,
            char suspended,
            char resuming,
            char success,
            char failure,
            char reverted) {
        List<Move> expected =
                List.of(pending, running, suspending, suspended, resuming, success, failure, reverted).stream()
                        .map(FlowStateTest::move)
                        .toList();
        assertThat(FlowState.values()).extracting(from::moveTo).containsExactlyElementsOf(expected);
    }

    private static Move move(char letter) {
        return letter == 'm' ? Move.MADE : letter == '-' ? Move.FORBIDDEN : Move.IGNORED;
    }

    @Test
    void whatHasEndedIsSuccessFailureAndReverted() {
        assertThat(Arrays.stream(FlowState.values()).filter(FlowState::isTerminal))
                .containsExactly(FlowState.SUCCESS, FlowState.FAILURE, FlowState.REVERTED);
    }
}
