package io.windlass.picture;

import io.windlass.compiler.Compilation;
import io.windlass.state.AtomState;
import java.io.StringWriter;
import java.util.Locale;
import java.util.Map;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;

/** Draws a laid out graph as SVG. */
final class Svg {
    private static final int COLUMN = 190;
    private static final int ROW = 70;
    private static final int BOX_WIDTH = 150;
    private static final int BOX_HEIGHT = 44;
    private static final int DOT = 4;
    private static final int TITLE = 40;
    private static final int LINE = 8;

    private final Compilation graph;
    private final Layout layout;
    private final Map<String, AtomState> states;
    private final XMLStreamWriter xml;

    private Svg(Compilation graph, Layout layout, Map<String, AtomState> states, XMLStreamWriter xml) {
        this.graph = graph;
        this.layout = layout;
        this.states = states;
        this.xml = xml;
    }

    static String draw(Compilation graph, Layout layout, Map<String, AtomState> states) {
        StringWriter text = new StringWriter();
        try {
            XMLStreamWriter xml = XMLOutputFactory.newInstance().createXMLStreamWriter(text);
            new Svg(graph, layout, states, xml).draw();
            xml.close();
        } catch (XMLStreamException e) {
            throw new IllegalStateException("writing into memory failed", e);
        }
        return text.toString();
    }

    private void draw() throws XMLStreamException {
        xml.writeStartDocument();
        xml.writeStartElement("svg");
        xml.writeDefaultNamespace("http://www.w3.org/2000/svg");
        attributes("width", layout.width() * COLUMN, "height", layout.height() * ROW + TITLE);
        attributes("font-family", "sans-serif", "font-size", 13, "text-anchor", "middle");
        text(layout.width() * COLUMN / 2.0, TITLE / 2.0, "bold", graph.name());
        for (int node = 0; node < graph.size(); node++) {
            for (int next : graph.successors(node)) {
                link(node, next);
            }
        }
        for (int node = 0; node < graph.size(); node++) {
            node(node);
        }
        xml.writeEndElement();
        xml.writeEndDocument();
    }

    private double x(int node) {
        return (layout.column(node) + 0.5) * COLUMN;
    }

    private double y(int node) {
        return (layout.row(node) + 0.5) * ROW + TITLE;
    }

    private double halfWidth(int node) {
        return graph.kind(node).isAtom() ? BOX_WIDTH / 2.0 : DOT;
    }

    private void link(int from, int to) throws XMLStreamException {
        double start = x(from) + halfWidth(from);
        double end = x(to) - halfWidth(to);
        double middle = (start + end) / 2;
        xml.writeEmptyElement("path");
        attributes(
                "d",
                "M" + number(start) + "," + number(y(from)) + " C" + number(middle) + "," + number(y(from)) + " "
                        + number(middle) + "," + number(y(to)) + " " + number(end) + "," + number(y(to)),
                "fill",
                "none",
                "stroke",
                "#888888");
    }

    private void node(int node) throws XMLStreamException {
        if (!graph.kind(node).isAtom()) {
            xml.writeEmptyElement("circle");
            attributes("cx", x(node), "cy", y(node), "r", DOT, "fill", "#888888");
            return;
        }
        String name = graph.atom(node).name();
        AtomState state = states.get(name);
        xml.writeEmptyElement("rect");
        attributes("x", x(node) - BOX_WIDTH / 2.0, "y", y(node) - BOX_HEIGHT / 2.0, "rx", 8);
        attributes("width", BOX_WIDTH, "height", BOX_HEIGHT, "fill", Colours.of(state), "stroke", "#555555");
        if (state == null) {
            text(x(node), y(node) + LINE / 2.0, "normal", name);
        } else {
            text(x(node), y(node) - LINE / 2.0, "normal", name);
            text(x(node), y(node) + LINE * 1.5, "bold", state.name());
        }
    }

    private void text(double x, double y, String weight, String content) throws XMLStreamException {
        xml.writeStartElement("text");
        attributes("x", x, "y", y, "font-weight", weight);
        xml.writeCharacters(content);
        xml.writeEndElement();
    }

    private void attributes(Object... namesAndValues) throws XMLStreamException {
        for (int i = 0; i < namesAndValues.length; i += 2) {
            Object value = namesAndValues[i + 1];
            xml.writeAttribute(
                    namesAndValues[i].toString(), value instanceof Double number ? number(number) : value.toString());
        }
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, "%.1f", value);
    }
}
