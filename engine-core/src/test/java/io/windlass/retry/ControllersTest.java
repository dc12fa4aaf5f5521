package io.windlass.retry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.windlass.atom.BodyListener;
import io.windlass.atom.Inputs;
import io.windlass.atom.TaskContext;
import io.windlass.failure.DefinitionException;
import io.windlass.failure.InvalidFormatException;
import io.windlass.failure.NotFoundException;
import io.windlass.state.Action;
import io.windlass.state.RequestName;
import io.windlass.value.Values;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What the ready-made controllers provide and decide, by the rounds that were. */
class ControllersTest {
    private static final TaskContext HERE =
            TaskContext.here(new RequestName(UUID.randomUUID(), "r", Action.EXECUTE, 1, 1), BodyListener.NONE);
    private static final Inputs NOTHING = new Inputs(Map.of(), HERE);

    private static History after(@Nullable Object... provided) {
        return new History(
                Arrays.stream(provided)
                        .map(value -> new Attempt(Values.write(value), Map.of()))
                        .toList(),
                null);
    }

    @Test
    void alwaysRevertProvidesNullAndGivesUp() {
        assertThat(new AlwaysRevert().execute(after(), NOTHING)).isNull();
        assertThat(new AlwaysRevert().onFailure(after((Object) null), NOTHING)).isEqualTo(Decision.REVERT);
    }

    @Test
    void alwaysRevertAllProvidesNullAndHasEverythingUndone() {
        assertThat(new AlwaysRevertAll().execute(after(), NOTHING)).isNull();
        assertThat(new AlwaysRevertAll().onFailure(after((Object) null), NOTHING))
                .isEqualTo(Decision.REVERT_ALL);
    }

    @Test
    void timesProvidesTheNumberOfTheRoundAndCountsRoundsNotRepetitions() {
        Times times = new Times(2);
        assertThat(times.execute(after(), NOTHING)).isEqualTo(1);
        assertThat(times.onFailure(after(1), NOTHING)).isEqualTo(Decision.RETRY);
        assertThat(times.execute(after(1), NOTHING)).isEqualTo(2);
        assertThat(times.onFailure(after(1, 2), NOTHING)).isEqualTo(Decision.REVERT);
        assertThat(new Times(1).onFailure(after(1), NOTHING)).isEqualTo(Decision.REVERT);
        assertThat(new Times(1, Decision.REVERT_ALL).onFailure(after(1), NOTHING))
                .isEqualTo(Decision.REVERT_ALL);
    }

    @Test
    void forEachProvidesTheFirstValueThatIsLeft() {
        ForEach each = new ForEach(List.of("x", "y"));
        assertThat(each.execute(after(), NOTHING)).isEqualTo("x");
        assertThat(each.onFailure(after("x"), NOTHING)).isEqualTo(Decision.RETRY);
        assertThat(each.execute(after("x"), NOTHING)).isEqualTo("y");
        assertThat(each.onFailure(after("x", "y"), NOTHING)).isEqualTo(Decision.REVERT);
        assertThat(new ForEach(List.of("x"), Decision.REVERT_ALL).onFailure(after("x"), NOTHING))
                .isEqualTo(Decision.REVERT_ALL);
    }

    @Test
    void aValueIsLeftAsOftenAsItWasNotTried() {
        ForEach each = new ForEach(Arrays.asList("x", null, "x"));
        assertThat(each.execute(after("x"), NOTHING)).isNull();
        assertThat(each.execute(after("x", null), NOTHING)).isEqualTo("x");
        assertThat(each.onFailure(after("x", null, "x"), NOTHING)).isEqualTo(Decision.REVERT);
        assertThat(each.execute(after("never among them"), NOTHING)).isEqualTo("x");
    }

    @Test
    void valuesOfASetComeInItsOrder() {
        ForEach each = new ForEach(new LinkedHashSet<>(List.of("z", "a")));
        assertThat(each.execute(after(), NOTHING)).isEqualTo("z");
        assertThat(each.execute(after("z"), NOTHING)).isEqualTo("a");
    }

    @Test
    void forEachFailsWhenNothingIsLeft() {
        assertThatThrownBy(() -> new ForEach(List.of()).execute(after(), NOTHING))
                .isInstanceOf(NotFoundException.class)
                .hasMessageContaining("no values are left");
    }

    @Test
    void parameterizedForEachTakesItsValuesFromAnInput() {
        ParameterizedForEach each = new ParameterizedForEach();
        Inputs given = new Inputs(Map.of("values", List.of("x", "y")), HERE);
        assertThat(each.requires()).containsExactly("values");
        assertThat(each.execute(after("x"), given)).isEqualTo("y");
        assertThat(each.onFailure(after("x"), given)).isEqualTo(Decision.RETRY);
        assertThat(each.onFailure(after("x", "y"), given)).isEqualTo(Decision.REVERT);
        assertThat(new ParameterizedForEach(Decision.REVERT_ALL).onFailure(after("x", "y"), given))
                .isEqualTo(Decision.REVERT_ALL);
        assertThat(new ParameterizedForEach().rebind("values", "hosts").requires())
                .containsExactly("hosts");
        assertThatThrownBy(() -> each.execute(after(), new Inputs(Map.of("values", "x"), HERE)))
                .isInstanceOf(InvalidFormatException.class)
                .hasMessageContaining("'values'");
    }

    @Test
    void onesThatCouldNeverEndAreRefused() {
        assertThatThrownBy(() -> new Times(0)).isInstanceOf(DefinitionException.class);
        assertThatThrownBy(() -> new Times(2, Decision.RETRY))
                .isInstanceOf(DefinitionException.class)
                .hasMessageContaining("REVERT or REVERT_ALL");
        assertThatThrownBy(() -> new ForEach(List.of(1), Decision.RETRY)).isInstanceOf(DefinitionException.class);
        assertThatThrownBy(() -> new ParameterizedForEach(Decision.RETRY)).isInstanceOf(DefinitionException.class);
    }
}
