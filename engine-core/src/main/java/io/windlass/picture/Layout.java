package io.windlass.picture;

import io.windlass.compiler.Compilation;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Where the nodes of a compiled graph go: in columns by their longest way from the beginning, and within a column near
 * the middle of those before them. One pass over nodes and links.
 */
final class Layout {
    private final int[] columns;
    private final double[] rows;
    private int width;
    private int height;

    Layout(Compilation graph) {
        columns = new int[graph.size()];
        rows = new double[graph.size()];
        List<List<Integer>> byColumn = new ArrayList<>();
        // Numbers rise along links, so those before a node have their columns already.
        for (int node = 0; node < graph.size(); node++) {
            for (int before : graph.predecessors(node)) {
                columns[node] = Math.max(columns[node], columns[before] + 1);
            }
            while (byColumn.size() <= columns[node]) {
                byColumn.add(new ArrayList<>());
            }
            byColumn.get(columns[node]).add(node);
        }
        width = byColumn.size();
        height = byColumn.stream().mapToInt(List::size).max().orElse(0);
        byColumn.forEach(column -> arrange(graph, column));
    }

    private void arrange(Compilation graph, List<Integer> column) {
        column.sort(Comparator.comparingDouble(node -> middleOfThoseBefore(graph, node)));
        double top = (height - column.size()) / 2.0;
        for (int i = 0; i < column.size(); i++) {
            rows[column.get(i)] = top + i;
        }
    }

    private double middleOfThoseBefore(Compilation graph, int node) {
        double sum = 0;
        for (int before : graph.predecessors(node)) {
            sum += rows[before];
        }
        return sum / Math.max(1, graph.predecessors(node).length);
    }

    int column(int node) {
        return columns[node];
    }

    double row(int node) {
        return rows[node];
    }

    int width() {
        return width;
    }

    int height() {
        return height;
    }
}
