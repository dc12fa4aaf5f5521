package io.windlass.flow;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.windlass.atom.FlowElement;
import io.windlass.atom.Input;
import io.windlass.atom.Inputs;
import io.windlass.atom.Task;
import io.windlass.atom.Tasks;
import io.windlass.failure.AmbiguousDependencyException;
import io.windlass.failure.DefinitionException;
import io.windlass.failure.DependencyException;
import io.windlass.flow.GraphFlow.Resolve;
import io.windlass.retry.Decision;
import io.windlass.retry.History;
import io.windlass.retry.Retry;
import io.windlass.value.Value;
import io.windlass.value.Values;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Puts graph flows together as TaskFlow did, and compares what came of each step, and the links, with what it had
 * then. The recordings are made by {@code src/test/python/record_graphs.py}.
 */
class GraphDefinitionsTest {
    private static final int CASES = 500;

    private static List<JsonNode> recorded() throws IOException {
        try (InputStream in =
                Objects.requireNonNull(GraphDefinitionsTest.class.getResourceAsStream("/graph-definitions.jsonl"))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .map(line -> Values.tree(new Value(line)))
                    .toList();
        }
    }

    @ParameterizedTest
    @MethodSource("recorded")
    void isLinkedAsByTaskFlow(JsonNode recorded) throws IOException {
        assertThat(recorded()).hasSize(CASES);
        JsonNode control = recorded.path("retry");
        GraphFlow flow = control.isNull() ? GraphFlow.named("f") : GraphFlow.named("f", new Control(control));
        Map<String, FlowElement> known = new LinkedHashMap<>();
        for (JsonNode step : recorded.path("steps")) {
            String then = text(step, "outcome");
            // TaskFlow looks for cycles last: of a call that also makes one it tells only what else is wrong.
            assertThat(outcome(flow, step, known)).as("%s", step).isIn(then, then.equals("ambiguous") ? "cycle" : then);
        }
        assertThat(flow.children())
                .extracting(FlowElement::name)
                .containsExactlyInAnyOrderElementsOf(texts(recorded.path("children")));
        assertThat(flow.links())
                .extracting(link -> link.from().name() + ">" + link.to().name() + " " + new TreeSet<>(link.reasons())
                        + link.manual())
                .containsExactlyInAnyOrderElementsOf(links(recorded));
        assertThat(new TreeSet<>(flow.requires())).containsExactlyElementsOf(texts(recorded.path("requires")));
        assertThat(new TreeSet<>(flow.provides())).containsExactlyElementsOf(texts(recorded.path("provides")));
    }

    private static List<String> links(JsonNode recorded) {
        List<String> links = new ArrayList<>();
        recorded.path("links")
                .forEach(link -> links.add(link.get(0).textValue() + ">"
                        + link.get(1).textValue() + " " + texts(link.get(2))
                        + link.get(3).booleanValue()));
        return links;
    }

    private static String outcome(GraphFlow flow, JsonNode step, Map<String, FlowElement> known) {
        try {
            apply(flow, step, known);
            return "done";
        } catch (AmbiguousDependencyException e) {
            return "ambiguous";
        } catch (DependencyException e) {
            return "cycle";
        } catch (DefinitionException e) {
            return "unknown";
        }
    }

    private static void apply(GraphFlow flow, JsonNode step, Map<String, FlowElement> known) {
        if (step.has("add")) {
            Map<String, FlowElement> made = new LinkedHashMap<>();
            step.path("add").forEach(drawn -> made.put(text(drawn, "name"), element(drawn)));
            flow.add(resolve(step), made.values().toArray(FlowElement[]::new));
            known.putAll(made);
        } else if (step.has("link")) {
            List<String> ends = texts(step.path("link"));
            flow.link(named(known, ends.get(0)), named(known, ends.get(1)));
        } else {
            flow.target(named(known, text(step, "target")));
        }
    }

    private static FlowElement named(Map<String, FlowElement> known, String name) {
        return known.getOrDefault(name, Tasks.of(name, List.of(), given -> null));
    }

    private static Resolve resolve(JsonNode step) {
        boolean requires = step.path("resolve_requires").booleanValue();
        boolean existing = step.path("resolve_existing").booleanValue();
        if (requires) {
            return existing ? Resolve.ALL : Resolve.REQUIRES;
        }
        return existing ? Resolve.EXISTING : Resolve.NONE;
    }

    private static FlowElement element(JsonNode drawn) {
        String name = text(drawn, "name");
        if (!drawn.has("children")) {
            Task task = Tasks.of(name, inputs(drawn), given -> null);
            return task.providesItems(texts(drawn.path("provides")).toArray(String[]::new));
        }
        List<FlowElement> children = new ArrayList<>();
        drawn.path("children").forEach(child -> children.add(element(child)));
        FlowElement[] all = children.toArray(FlowElement[]::new);
        return switch (text(drawn, "pattern")) {
            case "linear" -> LinearFlow.named(name).add(all);
            case "unordered" -> UnorderedFlow.named(name).add(all);
            default -> {
                GraphFlow flow = GraphFlow.named(name);
                children.forEach(flow::add);
                yield flow;
            }
        };
    }

    private static List<? extends Input> inputs(JsonNode drawn) {
        return texts(drawn.path("requires")).stream()
                .map(symbol -> Input.in(symbol, Object.class))
                .toList();
    }

    private static final class Control extends Retry {
        Control(JsonNode drawn) {
            super(inputs(drawn).toArray(Input[]::new));
            providesItems(texts(drawn.path("provides")).toArray(String[]::new));
        }

        @Override
        public @Nullable Object execute(History history, Inputs given) {
            return null;
        }

        @Override
        public Decision onFailure(History history, Inputs given) {
            return Decision.REVERT;
        }
    }

    private static String text(JsonNode node, String field) {
        return Objects.requireNonNull(node.path(field).textValue(), field);
    }

    private static List<String> texts(JsonNode node) {
        List<String> texts = new ArrayList<>();
        node.forEach(item -> texts.add(Objects.requireNonNull(item.textValue())));
        return texts;
    }
}
