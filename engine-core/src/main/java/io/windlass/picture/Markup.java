package io.windlass.picture;

import io.windlass.compiler.Compilation;
import io.windlass.compiler.NodeKind;
import io.windlass.state.AtomState;
import java.util.Map;

/** Writes the compiled graph in languages that other programs draw. */
final class Markup {
    private Markup() {}

    static String dot(Compilation graph, Map<String, AtomState> states) {
        StringBuilder dot = new StringBuilder("digraph " + quoted(graph.name()) + " {\n  rankdir=LR;\n");
        for (int node = 0; node < graph.size(); node++) {
            dot.append("  n")
                    .append(node)
                    .append(' ')
                    .append(dotNode(graph, node, states))
                    .append(";\n");
        }
        for (int node = 0; node < graph.size(); node++) {
            for (int next : graph.successors(node)) {
                dot.append("  n").append(node).append(" -> n").append(next).append(";\n");
            }
        }
        return dot.append("}\n").toString();
    }

    private static String dotNode(Compilation graph, int node, Map<String, AtomState> states) {
        if (!graph.kind(node).isAtom()) {
            return "[shape=point]";
        }
        String name = graph.atom(node).name();
        AtomState state = states.get(name);
        String shape = graph.kind(node) == NodeKind.RETRY ? "diamond" : "box";
        return "[shape=" + shape + ", style=\"filled,rounded\", fillcolor=" + quoted(Colours.of(state)) + ", label="
                + quoted(state == null ? name : name + "\n" + state) + "]";
    }

    private static String quoted(String text) {
        return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n") + '"';
    }

    static String mermaid(Compilation graph, Map<String, AtomState> states) {
        StringBuilder text = new StringBuilder("flowchart LR\n");
        for (int node = 0; node < graph.size(); node++) {
            text.append("  n")
                    .append(node)
                    .append(mermaidNode(graph, node, states))
                    .append('\n');
        }
        for (int node = 0; node < graph.size(); node++) {
            for (int next : graph.successors(node)) {
                text.append("  n").append(node).append(" --> n").append(next).append('\n');
            }
        }
        return text.toString();
    }

    private static String mermaidNode(Compilation graph, int node, Map<String, AtomState> states) {
        if (!graph.kind(node).isAtom()) {
            return "(( ))";
        }
        String name = graph.atom(node)
                .name()
                .replace("&", "&amp;")
                .replace("\"", "&quot;")
                .replace("<", "&lt;");
        AtomState state = states.get(graph.atom(node).name());
        String label = "\"" + name + (state == null ? "" : "<br/>" + state) + "\"";
        String shape = graph.kind(node) == NodeKind.RETRY ? "{" + label + "}" : "[" + label + "]";
        return state == null ? shape : shape + "\n  style n" + node + " fill:" + Colours.of(state);
    }
}
