package io.windlass.atom;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.windlass.failure.DefinitionException;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Tasks as they are defined: names, versions, what they provide, and bodies that are not as they should be. */
class TaskTest {
    /** Says by itself what it is. */
    @TaskType(version = "2.1")
    public static final class Ready extends Task {
        public Ready() {
            provides("ready").priority(7);
        }

        public int execute() {
            return 1;
        }
    }

    /** Has nothing but a body. */
    public static final class Plain extends Task {
        public void execute() {}
    }

    @Test
    void aTaskIsNamedAfterItsClassUnlessItIsGivenAName() {
        assertThat(new Plain().name()).isEqualTo(Plain.class.getName());
        assertThat(new Plain().named("a").name()).isEqualTo("a");
        assertThatThrownBy(() -> new Plain().named(" ")).isInstanceOf(DefinitionException.class);
    }

    @Test
    void itIsShownWithItsVersionInQuotes() {
        assertThat(new Plain().named("a")).hasToString("\"a==1.0\"");
        assertThat(new Ready().named("b")).hasToString("\"b==2.1\"");
    }

    @Test
    void itHasPriorityZeroAndProvidesNothingUnlessItIsSaid() {
        assertThat(new Plain().priority()).isZero();
        assertThat(new Plain().priority(-3).priority()).isEqualTo(-3);
        assertThat(new Plain().provides()).isEmpty();
        assertThat(new Plain().requires()).isEmpty();
    }

    @Test
    void whatItsClassSaysHoldsUntilSomethingElseIsSaid() {
        assertThat(new Ready().provides()).containsExactly("ready");
        assertThat(new Ready().priority()).isEqualTo(7);
        assertThat(new Ready().provides("done").provides()).containsExactly("done");
        assertThat(new Ready().priority(0).priority()).isZero();
    }

    @Test
    void whatIsProvidedIsTheWholeItsItemsOrItsEntries() {
        assertThat(new Plain().provides("x").results()).isEqualTo(new Provides(Provides.Form.WHOLE, List.of("x")));
        assertThat(new Plain().providesItems("x").results()).isEqualTo(new Provides(Provides.Form.ITEMS, List.of("x")));
        assertThat(new Plain().providesEntries("x", "y").provides()).isEqualTo(Set.of("x", "y"));
        assertThatThrownBy(() -> new Plain().providesItems("x", "x"))
                .isInstanceOf(DefinitionException.class)
                .hasMessageContaining("'x' twice");
    }

    /** Without a body. */
    public static final class Bodiless extends Task {}

    /** With two. */
    public static final class Overloaded extends Task {
        public void execute() {}

        public void execute(int number) {}
    }

    /** With one that cannot be called. */
    public static final class Hidden extends Task {
        void execute() {}
    }

    /** With a revert that expects something else. */
    public static final class Mistaken extends Task {
        public int execute() {
            return 1;
        }

        public void revert(Outcome<String> outcome) {}
    }

    @Test
    void bodiesThatAreNotAsTheyShouldBeAreRefusedWithARemedy() {
        assertThatThrownBy(Bodiless::new)
                .isInstanceOf(DefinitionException.class)
                .hasMessageContaining(Bodiless.class.getName())
                .hasMessageContaining("give it one that is public");
        assertThatThrownBy(Overloaded::new).hasMessageContaining("2 methods named execute");
        assertThatThrownBy(Hidden::new).hasMessageContaining("must be public");
        assertThatThrownBy(Mistaken::new).hasMessageContaining("make them agree");
    }
}
