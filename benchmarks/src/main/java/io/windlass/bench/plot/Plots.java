package io.windlass.bench.plot;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.windlass.bench.report.Figure;
import io.windlass.bench.report.Result;
import io.windlass.bench.report.Spread;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Draws the medians of reports that were written as JSON. */
public final class Plots {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final SortedMap<String, String> COLOURS =
            new TreeMap<>(Map.of(Result.LIMIT, "#777", Result.PRODUCT, "#06c"));
    private static final Pattern IN_FLIGHT = Pattern.compile("flows-(\\d+)");
    private static final Pattern FLOW_SIZE = Pattern.compile("fan-out-(\\d+)");
    private static final double MICROS = 1e6;

    private final List<JsonNode> results = new ArrayList<>();

    /** Plots of what is in those files; of a workload that is in several the last counts. */
    public Plots(List<Path> files) throws IOException {
        for (Path file : files) {
            JSON.readTree(file.toFile()).path("results").forEach(results::add);
        }
    }

    /** Writes all that there are figures for into a folder; {@return the files} */
    public List<Path> write(Path folder) throws IOException {
        Files.createDirectories(folder);
        Map<Path, String> drawings = new LinkedHashMap<>();
        for (String queues : queues()) {
            String chains = "Flows of three chained remote tasks, " + queues + " queues";
            String inFlight = "flows in flight";
            List<Curve> throughput = both(queues, IN_FLIGHT, Figure.TASKS_PER_SECOND, "", Plots::asItIs);
            add(drawings, folder, "throughput-" + queues, throughput, chains, inFlight, "tasks a second");
            List<Curve> latency = new ArrayList<>(both(queues, IN_FLIGHT, Figure.P50, " p50", Plots::asItIs));
            latency.addAll(both(queues, IN_FLIGHT, Figure.P99, " p99", Plots::asItIs));
            add(drawings, folder, "latency-" + queues, latency, chains, inFlight, "ms a flow takes");
            List<Curve> cost = both(queues, FLOW_SIZE, Figure.TASKS_PER_SECOND, "", Plots::microsPerTask);
            String fan = "One flow of independent remote tasks, " + queues + " queues";
            add(drawings, folder, "flow-size-" + queues, cost, fan, "tasks in the flow", "µs a task takes");
        }
        for (Map.Entry<Path, String> drawing : drawings.entrySet()) {
            Files.writeString(drawing.getKey(), drawing.getValue());
        }
        return List.copyOf(drawings.keySet());
    }

    private static void add(
            Map<Path, String> drawings,
            Path folder,
            String name,
            List<Curve> curves,
            String title,
            String across,
            String up) {
        if (!curves.isEmpty()) {
            drawings.put(folder.resolve(name + ".svg"), Drawing.of(title, across, up, curves));
        }
    }

    private static Spread asItIs(Spread spread) {
        return spread;
    }

    private static Spread microsPerTask(Spread perSecond) {
        return new Spread(MICROS / perSecond.median(), MICROS / perSecond.most(), MICROS / perSecond.least());
    }

    private Set<String> queues() {
        Set<String> kinds = new LinkedHashSet<>();
        results.forEach(result -> kinds.add(result.path("queues").asText()));
        return kinds;
    }

    /** The curves of both sides: a figure, turned into what is to be shown, against the number in the workload's name. */
    private List<Curve> both(String queues, Pattern names, Figure figure, String suffix, UnaryOperator<Spread> shown)
            throws IOException {
        List<Curve> curves = new ArrayList<>();
        for (Map.Entry<String, String> side : COLOURS.entrySet()) {
            SortedMap<Double, Spread> points = new TreeMap<>();
            for (JsonNode result : results) {
                JsonNode spread = result.at("/sides/" + side.getKey() + "/" + figure.key());
                double number = number(result.path("workload").asText(), names);
                if (result.path("queues").asText().equals(queues) && number > 0 && spread.isObject()) {
                    points.put(number, shown.apply(JSON.treeToValue(spread, Spread.class)));
                }
            }
            if (points.size() > 1) {
                curves.add(new Curve(side.getKey() + suffix, side.getValue(), figure == Figure.P99, points));
            }
        }
        return curves;
    }

    /** One flow at a time is a workload of its own name; 0 is of another kind. */
    private static double number(String workload, Pattern names) {
        if (names == IN_FLIGHT && workload.equals("alone")) {
            return 1;
        }
        Matcher matcher = names.matcher(workload);
        return matcher.matches() ? Double.parseDouble(matcher.group(1)) : 0;
    }
}
