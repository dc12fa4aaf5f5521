package io.windlass.picture;

import io.windlass.compiler.Compilation;
import io.windlass.compiler.Compiler;
import io.windlass.flow.Flow;
import io.windlass.state.AtomState;
import java.util.Map;

/**
 * A drawing of a flow as it is compiled, with the states of its atoms where they are known. Immutable.
 *
 * <p>After TaskFlow's text tree and DOT export.
 */
public final class FlowPicture {
    private final Flow flow;
    private final Compilation graph;
    private final Map<String, AtomState> states;

    private FlowPicture(Flow flow, Compilation graph, Map<String, AtomState> states) {
        this.flow = flow;
        this.graph = graph;
        this.states = Map.copyOf(states);
    }

    /**
     * A picture without states.
     *
     * @throws io.windlass.failure.DefinitionException when the flow is not well formed
     */
    public static FlowPicture of(Flow flow) {
        return new FlowPicture(flow, Compiler.compile(flow), Map.of());
    }

    /** The same picture with these states, by the names of atoms; those of others are left out. */
    public FlowPicture with(Map<String, AtomState> newStates) {
        return new FlowPicture(flow, graph, newStates);
    }

    /** {@return the flow as a tree of lines: flows, what is in them, and its states} */
    public String text() {
        return TextTree.draw(flow, states);
    }

    /** {@return the compiled graph in Graphviz's language} */
    public String dot() {
        return Markup.dot(graph, states);
    }

    /** {@return the compiled graph as a Mermaid flowchart} */
    public String mermaid() {
        return Markup.mermaid(graph, states);
    }

    /** {@return the compiled graph as an SVG document, drawn from left to right; sizes are in pixels} */
    public String svg() {
        return Svg.draw(graph, new Layout(graph), states);
    }
}
