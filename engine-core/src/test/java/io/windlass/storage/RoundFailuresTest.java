package io.windlass.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.windlass.failure.Failure;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RoundFailuresTest {
    private static final Failure ONE = Failure.of(new IllegalStateException("one"));
    private static final Failure OTHER = Failure.of(new IllegalStateException("other"));

    @Test
    void whatWasShownStaysAsItWas() {
        RoundFailures failures = new RoundFailures();
        Map<String, Failure> none = failures.shown();
        failures.add("a", ONE);
        Map<String, Failure> first = failures.shown();
        failures.add("b", OTHER);
        assertThat(none).isEmpty();
        assertThat(first).containsExactly(Map.entry("a", ONE)).hasSize(1);
        assertThat(failures.shown()).containsExactly(Map.entry("a", ONE), Map.entry("b", OTHER));
        assertThat(first.containsKey("b")).isFalse();
        assertThatThrownBy(() -> first.put("c", ONE)).isInstanceOf(UnsupportedOperationException.class);
    }

    @Test
    void theFirstFailureOfAnAtomCounts() {
        RoundFailures failures = new RoundFailures(Map.of("a", ONE));
        assertThat(failures.add("a", OTHER)).isFalse();
        assertThat(failures.shown()).containsExactly(Map.entry("a", ONE));
    }

    /** With a copy each this would be 200 million entries. */
    @Test
    void showingCostsNothingUntilSomebodyLooks() {
        RoundFailures failures = new RoundFailures();
        List<Map<String, Failure>> shown = new ArrayList<>();
        for (int i = 1; i <= 20_000; i++) {
            failures.add("task" + i, ONE);
            shown.add(failures.shown());
        }
        assertThat(shown.get(9_999)).hasSize(10_000).doesNotContainKey("task10001");
        assertThat(shown.get(19_999)).hasSize(20_000);
    }
}
