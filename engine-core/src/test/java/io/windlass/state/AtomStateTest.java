package io.windlass.state;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AtomStateTest {
    /** What only controllers of flows may become is in brackets. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            PENDING        | RUNNING IGNORE
            RUNNING        | SUCCESS FAILURE
            SUCCESS        | REVERTING [RETRYING]
            FAILURE        | REVERTING
            REVERTING      | REVERTED REVERT_FAILURE
            REVERTED       | PENDING
            REVERT_FAILURE | ''
            IGNORE         | PENDING
            RETRYING       | [RUNNING]
            """)
    void tasksAndRetriesMoveAsTheTableSays(AtomState from, String next) {
        assertThat(those(from::taskMayBecome)).isEqualTo(states(next.replaceAll("\\[.*]", "")));
        assertThat(those(from::retryMayBecome)).isEqualTo(states(next.replaceAll("[\\[\\]]", "")));
    }

    private static Set<AtomState> those(Predicate<AtomState> allowed) {
        return Arrays.stream(AtomState.values()).filter(allowed).collect(Collectors.toSet());
    }

    private static Set<AtomState> states(String names) {
        return Arrays.stream(names.strip().split(" ", -1))
                .filter(name -> !name.isEmpty())
                .map(AtomState::valueOf)
                .collect(Collectors.toSet());
    }

    @Test
    void anAtomIsInFlightOrHasAnOutcomeOrNeither() {
        assertThat(those(AtomState::isInFlight)).isEqualTo(EnumSet.of(AtomState.RUNNING, AtomState.REVERTING));
        assertThat(those(AtomState::isOutcome))
                .isEqualTo(
                        EnumSet.of(AtomState.SUCCESS, AtomState.FAILURE, AtomState.REVERTED, AtomState.REVERT_FAILURE));
    }
}
