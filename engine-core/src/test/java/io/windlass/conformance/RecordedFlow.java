package io.windlass.conformance;

import com.fasterxml.jackson.databind.JsonNode;
import io.windlass.atom.FlowElement;
import io.windlass.flow.Flow;
import io.windlass.flow.GraphFlow;
import io.windlass.flow.LinearFlow;
import io.windlass.flow.UnorderedFlow;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;

/** Builds the flow of a recorded case, one call for each child as the recording did. */
final class RecordedFlow {
    private final ScriptedTasks tasks;

    RecordedFlow(ScriptedTasks tasks) {
        this.tasks = tasks;
    }

    /** {@return whether the flow needs what this version does not have: retries, deciders} */
    static boolean isBeyond(JsonNode flow) {
        boolean beyond = flow.has("retry");
        for (JsonNode link : flow.path("links")) {
            beyond |= link.has("decider");
        }
        for (JsonNode child : flow.path("children")) {
            beyond |= isBeyond(child);
        }
        return beyond;
    }

    Flow build(JsonNode node) {
        String name = node.path("name").asText();
        return switch (node.path("kind").asText()) {
            case "linear" -> {
                LinearFlow flow = LinearFlow.named(name);
                node.path("children").forEach(child -> flow.add(element(child)));
                yield flow;
            }
            case "unordered" -> {
                UnorderedFlow flow = UnorderedFlow.named(name);
                node.path("children").forEach(child -> flow.add(element(child)));
                yield flow;
            }
            default -> graph(node, GraphFlow.named(name));
        };
    }

    private GraphFlow graph(JsonNode node, GraphFlow flow) {
        Map<String, FlowElement> byName = new HashMap<>();
        for (JsonNode child : node.path("children")) {
            FlowElement element = element(child);
            byName.put(element.name(), element);
            flow.add(element);
        }
        for (JsonNode link : node.path("links")) {
            flow.link(
                    Objects.requireNonNull(byName.get(link.path("from").asText())),
                    Objects.requireNonNull(byName.get(link.path("to").asText())));
        }
        return flow;
    }

    private FlowElement element(JsonNode node) {
        return node.has("kind") ? build(node) : tasks.task(node);
    }
}
