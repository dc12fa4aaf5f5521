package io.windlass.bench.report;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Gathers results, shows each as it comes, and writes them all. One thread uses it. */
public final class Report {
    private static final ObjectMapper JSON = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

    private final Map<String, Object> circumstances;
    private final PrintStream out;
    private final List<Result> results = new ArrayList<>();

    /**
     * A report without results.
     *
     * @param circumstances what else is worth knowing: machine, versions, settings
     */
    public Report(Map<String, Object> circumstances, PrintStream out) {
        this.circumstances = circumstances;
        this.out = out;
    }

    /** Adds a result and shows it. */
    public void add(Result result) {
        results.add(result);
        out.print(Table.of(result));
        out.flush();
    }

    /** {@return all results so far} */
    public List<Result> results() {
        return List.copyOf(results);
    }

    /** Writes everything to a file, every single figure included. */
    public void write(Path file) throws IOException {
        Path folder = file.toAbsolutePath().getParent();
        if (folder != null) {
            Files.createDirectories(folder);
        }
        Files.writeString(file, json());
    }

    String json() throws IOException {
        Map<String, Object> all = new LinkedHashMap<>(circumstances);
        all.put("results", results.stream().map(Report::withSummary).toList());
        return JSON.writeValueAsString(all) + "\n";
    }

    private static Map<String, Object> withSummary(Result result) {
        Summary summary = Summary.of(result);
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("workload", result.workload());
        object.put("queues", result.queues());
        object.put("base", result.base());
        object.put("ratios", summary.ratios());
        object.put("sides", summary.sides());
        object.put("rounds", result.rounds());
        return object;
    }
}
