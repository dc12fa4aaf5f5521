package io.windlass.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.windlass.atom.FlowElement;
import io.windlass.atom.Input;
import io.windlass.atom.Task;
import io.windlass.atom.Tasks;
import io.windlass.failure.DefinitionException;
import io.windlass.retry.ParameterizedForEach;
import io.windlass.retry.Times;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What all flows share, and linear and unordered ones. */
class FlowTest {
    private static Task task(String name, String... requires) {
        List<? extends Input> inputs = Arrays.stream(requires)
                .map(symbol -> Input.in(symbol, Object.class))
                .toList();
        return Tasks.of(name, inputs, given -> null);
    }

    @Test
    void aFlowStartsEmptyWithItsNameAndItsController() {
        Times times = new Times(2);
        for (Flow flow :
                List.of(LinearFlow.named("f", times), UnorderedFlow.named("f", times), GraphFlow.named("f", times))) {
            assertThat(flow.name()).isEqualTo("f");
            assertThat(flow.retry()).containsSame(times);
            assertThat(flow.children()).isEmpty();
            assertThat(flow.links()).isEmpty();
            assertThat(flow.requires()).isEmpty();
            assertThat(flow.provides()).isEmpty();
        }
        assertThat(times.name()).isEqualTo("f_retry");
        assertThat(LinearFlow.named("f").retry()).isEmpty();
        assertThatThrownBy(() -> LinearFlow.named(" ")).isInstanceOf(DefinitionException.class);
    }

    @Test
    void addingIsChainedAndWhatIsThereIsLeftWhereItIs() {
        Task a = task("a");
        Task b = task("b");
        assertThat(LinearFlow.named("f").add(a, b).add(a).children()).containsExactly(a, b);
        assertThat(UnorderedFlow.named("f").add(a, b).add(a).children()).containsExactly(a, b);
        assertThat(GraphFlow.named("f").add(a, b).add(a).children()).containsExactly(a, b);
    }

    @Test
    void aFlowTellsItsKindItsNameAndHowManyChildrenItHas() {
        assertThat(LinearFlow.named("f").add(task("a"), task("b"))).hasToString("\"LinearFlow: f(len=2)\"");
        assertThat(UnorderedFlow.named("f")).hasToString("\"UnorderedFlow: f(len=0)\"");
        assertThat(GraphFlow.named("f").add(task("a"))).hasToString("\"GraphFlow: f(len=1)\"");
    }

    @Test
    void providesWhatItsControllerAndAllInItProvide() {
        Flow inner = UnorderedFlow.named("inner", new Times(1).provides("round"))
                .add(task("a").provides("x"));
        assertThat(LinearFlow.named("outer").add(inner, task("b").provides("y")).provides())
                .containsExactly("round", "x", "y");
    }

    @Test
    void childrenOfALinearFlowFollowEachOtherByItsNature() {
        Task a = task("a");
        Task b = task("b");
        Task c = task("c");
        assertThat(LinearFlow.named("f").add(a, b, c).links())
                .containsExactly(new Flow.Link(a, b), new Flow.Link(b, c))
                .allSatisfy(link -> {
                    assertThat(link.manual()).isFalse();
                    assertThat(link.reasons()).isEmpty();
                });
    }

    @Test
    void aLinearFlowRequiresWhatNoEarlierChildProvides() {
        Flow flow = LinearFlow.named("f", new ParameterizedForEach().provides("each"))
                .add(
                        task("a", "x", "each").provides("y"),
                        task("b", "y", "late").provides("x"),
                        task("c", "x"))
                .add(task("d").provides("late"));
        assertThat(flow.requires()).containsExactlyInAnyOrder("values", "x", "late");
    }

    @Test
    void anUnorderedFlowRequiresWhatOnlySiblingsProvide() {
        Flow flow = UnorderedFlow.named("f", new Times(1).provides("round"))
                .add(task("a", "round", "x").provides("y"), task("b", "y").provides("x"))
                .add(task("c").provides("x"));
        assertThat(flow.links()).isEmpty();
        assertThat(flow.requires()).containsExactlyInAnyOrder("x", "y");
        assertThat(flow.provides()).containsExactlyInAnyOrder("round", "x", "y");
    }

    @Test
    void anyFlowMayContainAnyOther() {
        for (Flow inner : List.of(LinearFlow.named("i"), UnorderedFlow.named("i"), GraphFlow.named("i"))) {
            for (Flow outer : List.of(
                    LinearFlow.named("o").add(inner),
                    UnorderedFlow.named("o").add(inner),
                    GraphFlow.named("o").add(inner))) {
                assertThat(outer.children()).containsExactly((FlowElement) inner);
            }
        }
    }
}
