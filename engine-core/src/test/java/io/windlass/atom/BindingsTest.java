package io.windlass.atom;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.windlass.failure.DefinitionException;
import io.windlass.state.Action;
import io.windlass.value.Value;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What a task requires, and under which names. */
class BindingsTest {
    /** Two inputs that must be there, one that may, and a revert with inputs of its own. */
    public static final class Copy extends Task {
        public String execute(String from, String to, Optional<Integer> limit, TaskContext context) {
            return from + to + limit + context.runId();
        }

        public void revert(Outcome<String> outcome, String to, String trash, FlowFailures failures) {}
    }

    private static Need required(String argument, String symbol) {
        return new Need(argument, symbol, true);
    }

    private static Need optional(String argument, String symbol) {
        return new Need(argument, symbol, false);
    }

    private final Copy copy = new Copy();

    @Test
    void theParametersOfBothBodiesAreWhatIsRequired() {
        assertThat(copy.requires()).containsExactly("from", "to", "trash");
        assertThat(copy.needs(Action.EXECUTE))
                .containsExactly(required("from", "from"), required("to", "to"), optional("limit", "limit"));
        assertThat(copy.needs(Action.REVERT)).containsExactly(required("to", "to"), required("trash", "trash"));
    }

    @Test
    void aReboundArgumentIsLookedUpUnderTheOtherNameByBothBodies() {
        copy.rebind("to", "target");
        assertThat(copy.requires()).containsExactly("from", "target", "trash");
        assertThat(copy.needs(Action.EXECUTE)).contains(required("to", "target"));
        assertThat(copy.needs(Action.REVERT)).contains(required("to", "target"));
    }

    @Test
    void revertMayLookItUpUnderANameOfItsOwn() {
        copy.rebind("to", "target").revertRebind("to", "old").revertRebind("trash", "bin");
        assertThat(copy.requires()).containsExactly("from", "target", "old", "bin");
        assertThat(copy.needs(Action.EXECUTE)).contains(required("to", "target"));
        assertThat(copy.needs(Action.REVERT)).containsExactly(required("to", "old"), required("trash", "bin"));
    }

    @Test
    void aListOfNamesIsForTheRequiredArgumentsInTheirOrder() {
        copy.rebindInOrder("a", "b").revertRebindInOrder("c");
        assertThat(copy.needs(Action.EXECUTE))
                .containsExactly(required("from", "a"), required("to", "b"), optional("limit", "limit"));
        assertThat(copy.needs(Action.REVERT)).containsExactly(required("to", "c"), required("trash", "trash"));
    }

    @Test
    void aShorterListLeavesTheRestAsItIs() {
        copy.rebindInOrder("a");
        assertThat(copy.requires()).containsExactly("a", "to", "trash");
    }

    @Test
    void moreNamesThanRequiredArgumentsAreRefused() {
        assertThatThrownBy(() -> copy.rebindInOrder("a", "b", "c"))
                .isInstanceOf(DefinitionException.class)
                .hasMessageContaining("is given 3 names for the required arguments [from, to] of its execute");
        assertThatThrownBy(() -> copy.revertRebindInOrder("a", "b", "c"))
                .hasMessageContaining("[to, trash] of its revert");
    }

    @Test
    void whatIsNoParameterCannotBeRebound() {
        assertThatThrownBy(() -> copy.rebind("form", "a"))
                .isInstanceOf(DefinitionException.class)
                .hasMessageContaining("has no parameter 'form'; it has [from, to, limit, trash]");
        assertThatThrownBy(() -> copy.revertRebind("from", "a")).hasMessageContaining("it has [to, trash]");
        assertThatThrownBy(() -> copy.inject("form", 1)).hasMessageContaining("'form'");
        assertThatThrownBy(() -> copy.require("form")).hasMessageContaining("'form'");
    }

    @Test
    void anOptionalArgumentThatIsReboundOrRequiredMustBeThere() {
        assertThat(new Copy().rebind("limit", "max").requires()).contains("max");
        assertThat(new Copy().require("limit").requires()).contains("limit");
        assertThat(new Copy().ignore("limit").require("limit").requires()).contains("limit");
    }

    @Test
    void whatIsIgnoredIsNotLookedUp() {
        copy.ignore("limit");
        assertThat(copy.needs(Action.EXECUTE)).containsExactly(required("from", "from"), required("to", "to"));
        assertThatThrownBy(() -> copy.ignore("from"))
                .isInstanceOf(DefinitionException.class)
                .hasMessageContaining("cannot do without 'from'");
        assertThatThrownBy(() -> copy.require("limit").ignore("limit")).hasMessageContaining("cannot do without");
    }

    @Test
    void whatIsInjectedNeedsNoProvider() {
        copy.inject("to", "here").inject("limit", 3);
        assertThat(copy.requires()).containsExactly("from", "trash");
        assertThat(copy.needs(Action.EXECUTE)).containsExactly(required("from", "from"));
        assertThat(copy.injected(Action.EXECUTE))
                .containsEntry("to", new Value("\"here\""))
                .containsEntry("limit", new Value("3"));
        assertThat(copy.injected(Action.REVERT)).containsOnlyKeys("to");
    }
}
