package io.windlass.picture;

import io.windlass.atom.FlowElement;
import io.windlass.flow.Flow;
import io.windlass.state.AtomState;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Draws a flow as an indented tree. */
final class TextTree {
    private final Map<String, AtomState> states;
    private final StringBuilder text = new StringBuilder();

    private TextTree(Map<String, AtomState> states) {
        this.states = states;
    }

    static String draw(Flow flow, Map<String, AtomState> states) {
        TextTree tree = new TextTree(states);
        tree.text.append(tree.label(flow)).append('\n');
        tree.contents("", flow);
        return tree.text.toString();
    }

    private void contents(String indent, Flow flow) {
        List<FlowElement> children = flow.children();
        flow.retry()
                .ifPresent(retry -> line(indent, children.isEmpty(), retry.name() + " (retry)" + state(retry.name())));
        for (int i = 0; i < children.size(); i++) {
            boolean last = i == children.size() - 1;
            line(indent, last, label(children.get(i)));
            if (children.get(i) instanceof Flow nested) {
                contents(indent + (last ? "   " : "│  "), nested);
            }
        }
    }

    private void line(String indent, boolean last, String label) {
        text.append(indent).append(last ? "└─ " : "├─ ").append(label).append('\n');
    }

    private String label(FlowElement element) {
        return element.name() + (element instanceof Flow flow ? " (" + kind(flow) + ")" : state(element.name()));
    }

    private String state(String atom) {
        AtomState state = states.get(atom);
        return state == null ? "" : "  " + state;
    }

    private static String kind(Flow flow) {
        return flow.getClass().getSimpleName().replace("Flow", "").toLowerCase(Locale.ROOT);
    }
}
