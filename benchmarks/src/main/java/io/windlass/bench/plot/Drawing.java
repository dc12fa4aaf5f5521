package io.windlass.bench.plot;

import io.windlass.bench.report.Spread;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;

/** Curves on two axes that go by powers of ten, as SVG: medians as dots, their ranges as bars. */
final class Drawing {
    private static final int WIDTH = 720;
    private static final int HEIGHT = 420;
    private static final int LEFT = 80;
    private static final int RIGHT = 700;
    private static final int TOP = 64;
    private static final int BOTTOM = 370;
    private static final int LEGEND = 150;

    private final StringBuilder svg = new StringBuilder();

    /**
     * {@return those curves}
     *
     * @param across what they are drawn against
     * @param up what they show
     */
    static String of(String title, String across, String up, List<Curve> curves) {
        Axis x = new Axis(
                curves.stream()
                        .flatMap(curve -> curve.points().keySet().stream())
                        .mapToDouble(Double::doubleValue)
                        .toArray(),
                LEFT,
                RIGHT);
        Axis y = new Axis(
                curves.stream()
                        .flatMap(curve -> curve.points().values().stream())
                        .flatMapToDouble(spread -> DoubleStream.of(spread.least(), spread.most()))
                        .toArray(),
                BOTTOM,
                TOP);
        Drawing drawing = new Drawing();
        drawing.frame(title, across, up);
        drawing.marks(x, y);
        for (int i = 0; i < curves.size(); i++) {
            drawing.curve(curves.get(i), x, y);
            drawing.legend(curves.get(i), LEFT + i * LEGEND);
        }
        return drawing.svg.append("</svg>\n").toString();
    }

    private void frame(String title, String across, String up) {
        add(
                "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%d\" height=\"%d\" viewBox=\"0 0 %d %d\""
                        + " font-family=\"sans-serif\" font-size=\"12\">",
                WIDTH, HEIGHT, WIDTH, HEIGHT);
        add("<rect width=\"%d\" height=\"%d\" fill=\"white\"/>", WIDTH, HEIGHT);
        text(LEFT, 22, "start", "font-size=\"15\" font-weight=\"bold\"", title);
        text((LEFT + RIGHT) / 2.0, HEIGHT - 14, "middle", "", across);
        int middle = (TOP + BOTTOM) / 2;
        text(18, middle, "middle", String.format(Locale.ROOT, "transform=\"rotate(-90 18 %d)\"", middle), up);
    }

    private void marks(Axis x, Axis y) {
        for (double mark : x.marks()) {
            line(x.at(mark), TOP, x.at(mark), BOTTOM);
            text(x.at(mark), BOTTOM + 18, "middle", "", number(mark));
        }
        for (double mark : y.marks()) {
            line(LEFT, y.at(mark), RIGHT, y.at(mark));
            text(LEFT - 8, y.at(mark) + 4, "end", "", number(mark));
        }
    }

    private void curve(Curve curve, Axis x, Axis y) {
        String way = curve.points().entrySet().stream()
                .map(point -> String.format(
                        Locale.ROOT,
                        "%.1f,%.1f",
                        x.at(point.getKey()),
                        y.at(point.getValue().median())))
                .collect(Collectors.joining(" "));
        add("<g stroke=\"%s\" fill=\"%s\" stroke-width=\"2\">", curve.colour(), curve.colour());
        add("<polyline fill=\"none\"%s points=\"%s\"/>", dashes(curve), way);
        for (Map.Entry<Double, Spread> point : curve.points().entrySet()) {
            double across = x.at(point.getKey());
            Spread spread = point.getValue();
            add("<circle cx=\"%.1f\" cy=\"%.1f\" r=\"3\"/>", across, y.at(spread.median()));
            add("<path stroke-width=\"1\" d=\"M%.1f %.1fV%.1f\"/>", across, y.at(spread.least()), y.at(spread.most()));
        }
        add("</g>");
    }

    private void legend(Curve curve, double left) {
        add("<path stroke=\"%s\" stroke-width=\"2\"%s d=\"M%.1f 44h28\"/>", curve.colour(), dashes(curve), left);
        text(left + 34, 48, "start", "", curve.name());
    }

    private static String dashes(Curve curve) {
        return curve.dashed() ? " stroke-dasharray=\"6 4\"" : "";
    }

    private void line(double x1, double y1, double x2, double y2) {
        add("<path stroke=\"#ddd\" d=\"M%.1f %.1fL%.1f %.1f\"/>", x1, y1, x2, y2);
    }

    private void text(double x, double y, String anchor, String attributes, String text) {
        add("<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"%s\" %s>%s</text>", x, y, anchor, attributes, text);
    }

    private void add(String format, Object... values) {
        svg.append(String.format(Locale.ROOT, format, values)).append('\n');
    }

    private static String number(double value) {
        return value >= 1 ? String.format(Locale.ROOT, "%,.0f", value) : String.valueOf((float) value);
    }
}
