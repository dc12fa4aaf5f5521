package io.windlass.conformance;

import com.fasterxml.jackson.databind.JsonNode;
import io.windlass.atom.DeciderDepth;
import io.windlass.atom.FlowElement;
import io.windlass.flow.Flow;
import io.windlass.flow.GraphFlow;
import io.windlass.flow.LinearFlow;
import io.windlass.flow.UnorderedFlow;
import io.windlass.retry.AlwaysRevert;
import io.windlass.retry.AlwaysRevertAll;
import io.windlass.retry.Decision;
import io.windlass.retry.ForEach;
import io.windlass.retry.ParameterizedForEach;
import io.windlass.retry.Retry;
import io.windlass.retry.Times;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;

/** Builds the flow of a recorded case, one call for each child as the recording did. */
final class RecordedFlow {
    private final ScriptedTasks tasks;

    RecordedFlow(ScriptedTasks tasks) {
        this.tasks = tasks;
    }

    Flow build(JsonNode node) {
        String name = node.path("name").asText();
        Retry retry = node.has("retry") ? retry(node.path("retry")) : null;
        return switch (node.path("kind").asText()) {
            case "linear" -> {
                LinearFlow flow = retry == null ? LinearFlow.named(name) : LinearFlow.named(name, retry);
                node.path("children").forEach(child -> flow.add(element(child)));
                yield flow;
            }
            case "unordered" -> {
                UnorderedFlow flow = retry == null ? UnorderedFlow.named(name) : UnorderedFlow.named(name, retry);
                node.path("children").forEach(child -> flow.add(element(child)));
                yield flow;
            }
            default -> graph(node, retry == null ? GraphFlow.named(name) : GraphFlow.named(name, retry));
        };
    }

    private static Retry retry(JsonNode node) {
        Decision giveUp = node.path("revert_all").asBoolean() ? Decision.REVERT_ALL : Decision.REVERT;
        Retry retry = switch (node.path("kind").asText()) {
            case "AlwaysRevert" -> new AlwaysRevert();
            case "AlwaysRevertAll" -> new AlwaysRevertAll();
            case "Times" -> new Times(node.path("attempts").asInt(1), giveUp);
            case "ForEach" -> new ForEach(ScriptedTasks.naturals(node.path("values")), giveUp);
            case "ParameterizedForEach" ->
                new ParameterizedForEach(giveUp)
                        .rebind("values", node.path("values_from").asText("values"));
            default -> throw new IllegalArgumentException(node.toString());
        };
        if (node.has("provides")) {
            retry.provides(node.path("provides").asText());
        }
        return retry.named(node.path("name").asText());
    }

    private GraphFlow graph(JsonNode node, GraphFlow flow) {
        Map<String, FlowElement> byName = new HashMap<>();
        for (JsonNode child : node.path("children")) {
            FlowElement element = element(child);
            byName.put(element.name(), element);
            flow.add(element);
        }
        for (JsonNode link : node.path("links")) {
            FlowElement from =
                    Objects.requireNonNull(byName.get(link.path("from").asText()));
            FlowElement to = Objects.requireNonNull(byName.get(link.path("to").asText()));
            JsonNode decider = link.path("decider");
            boolean proceed = decider.path("proceed").asBoolean();
            if (!link.has("decider")) {
                flow.link(from, to);
            } else if (decider.has("depth")) {
                DeciderDepth depth = DeciderDepth.valueOf(decider.path("depth").asText());
                flow.link(from, to, results -> proceed, depth);
            } else {
                flow.link(from, to, results -> proceed);
            }
        }
        return flow;
    }

    private FlowElement element(JsonNode node) {
        return node.has("kind") ? build(node) : tasks.task(node);
    }
}
