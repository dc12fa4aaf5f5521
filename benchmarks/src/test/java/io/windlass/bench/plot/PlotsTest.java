package io.windlass.bench.plot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.windlass.bench.report.Figure;
import io.windlass.bench.report.Report;
import io.windlass.bench.report.Result;
import io.windlass.bench.report.Round;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Document;
import org.w3c.dom.NodeList;

class PlotsTest {
    @TempDir
    private Path folder = Path.of("");

    private Path report(String workload, double limit, double product) throws IOException {
        Report report =
                new Report(Map.of(), new PrintStream(OutputStream.nullOutputStream(), true, StandardCharsets.UTF_8));
        report.add(new Result(
                workload,
                "classic",
                Figure.TASKS_PER_SECOND,
                List.of(
                        new Round(Result.LIMIT, 1, 0, Map.of(Figure.TASKS_PER_SECOND.key(), limit)),
                        new Round(Result.PRODUCT, 1, 0, Map.of(Figure.TASKS_PER_SECOND.key(), product)))));
        Path file = folder.resolve(workload + "-" + limit + ".json");
        report.write(file);
        return file;
    }

    @Test
    void aCurveGoesThroughWhatWasMeasured() throws Exception {
        List<Path> files = List.of(
                report("alone", 700, 5),
                report("alone", 1000, 100),
                report("flows-10", 10_000, 1000),
                report("workers", 3, 4));

        List<Path> written = new Plots(files).write(folder.resolve("plots"));

        assertThat(written).containsExactly(folder.resolve("plots/throughput-classic.svg"));
        Document svg = DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(written.get(0).toFile());
        NodeList dots = svg.getElementsByTagName("circle");
        assertThat(dots.getLength()).isEqualTo(4);
        // The limit's second and the product's second: a power of ten apart, of two that the axis has.
        assertThat(place(dots, 1, "cx")).isEqualTo(place(dots, 3, "cx"));
        assertThat(place(dots, 0, "cy")).isCloseTo(place(dots, 3, "cy"), within(0.1));
        assertThat(place(dots, 3, "cy") - place(dots, 1, "cy"))
                .isCloseTo((place(dots, 2, "cy") - place(dots, 1, "cy")) / 2, within(0.1));
    }

    private static double place(NodeList dots, int index, String attribute) {
        return Double.parseDouble(
                dots.item(index).getAttributes().getNamedItem(attribute).getNodeValue());
    }

    @Test
    void anAxisGoesByPowersOfTen() {
        Axis axis = new Axis(new double[] {3, 900}, 0, 100);

        assertThat(axis.marks()).containsExactly(2.0, 5.0, 10.0, 20.0, 50.0, 100.0, 200.0, 500.0, 1000.0);
        assertThat(axis.at(2)).isZero();
        assertThat(axis.at(1000)).isEqualTo(100);
        assertThat(axis.at(100) - axis.at(10)).isCloseTo(axis.at(500) - axis.at(50), within(1e-9));
    }

    @Test
    void anAxisOfOneValueIsStillOne() {
        Axis axis = new Axis(new double[] {10}, 0, 100);

        assertThat(axis.at(10)).isZero();
        assertThat(axis.at(20)).isEqualTo(100);
    }

    @Test
    void aPowerOfTenIsTheEndOfItsAxis() {
        assertThat(new Axis(new double[] {1, 10_000}, 0, 100).at(10_000)).isEqualTo(100);
    }
}
