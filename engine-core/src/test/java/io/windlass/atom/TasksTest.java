package io.windlass.atom;

import static io.windlass.atom.Input.in;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.windlass.failure.DefinitionException;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Tasks of lambdas, as they are defined. */
class TasksTest {
    private final FunctorTask<Integer> add =
            Tasks.of("add", in("x", Integer.class), in("y", Integer.class), (x, y) -> x + y);

    @Test
    void itRequiresItsInputs() {
        assertThat(add.requires()).containsExactly("x", "y");
        assertThat(add.name()).isEqualTo("add");
        assertThat(add.version()).isEqualTo(TaskVersion.DEFAULT);
        assertThat(add.place()).isEqualTo(TaskPlace.ENGINE);
    }

    @Test
    void undoneByALambdaItRequiresTheSame() {
        FunctorTask<Integer> undone = add.revertedBy(Integer.class, (outcome, failures, given) -> {});
        assertThat(undone.requires()).containsExactly("x", "y");
        assertThat(undone.rebind("x", "a").requires()).containsExactly("a", "y");
    }

    @Test
    void itMayHaveAVersionAndATypeThatWorkersKnow() {
        FunctorTask<Integer> served =
                add.ofType("math.add").version("2.1").revertedBy((outcome, failures, given) -> {});
        assertThat(served.typeName()).isEqualTo("math.add");
        assertThat(served).hasToString("\"add==2.1\"");
        assertThat(served.place()).isEqualTo(TaskPlace.ANYWHERE);
    }

    @Test
    void whatMakesAnotherTaskOfItIsSaidFirst() {
        add.provides("sum");
        assertThatThrownBy(() -> add.ofType("math.add"))
                .isInstanceOf(DefinitionException.class)
                .hasMessageContaining("first");
        assertThatThrownBy(() -> add.version("2.0")).isInstanceOf(DefinitionException.class);
        assertThatThrownBy(() -> add.revertedBy((outcome, failures, given) -> {}))
                .isInstanceOf(DefinitionException.class);
    }

    @Test
    void twoInputsOfOneNameAreRefused() {
        assertThatThrownBy(() -> Tasks.of("add", in("x", Integer.class), in("x", Integer.class), (x, y) -> x + y))
                .isInstanceOf(DefinitionException.class)
                .hasMessageContaining("task 'add' has two inputs named 'x'");
        assertThatThrownBy(() -> Tasks.map("each", Input.all(String.class, "x", "x"), x -> x))
                .isInstanceOf(DefinitionException.class);
    }

    @Test
    void aMapRequiresAllItsInputs() {
        assertThat(Tasks.map("each", Input.all(String.class, "x", "y"), x -> x).requires())
                .containsExactly("x", "y");
    }

    @Test
    void aReductionNeedsTwoInputs() {
        assertThatThrownBy(() -> Tasks.reduce("sum", Input.all(Integer.class, "x"), Integer::sum))
                .isInstanceOf(DefinitionException.class)
                .hasMessageContaining("task 'sum' reduces 1 inputs");
        assertThatThrownBy(() -> Tasks.reduce("sum", List.<Input.Typed<Integer>>of(), Integer::sum))
                .isInstanceOf(DefinitionException.class);
    }
}
