package io.windlass.compiler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.windlass.atom.DeciderDepth;
import io.windlass.atom.FlowElement;
import io.windlass.atom.Task;
import io.windlass.atom.Tasks;
import io.windlass.failure.DefinitionException;
import io.windlass.failure.DuplicateException;
import io.windlass.flow.Flow;
import io.windlass.flow.GraphFlow;
import io.windlass.flow.LinearFlow;
import io.windlass.flow.UnorderedFlow;
import io.windlass.retry.Times;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The graph that a flow becomes. */
class CompilerTest {
    private static Task task(String name) {
        return Tasks.of(name, List.of(), given -> null);
    }

    /** Names for the nodes: atoms by their names, flows in the order of their beginnings as F0, F0$, F1 and so on. */
    private static List<String> names(Compilation graph) {
        List<String> names = new ArrayList<>();
        List<String> open = new ArrayList<>();
        int flows = 0;
        for (int node = 0; node < graph.size(); node++) {
            switch (graph.kind(node)) {
                case FLOW -> {
                    open.add("F" + flows++);
                    names.add(open.get(open.size() - 1));
                }
                case FLOW_END -> names.add(open.remove(open.size() - 1) + "$");
                default -> names.add(graph.atom(node).name());
            }
        }
        return names;
    }

    private static List<String> edges(Compilation graph) {
        List<String> names = names(graph);
        List<String> edges = new ArrayList<>();
        for (int node = 0; node < graph.size(); node++) {
            for (int next : graph.successors(node)) {
                edges.add(names.get(node) + ">" + names.get(next));
                assertThat(graph.predecessors(next)).contains(node);
                assertThat(next).isGreaterThan(node);
            }
        }
        return edges;
    }

    private static List<String> edges(Flow flow) {
        return edges(Compiler.compile(flow));
    }

    @Test
    void controllerContentsAndNestedFlowsAreWiredBetweenBeginningAndEnd() {
        Flow flow = LinearFlow.named("f", new Times(1).named("r"))
                .add(task("a"), UnorderedFlow.named("u").add(task("b"), task("c")), task("d"));
        assertThat(edges(flow))
                .containsExactlyInAnyOrder("F0>r", "r>a", "a>F1", "F1>b", "F1>c", "b>F1$", "c>F1$", "F1$>d", "d>F0$");
    }

    @Test
    void aTaskIsOneNodeBetweenTheEndsOfItsFlow() {
        Compilation graph = Compiler.compile(LinearFlow.named("f").add(task("a")));
        assertThat(edges(graph)).containsExactly("F0>a", "a>F0$");
        assertThat(graph.name()).isEqualTo("f");
        int node = Objects.requireNonNull(graph.node("a"));
        assertThat(graph.kind(node)).isEqualTo(NodeKind.TASK);
        assertThat(graph.kind(0)).isEqualTo(NodeKind.FLOW);
        assertThat(graph.kind(2)).isEqualTo(NodeKind.FLOW_END);
        assertThat(graph.node("b")).isNull();
    }

    @Test
    void anEmptyFlowLeadsFromItsBeginningOverItsControllerToItsEnd() {
        assertThat(edges(LinearFlow.named("f"))).containsExactly("F0>F0$");
        assertThat(edges(UnorderedFlow.named("f", new Times(1).named("r")))).containsExactly("F0>r", "r>F0$");
        assertThat(edges(LinearFlow.named("f").add(task("a"), GraphFlow.named("g"), task("b"))))
                .containsExactlyInAnyOrder("F0>a", "a>F1", "F1>F1$", "F1$>b", "b>F0$");
    }

    @Test
    void aLinkToANestedFlowIsOneToAllThatBeginsInIt() {
        Task a = task("a");
        Flow inner = UnorderedFlow.named("u").add(task("b"), task("c"));
        Task d = task("d");
        GraphFlow flow = GraphFlow.named("g")
                .add(a, inner, d)
                .link(a, inner, results -> true, DeciderDepth.FLOW)
                .link(inner, d);
        Compilation graph = Compiler.compile(flow);
        assertThat(edges(graph))
                .containsExactlyInAnyOrder("F0>a", "a>F1", "F1>b", "F1>c", "b>F1$", "c>F1$", "F1$>d", "d>F0$");
        assertThat(gates(graph)).isEqualTo(Map.of("b", Set.of("a FLOW"), "c", Set.of("a FLOW")));
    }

    private static Map<String, Set<String>> gates(Compilation graph) {
        Map<String, Set<String>> gates = new HashMap<>();
        for (int node : graph.atoms()) {
            Set<String> passed = new java.util.HashSet<>();
            graph.gates(node).forEach(gate -> passed.add(names(graph).get(gate.source()) + " " + gate.depth()));
            if (!passed.isEmpty()) {
                gates.put(graph.atom(node).name(), passed);
            }
        }
        return gates;
    }

    @Test
    void whoeverHasNoLinkInAGraphHangsBetweenControllerAndEnd() {
        Task a = task("a");
        Task b = task("b");
        GraphFlow flow = GraphFlow.named("g", new Times(1).named("r"))
                .add(a, b, task("alone"))
                .link(a, b);
        assertThat(edges(flow)).containsExactlyInAnyOrder("F0>r", "r>a", "a>b", "b>F0$", "r>alone", "alone>F0$");
    }

    @Test
    void theInnermostControllerCountsAndIsUnderTheNextOne() {
        Flow inner = LinearFlow.named("inner", new Times(1).named("in")).add(task("a"));
        Flow plain = LinearFlow.named("plain").add(task("b"));
        Compilation graph = Compiler.compile(
                LinearFlow.named("f", new Times(1).named("out")).add(inner, plain));
        assertThat(controller(graph, "a")).isEqualTo("in");
        assertThat(controller(graph, "in")).isEqualTo("out");
        assertThat(controller(graph, "b")).isEqualTo("out");
        assertThat(controller(graph, "out")).isEqualTo("none");
    }

    private static String controller(Compilation graph, String atom) {
        int controller = graph.controllerOf(Objects.requireNonNull(graph.node(atom)));
        return controller < 0 ? "none" : graph.retry(controller).name();
    }

    @Test
    void atomsAreListedContentsFirstThenTheController() {
        Flow inner = UnorderedFlow.named("inner", new Times(1).named("in")).add(task("b"), task("c"));
        Compilation graph = Compiler.compile(
                LinearFlow.named("f", new Times(1).named("out")).add(task("a"), inner, task("d")));
        assertThat(graph.atoms())
                .extracting(node -> graph.atom(node).name())
                .containsExactly("a", "b", "c", "in", "d", "out");
        assertThat(names(graph)).containsExactly("F0", "out", "a", "F1", "in", "b", "c", "F1$", "d", "F0$");
    }

    @Test
    void namesOfAtomsAreUniqueThoseOfFlowsNeedNotBe() {
        Flow same = LinearFlow.named("f").add(task("a"));
        assertThat(Compiler.compile(LinearFlow.named("f").add(same)).atoms()).hasSize(1);
        Flow twice = LinearFlow.named("f")
                .add(task("b"), task("a"), UnorderedFlow.named("u").add(task("b"), task("a"), task("c")));
        assertThatThrownBy(() -> Compiler.compile(twice))
                .isInstanceOf(DuplicateException.class)
                .hasMessageContaining("[a, b]");
    }

    @Test
    void oneObjectCannotBeInTwoPlaces() {
        Task a = task("a");
        Flow flow = LinearFlow.named("f").add(a, UnorderedFlow.named("u").add(a));
        assertThatThrownBy(() -> Compiler.compile(flow))
                .isInstanceOf(DuplicateException.class)
                .hasMessageContaining("'a' is in the flow twice");
    }

    @Test
    void whatIsNeitherTaskNorFlowIsRefused() {
        FlowElement stranger = new FlowElement() {
            @Override
            public String name() {
                return "stranger";
            }

            @Override
            public Set<String> requires() {
                return Set.of();
            }

            @Override
            public Set<String> provides() {
                return Set.of();
            }
        };
        assertThatThrownBy(() -> Compiler.compile(LinearFlow.named("f").add(stranger)))
                .isInstanceOf(DefinitionException.class)
                .hasMessageContaining("'stranger'");
    }

    @Test
    void flowsNestedTooDeepAreRefused() {
        Flow flow = LinearFlow.named("0");
        for (int i = 1; i <= Compiler.MAX_DEPTH; i++) {
            flow = LinearFlow.named("" + i).add(flow);
        }
        assertThat(Compiler.compile(flow).size()).isEqualTo(2 * (Compiler.MAX_DEPTH + 1));
        Flow deeper = LinearFlow.named("outermost").add(flow);
        assertThatThrownBy(() -> Compiler.compile(deeper)).isInstanceOf(DefinitionException.class);
    }

    @Test
    void onlyWhatLeadsToTheTargetIsCompiled() {
        Task a = task("a");
        Task b = task("b");
        Task c = task("c");
        GraphFlow flow = GraphFlow.named("g").add(a, b, c).link(a, b).link(b, c).target(b);
        assertThat(edges(flow)).containsExactly("F0>a", "a>b", "b>F0$");
        assertThat(edges(flow.wholeAgain())).contains("b>c");
    }
}
