package io.windlass.bench.report;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A result for people: a line for each figure, a column for each side. */
final class Table {
    private static final int LABEL = 37;
    private static final int COLUMN = 34;

    private Table() {}

    static String of(Result result) {
        Summary summary = Summary.of(result);
        StringBuilder text = new StringBuilder(String.format("%n%s, queues: %s%n", result.workload(), result.queues()));
        text.append(pad("", LABEL));
        summary.sides().keySet().forEach(side -> text.append(pad(side, COLUMN)));
        text.append(summary.ratios().isEmpty() ? "" : "of " + result.base()).append('\n');
        for (String key : keys(summary)) {
            text.append(line(key, summary)).append('\n');
        }
        return text.toString();
    }

    private static List<String> keys(Summary summary) {
        Set<String> there = new LinkedHashSet<>();
        summary.sides().values().forEach(figures -> there.addAll(figures.keySet()));
        List<String> keys = new ArrayList<>();
        for (Figure figure : Figure.values()) {
            if (there.contains(figure.key())) {
                keys.add(figure.key());
            }
        }
        return keys;
    }

    private static String line(String key, Summary summary) {
        StringBuilder line =
                new StringBuilder(pad("  " + Figure.of(key).map(Figure::label).orElse(key), LABEL));
        for (Map<String, Spread> figures : summary.sides().values()) {
            line.append(pad(cell(figures.get(key)), COLUMN));
        }
        Double ratio = summary.ratios().get(key);
        return line.append(ratio == null ? "" : String.format(Locale.ROOT, "%.2f", ratio))
                .toString()
                .stripTrailing();
    }

    private static String cell(@Nullable Spread spread) {
        if (spread == null) {
            return "";
        }
        String range = " (" + number(spread.least()) + " to " + number(spread.most()) + ")";
        return number(spread.median()) + (spread.least() < spread.most() ? range : "");
    }

    /** Three digits that count, and no more. */
    private static String number(double value) {
        double size = Math.abs(value);
        return String.format(Locale.ROOT, size >= 100 ? "%,.0f" : size >= 10 ? "%.1f" : "%.2f", value);
    }

    private static String pad(String text, int width) {
        return text.length() >= width ? text + " " : text + " ".repeat(width - text.length());
    }
}
