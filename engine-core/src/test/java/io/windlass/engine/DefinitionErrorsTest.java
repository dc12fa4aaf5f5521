package io.windlass.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.windlass.atom.Task;
import io.windlass.atom.Tasks;
import io.windlass.compiler.Compiler;
import io.windlass.failure.DefinitionException;
import io.windlass.failure.DependencyException;
import io.windlass.failure.DuplicateException;
import io.windlass.flow.GraphFlow;
import io.windlass.flow.LinearFlow;
import io.windlass.persistence.memory.MemoryPersistence;
import io.windlass.retry.Times;
import io.windlass.state.FlowState;
import org.junit.jupiter.api.Test;

/** What is wrong with a flow is told before it runs, by an exception of its kind. */
class DefinitionErrorsTest {
    private static Task task(String name) {
        return Tasks.of(name, () -> 1);
    }

    @Test
    void twoAtomsOfOneNameAreADuplicateException() {
        LinearFlow flow = LinearFlow.named("f").add(task("a"), task("a"));
        assertThatThrownBy(() -> Engine.builder(flow).build())
                .isInstanceOf(DuplicateException.class)
                .hasMessageContaining("[a]");
    }

    @Test
    void anAtomOfAnotherKindThanTheStoredOneIsADuplicateException() {
        try (MemoryPersistence store = new MemoryPersistence()) {
            Engine engine = Engine.builder(LinearFlow.named("f").add(task("a")))
                    .persistence(store)
                    .build();
            engine.run();
            LinearFlow other = LinearFlow.named("f", new Times(1).named("a")).add(task("b"));
            assertThatThrownBy(() -> Engine.builder(other)
                            .persistence(store)
                            .resume(store.load(engine.id()).orElseThrow())
                            .build())
                    .isInstanceOf(DuplicateException.class)
                    .hasMessageContaining("'a' is stored as a TASK, but is a RETRY");
        }
    }

    @Test
    void linksInACircleAreADependencyException() {
        Task a = task("a");
        Task b = task("b");
        GraphFlow flow = GraphFlow.named("f").add(a, b).link(a, b);
        assertThatThrownBy(() -> flow.link(b, a))
                .isInstanceOf(DependencyException.class)
                .hasMessageContaining("a cycle");
    }

    @Test
    void flowsNestedTooDeepAreADefinitionException() {
        LinearFlow flow = LinearFlow.named("innermost").add(task("a"));
        for (int i = 0; i <= Compiler.MAX_DEPTH; i++) {
            flow = LinearFlow.named("f" + i).add(flow);
        }
        LinearFlow nested = flow;
        assertThatThrownBy(() -> Engine.builder(nested).build())
                .isInstanceOf(DefinitionException.class)
                .hasMessageContaining("nested deeper than " + Compiler.MAX_DEPTH);
    }

    @Test
    void aFlowWithoutAtomsIsNoError() {
        assertThat(Engine.builder(LinearFlow.named("f")).build().run()).isEqualTo(FlowState.SUCCESS);
    }
}
