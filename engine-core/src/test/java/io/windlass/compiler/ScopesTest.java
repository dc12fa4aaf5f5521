package io.windlass.compiler;

import static org.assertj.core.api.Assertions.assertThat;

import io.windlass.atom.Task;
import io.windlass.atom.Tasks;
import io.windlass.flow.Flow;
import io.windlass.flow.GraphFlow;
import io.windlass.flow.LinearFlow;
import io.windlass.flow.UnorderedFlow;
import io.windlass.retry.Times;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** Which providers an atom sees, and how near they are. All atoms here provide x; those that ask provide it too. */
class ScopesTest {
    private static Task task(String name) {
        return Tasks.of(name, List.of(), given -> null).provides("x");
    }

    /** What an atom sees, nearest first, each with its level. */
    private static List<String> seen(Flow flow, String atom) {
        Compilation graph = Compiler.compile(flow);
        List<String> seen = new ArrayList<>();
        List<Integer> nodes = new ArrayList<>();
        int node = Objects.requireNonNull(graph.node(atom));
        graph.scopes().visit(node, "x", (provider, level) -> {
            seen.add(graph.atom(provider).name() + level);
            nodes.add(provider);
            return true;
        });
        assertThat(graph.scopes().nearest(node, "x")).isEqualTo(nodes.isEmpty() ? Scopes.NOBODY : nodes.get(0));
        return seen;
    }

    @Test
    void anAtomSeesOnlyWhatComesBeforeIt() {
        Flow line = LinearFlow.named("f").add(task("a"), task("b"), task("c"));
        assertThat(seen(line, "a")).isEmpty();
        assertThat(seen(line, "b")).containsExactly("a0");
        assertThat(seen(UnorderedFlow.named("f").add(task("a"), task("b")), "b"))
                .isEmpty();
    }

    @Test
    void levelsRiseFlowByFlowOutwards() {
        Flow innermost = LinearFlow.named("3").add(task("d"), task("e"));
        Flow inner = LinearFlow.named("2").add(task("c"), innermost, task("f"));
        Flow flow = LinearFlow.named("1").add(task("a"), task("b"), inner, task("g"));
        assertThat(seen(flow, "e")).containsExactly("d0", "c1", "b2", "a2");
        assertThat(seen(flow, "f")).containsExactly("e0", "d0", "c0", "b1", "a1");
        assertThat(seen(flow, "g")).containsExactly("f0", "e0", "d0", "c0", "b0", "a0");
    }

    @Test
    void aLevelMayBeEmpty() {
        Flow inner = LinearFlow.named("2").add(LinearFlow.named("3").add(task("b")));
        assertThat(seen(LinearFlow.named("1").add(task("a"), inner), "b")).containsExactly("a2");
    }

    @Test
    void theControllerIsSeenAfterAllSiblingsAlsoWhereThoseHaveNoOrder() {
        Times control = new Times(1);
        Flow line = LinearFlow.named("f", control.named("r").provides("x")).add(task("a"), task("b"));
        assertThat(seen(line, "b")).containsExactly("a0", "r0");
        Flow any =
                UnorderedFlow.named("f", new Times(1).named("r").provides("x")).add(task("a"), task("b"));
        assertThat(seen(any, "b")).containsExactly("r0");
    }

    @Test
    void whatIsNestedInAnEarlierSiblingIsSeenLastToFirst() {
        Flow unordered = UnorderedFlow.named("u").add(task("b"), task("c"));
        assertThat(seen(LinearFlow.named("f").add(task("a"), unordered, task("d")), "d"))
                .containsExactly("c0", "b0", "a0");
        assertThat(seen(LinearFlow.named("f").add(task("a"), unordered, task("d")), "c"))
                .containsExactly("a1");
    }

    @Test
    void inAGraphOnlyThoseAreSeenThatLinksLeadFrom() {
        Task a = task("a");
        Task b = task("b");
        Task c = task("c");
        Flow nested = UnorderedFlow.named("u").add(task("d"), task("e"));
        Task f = task("f");
        GraphFlow flow = GraphFlow.named("g")
                .add(a, b, c, nested, f)
                .link(a, c)
                .link(c, nested)
                .link(nested, f);
        assertThat(seen(flow, "c")).containsExactly("a0");
        assertThat(seen(flow, "e")).containsExactly("c1", "a1");
        assertThat(seen(flow, "f")).containsExactly("e0", "d0", "c0", "a0");
    }

    @Test
    void aChildWithManyBeforeItSeesThemAll() {
        GraphFlow flow = GraphFlow.named("g");
        Task last = task("last");
        Task first = task("first");
        flow.add(first, last, task("stranger"));
        for (int i = 0; i < 100; i++) {
            Task between = task("t" + i);
            flow.add(between).link(between, last);
            if (i == 50) {
                flow.link(first, between);
            }
        }
        assertThat(seen(flow, "last"))
                .hasSize(101)
                .contains("t00", "t990", "first0")
                .doesNotContain("stranger0");
    }

    @Test
    void providersAreKnownByNameWhereverTheyAre() {
        Compilation graph =
                Compiler.compile(LinearFlow.named("f", new Times(1).named("r").provides("x"))
                        .add(task("a"), UnorderedFlow.named("u").add(task("b"))));
        assertThat(graph.scopes().providersOf("x"))
                .extracting(node -> graph.atom(node).name())
                .containsExactly("a", "b", "r");
        assertThat(graph.scopes().providersOf("y")).isEmpty();
        assertThat(graph.scopes().symbols()).containsExactly("x");
    }
}
