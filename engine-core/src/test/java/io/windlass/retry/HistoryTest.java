package io.windlass.retry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.windlass.failure.Failure;
import io.windlass.failure.InvalidFormatException;
import io.windlass.value.Values;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What a controller may ask its history. */
class HistoryTest {
    private static final Failure MISSING = Failure.of(new FileNotFoundException("gone"));
    private static final Failure OTHER = Failure.of(new IllegalStateException("odd"));

    private static Attempt attempt(@Nullable Object provided, Map<String, Failure> failures) {
        return new Attempt(Values.write(provided), failures);
    }

    private final History history = new History(
            List.of(
                    attempt("left", Map.of("read", MISSING)),
                    attempt(null, Map.of("parse", OTHER)),
                    attempt("right", Map.of())),
            null);

    @Test
    void hasItsRoundsInOrderWithWhatTheyProvided() {
        assertThat(history.size()).isEqualTo(3);
        assertThat(history.provided(String.class)).isEqualTo(Arrays.asList("left", null, "right"));
        assertThat(history.attempts().get(2).value(String.class)).isEqualTo("right");
        assertThatThrownBy(() -> history.provided(Integer.class)).isInstanceOf(InvalidFormatException.class);
    }

    @Test
    void hasTheFailuresOfEachRoundByAtom() {
        assertThat(history.attempts().get(0).failures()).containsExactly(Map.entry("read", MISSING));
        assertThat(history.attempts().get(2).failures()).isEmpty();
    }

    @Test
    void knowsWhatCausedItsRoundsToFailSubtypesIncluded() {
        assertThat(history.causedBy(IOException.class)).isTrue();
        assertThat(history.causedBy(IllegalArgumentException.class)).isFalse();
        assertThat(history.attempts().get(0).causedBy(IOException.class)).isTrue();
        assertThat(history.attempts().get(1).causedBy(IOException.class)).isFalse();
    }

    @Test
    void theControllersOwnFailureIsApartFromThoseOfItsRounds() {
        History failed = new History(List.of(), OTHER);
        assertThat(failed.failure()).isEqualTo(OTHER);
        assertThat(failed.causedBy(IllegalStateException.class)).isFalse();
    }
}
