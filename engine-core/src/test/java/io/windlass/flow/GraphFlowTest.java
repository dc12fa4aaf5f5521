package io.windlass.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.windlass.atom.DeciderDepth;
import io.windlass.atom.Input;
import io.windlass.atom.Task;
import io.windlass.atom.Tasks;
import io.windlass.failure.AmbiguousDependencyException;
import io.windlass.failure.DefinitionException;
import io.windlass.failure.DependencyException;
import io.windlass.retry.ParameterizedForEach;
import io.windlass.retry.Times;
import io.windlass.state.Action;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Links of graph flows: those that names make, those that are given, those that are seen. */
class GraphFlowTest {
    private static Task task(String name, String... requires) {
        List<? extends Input> inputs = Arrays.stream(requires)
                .map(symbol -> Input.in(symbol, Object.class))
                .toList();
        return Tasks.of(name, inputs, given -> null);
    }

    private static List<String> links(GraphFlow flow) {
        return flow.links().stream()
                .map(link -> link.from().name() + ">" + link.to().name())
                .toList();
    }

    @Test
    void aNewProviderIsLinkedToAllWhoStillNeedIt() {
        GraphFlow flow = GraphFlow.named("f")
                .add(task("first", "x"), task("second", "x", "y"))
                .add(task("provider").providesItems("x", "y"));
        assertThat(links(flow)).containsExactlyInAnyOrder("provider>first", "provider>second");
        assertThat(flow.requires()).isEmpty();
        assertThat(flow.children()).extracting(child -> child.name()).startsWith("provider");
    }

    @Test
    void whoComesBeforeTwoProvidersIsLinkedToTheFirstAndWhoComesAfterIsInDoubt() {
        GraphFlow flow = GraphFlow.named("f")
                .add(task("early", "x"), task("one").provides("x"), task("two").provides("x"));
        assertThat(links(flow)).containsExactly("one>early");
        assertThatThrownBy(() -> flow.add(task("late", "x")))
                .isInstanceOf(AmbiguousDependencyException.class)
                .hasMessageContaining("[one, two]");
        assertThat(flow.children()).hasSize(3);
    }

    @Test
    void whatTheControllerProvidesIsNeverLinkedAndWhatItNeedsComesFromOutside() {
        GraphFlow flow = GraphFlow.named("f", new ParameterizedForEach().provides("x"))
                .add(task("one").provides("x"), task("two", "x"), task("three").provides("values"));
        assertThat(flow.links()).isEmpty();
        assertThat(flow.requires()).containsExactly("values");
        assertThat(flow.provides()).containsExactly("x", "values");
    }

    @Test
    void aTargetShowsOnlyWhatLeadsToIt() {
        Task a = task("a");
        Task b = task("b", "outside").provides("x");
        Task c = task("c");
        GraphFlow flow = GraphFlow.named("f").add(a, b, c).link(a, b).link(b, c);
        flow.target(b);
        assertThat(flow.children()).containsExactly(a, b);
        assertThat(links(flow)).containsExactly("a>b");
        Task before = task("before");
        flow.add(before).link(before, b);
        assertThat(flow.children()).containsExactlyInAnyOrder(a, before, b);
        flow.target(a);
        assertThat(flow.requires()).isEmpty();
        assertThat(flow.provides()).isEmpty();
        assertThat(flow.wholeAgain().children()).hasSize(4);
        assertThatThrownBy(() -> flow.target(task("stranger"))).isInstanceOf(DefinitionException.class);
    }

    @Test
    void aSecondLinkKeepsTheDeciderUnlessItHasItsOwn() {
        Task a = task("a");
        Task b = task("b");
        GraphFlow flow = GraphFlow.named("f").add(a, b);
        flow.link(a, b, results -> true, DeciderDepth.ATOM).link(a, b);
        assertThat(flow.links().get(0).gate().orElseThrow().depth()).isEqualTo(DeciderDepth.ATOM);
        flow.link(a, b, results -> true);
        assertThat(flow.links()).hasSize(1);
        assertThat(flow.links().get(0).gate().orElseThrow().depth()).isEqualTo(DeciderDepth.ALL);
    }

    @Test
    void aLinkTellsForWhichNamesItIsAndWhetherItWasGiven() {
        Task a = task("a").providesItems("x", "y");
        Task b = task("b", "x", "y");
        Task c = task("c");
        GraphFlow flow = GraphFlow.named("f").add(a, b, c).link(a, b).link(b, c);
        assertThat(flow.links())
                .containsExactlyInAnyOrder(
                        new Flow.Link(a, b, Optional.empty(), true, Set.of("x", "y")),
                        new Flow.Link(b, c, Optional.empty(), true, Set.of()));
        Task d = task("d", "x");
        assertThat(flow.add(d).links()).contains(new Flow.Link(a, d, Optional.empty(), false, Set.of("x")));
    }

    @Test
    void eachNameOfANewChildMakesALinkEvenToWhatItFollowsAnyway() {
        GraphFlow flow = GraphFlow.named("f")
                .add(task("one").provides("x"), task("two", "x").provides("y"), task("three", "x", "y"));
        assertThat(links(flow)).containsExactlyInAnyOrder("one>two", "one>three", "two>three");
    }

    @Test
    void whoFollowsAProviderByAGivenLinkIsNotLinkedToAnother() {
        Task first = task("first").provides("x");
        Task between = task("between");
        Task last = task("last", "x");
        GraphFlow flow = GraphFlow.named("f")
                .add(GraphFlow.Resolve.NONE, first, between, last)
                .link(first, between)
                .link(between, last);
        flow.add(task("late").provides("x"));
        assertThat(links(flow)).containsExactlyInAnyOrder("first>between", "between>last");
        assertThat(flow.requires()).isEmpty();
    }

    @Test
    void linksOfNamesCanBeSwitchedOffEitherWay() {
        Task provider = task("provider").provides("x");
        Task consumer = task("consumer", "x");
        assertThat(links(GraphFlow.named("f").add(provider).add(GraphFlow.Resolve.EXISTING, consumer)))
                .isEmpty();
        assertThat(links(GraphFlow.named("f").add(provider).add(GraphFlow.Resolve.REQUIRES, consumer)))
                .containsExactly("provider>consumer");
        assertThat(links(GraphFlow.named("f").add(consumer).add(GraphFlow.Resolve.REQUIRES, provider)))
                .isEmpty();
        assertThat(links(GraphFlow.named("f").add(consumer).add(GraphFlow.Resolve.EXISTING, provider)))
                .containsExactly("provider>consumer");
        GraphFlow none =
                GraphFlow.named("f").add(GraphFlow.Resolve.NONE, provider).add(GraphFlow.Resolve.NONE, consumer);
        assertThat(links(none)).isEmpty();
        assertThat(none.requires()).containsExactly("x");
    }

    @Test
    void whoProvidesWhatItRequiresItselfIsLinkedToAnotherProviderOnly() {
        Task both = task("both", "x").provides("x");
        GraphFlow flow = GraphFlow.named("f").add(both);
        assertThat(flow.links()).isEmpty();
        assertThat(flow.requires()).containsExactly("x");
        flow.add(task("other").provides("x"));
        assertThat(links(flow)).containsExactly("other>both");
        assertThat(flow.requires()).isEmpty();
    }

    @Test
    void aCycleOfNamesOrLinksIsRefusedAndNothingIsChanged() {
        Task a = task("a", "z").provides("x");
        Task b = task("b", "x").provides("y");
        GraphFlow flow = GraphFlow.named("f").add(a, b);
        assertThatThrownBy(() ->
                        flow.add(task("c", "y").provides("w"), task("d", "w").provides("z")))
                .isInstanceOf(DependencyException.class)
                .hasMessageContaining("the name 'z'")
                .hasMessageContaining("'d'");
        assertThatThrownBy(() -> flow.link(b, a)).isInstanceOf(DependencyException.class);
        assertThatThrownBy(() -> flow.link(a, a)).isInstanceOf(DependencyException.class);
        assertThat(flow.children()).containsExactly(a, b);
        assertThat(links(flow)).containsExactly("a>b");
        assertThat(flow.requires()).containsExactly("z");
        flow.add(task("e").provides("z"));
        assertThat(links(flow)).containsExactlyInAnyOrder("a>b", "e>a");
    }

    @Test
    void strangersCannotBeLinked() {
        Task a = task("a");
        GraphFlow flow = GraphFlow.named("f").add(a);
        assertThatThrownBy(() -> flow.link(task("stranger"), a))
                .isInstanceOf(DefinitionException.class)
                .hasMessageContaining("'stranger'");
        assertThatThrownBy(() -> flow.link(a, task("stranger")))
                .isInstanceOf(DefinitionException.class)
                .hasMessageContaining("'stranger'");
    }

    @Test
    void childrenComeInAnOrderInWhichEachFollowsWhatItIsLinkedTo() {
        Task a = task("a");
        Task b = task("b");
        Task c = task("c");
        Task d = task("d");
        GraphFlow flow =
                GraphFlow.named("f").add(d, c, b, a).link(a, b).link(a, c).link(b, d);
        assertThat(flow.children()).containsExactly(a, b, c, d);
        assertThat(GraphFlow.named("f").add(d, a, c).children()).containsExactly(d, a, c);
    }

    @Test
    void aNestedFlowIsLinkedByWhatItRequiresAndProvides() {
        Flow inner = LinearFlow.named("inner")
                .add(task("one", "x").provides("y"), task("two", "y").provides("z"));
        GraphFlow flow = GraphFlow.named("f").add(inner, task("before").provides("x"), task("after", "z"));
        assertThat(links(flow)).containsExactlyInAnyOrder("before>inner", "inner>after");
        assertThat(flow.requires()).isEmpty();
    }

    @Test
    void argumentsAreRenamedInTheirOrderAndOptionalOnesLeftOut() {
        Task task = Tasks.of(
                "t",
                List.of(
                        Input.in("p", Object.class),
                        Input.in("q", Object.class),
                        new Input("o", Object.class, Input.Role.OPTIONAL, true)),
                given -> null);
        assertThat(task.rebindInOrder("x").requires()).containsExactly("x", "q");
        assertThat(task.needs(Action.EXECUTE)).hasSize(3);
        task.ignore("o");
        assertThat(task.needs(Action.EXECUTE)).hasSize(2);
        assertThatThrownBy(() -> task.ignore("p")).isInstanceOf(DefinitionException.class);
        assertThatThrownBy(() -> task.rebindInOrder("x", "y", "z")).isInstanceOf(DefinitionException.class);
        assertThatThrownBy(() -> task.rebind("r", "x")).isInstanceOf(DefinitionException.class);
        assertThat(new Times(1).rebindInOrder().requires()).isEmpty();
    }
}
