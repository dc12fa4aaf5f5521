package io.windlass.flow;

import static org.assertj.core.api.Assertions.assertThat;

import io.windlass.atom.FlowElement;
import io.windlass.atom.Input;
import io.windlass.atom.Tasks;
import io.windlass.failure.DependencyException;
import io.windlass.flow.GraphFlow.Resolve;
import io.windlass.retry.Times;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;

/** Graph flows that are put together at random have the links that {@link NaiveGraph} has. */
class GraphFlowPropertyTest {
    private static final String FROM_RETRY = "a";

    /** An element: a task, or with more than one part a linear flow of tasks. */
    record Drawn(List<Part> parts) {}

    /** One task. */
    record Part(Set<String> requires, Set<String> provides) {}

    /** What is done next. */
    sealed interface Step {
        /** Adds new elements. */
        record Add(Resolve resolve, List<Drawn> elements) implements Step {}

        /** Links two of those that there are, by their numbers modulo how many there are. */
        record Link(int from, int to) implements Step {}
    }

    @Provide
    Arbitrary<List<Step>> steps() {
        Arbitrary<Set<String>> symbols =
                Arbitraries.of("a", "b", "c", "d", "e", "f", "g").set().ofMaxSize(2);
        Arbitrary<Drawn> elements = Combinators.combine(symbols, symbols)
                .as(Part::new)
                .list()
                .ofMinSize(1)
                .ofMaxSize(2)
                .map(Drawn::new);
        Arbitrary<Resolve> resolves = Arbitraries.frequencyOf(
                Tuple.of(3, Arbitraries.just(Resolve.ALL)), Tuple.of(1, Arbitraries.of(Resolve.class)));
        Arbitrary<Step> adds = Combinators.combine(
                        resolves, elements.list().ofMinSize(1).ofMaxSize(3))
                .as(Step.Add::new);
        Arbitrary<Integer> numbers = Arbitraries.integers().between(0, 30);
        Arbitrary<Step> links = Combinators.combine(numbers, numbers).as(Step.Link::new);
        return Arbitraries.frequencyOf(Tuple.of(3, adds), Tuple.of(2, links))
                .list()
                .ofMaxSize(14);
    }

    private static FlowElement element(Drawn drawn, String name) {
        List<FlowElement> tasks = new ArrayList<>();
        for (Part part : drawn.parts()) {
            List<? extends Input> inputs = part.requires().stream()
                    .map(symbol -> Input.in(symbol, Object.class))
                    .toList();
            tasks.add(Tasks.of(name + "." + tasks.size(), inputs, given -> null)
                    .providesItems(part.provides().toArray(String[]::new)));
        }
        return tasks.size() == 1 ? tasks.get(0) : LinearFlow.named(name).add(tasks.toArray(FlowElement[]::new));
    }

    private static boolean done(Runnable step) {
        try {
            step.run();
            return true;
        } catch (DependencyException e) {
            return false;
        }
    }

    @Property(tries = 3000)
    void hasTheLinksOfANaiveGraph(@ForAll("steps") List<Step> steps, @ForAll boolean controlled) {
        GraphFlow flow = controlled ? GraphFlow.named("f", new Times(1).provides(FROM_RETRY)) : GraphFlow.named("f");
        NaiveGraph naive = new NaiveGraph(controlled ? Set.of(FROM_RETRY) : Set.of());
        int named = 0;
        for (Step step : steps) {
            if (step instanceof Step.Add add) {
                List<FlowElement> elements = new ArrayList<>();
                for (Drawn drawn : add.elements()) {
                    elements.add(element(drawn, "e" + named++));
                }
                assertThat(done(() -> flow.add(add.resolve(), elements.toArray(FlowElement[]::new))))
                        .isEqualTo(naive.add(add.resolve(), elements));
            } else if (step instanceof Step.Link link && !naive.nodes().isEmpty()) {
                FlowElement from = naive.nodes().get(link.from() % naive.nodes().size());
                FlowElement to = naive.nodes().get(link.to() % naive.nodes().size());
                assertThat(done(() -> flow.link(from, to))).isEqualTo(naive.link(from, to));
            }
            assertSame(flow, naive);
        }
        for (FlowElement target : naive.nodes()) {
            List<FlowElement> shown = naive.upTo(target);
            flow.target(target);
            assertThat(flow.children()).containsExactlyInAnyOrderElementsOf(shown);
            assertThat(flow.requires()).isEqualTo(naive.requires(shown));
        }
    }

    private static void assertSame(GraphFlow flow, NaiveGraph naive) {
        Map<List<FlowElement>, NaiveGraph.Bond> links = new HashMap<>();
        flow.links()
                .forEach(link ->
                        links.put(List.of(link.from(), link.to()), new NaiveGraph.Bond(link.manual(), link.reasons())));
        assertThat(links).isEqualTo(naive.links());
        List<FlowElement> children = flow.children();
        assertThat(children).containsExactlyInAnyOrderElementsOf(naive.nodes());
        links.keySet()
                .forEach(link -> assertThat(children.indexOf(link.get(0))).isLessThan(children.indexOf(link.get(1))));
        assertThat(flow.requires()).isEqualTo(naive.requires(naive.nodes()));
    }
}
