package io.windlass.bench.report;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * How much of the limit each workload reached when that was recorded: by broker, kind of queues and workload. A check
 * finds what got much slower, not what got a little slower: a machine that is busy with other things passes it.
 */
public final class Recorded {
    /** So much of what is recorded is enough. */
    private static final double ENOUGH = 0.5;

    private static final double HUNDRED = 100;
    private static final ObjectMapper JSON = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

    private final Map<String, Map<String, Map<String, Double>>> ratios;

    private Recorded(Map<String, Map<String, Map<String, Double>>> ratios) {
        this.ratios = ratios;
    }

    /**
     * What a check found.
     *
     * @param lines a line for each result, for people
     * @param holds whether no ratio is under half of what is recorded
     */
    public record Check(List<String> lines, boolean holds) {}

    /**
     * Reads what is recorded; nothing is where there is no such file.
     *
     * @throws IOException when the file is not what {@link #write} writes
     */
    public static Recorded read(Path file) throws IOException {
        return new Recorded(
                Files.exists(file) ? JSON.readValue(file.toFile(), new TypeReference<>() {}) : new TreeMap<>());
    }

    /** Compares results that have a ratio with what is recorded for that broker. */
    public Check check(String broker, List<Result> results) {
        List<String> lines = new ArrayList<>();
        boolean holds = true;
        for (Result result : results) {
            Double measured = Summary.of(result).ratio(result.rated());
            if (measured != null) {
                Double recorded = of(broker, result);
                boolean enough = recorded == null || measured >= recorded * ENOUGH;
                holds &= enough;
                lines.add(line(broker, result, measured, recorded, enough));
            }
        }
        return new Check(lines, holds);
    }

    private static String line(
            String broker, Result result, double measured, @Nullable Double recorded, boolean enough) {
        String what = String.format(
                Locale.ROOT,
                "%s (%s queues) reaches %.2f of the limit; ",
                result.workload(),
                result.queues(),
                measured);
        if (recorded == null) {
            return what + "nothing is recorded for " + broker;
        }
        return what
                + String.format(
                        Locale.ROOT,
                        "%.2f is recorded: %s",
                        recorded,
                        enough ? "ok" : "FAILED, less than half of that");
    }

    private @Nullable Double of(String broker, Result result) {
        return ratios.getOrDefault(broker, Map.of())
                .getOrDefault(result.queues(), Map.of())
                .get(result.workload());
    }

    /** Replaces what is recorded for the broker and the workloads of those results. */
    public void record(String broker, List<Result> results) {
        for (Result result : results) {
            Double ratio = Summary.of(result).ratio(result.rated());
            if (ratio != null) {
                ratios.computeIfAbsent(broker, name -> new TreeMap<>())
                        .computeIfAbsent(result.queues(), name -> new TreeMap<>())
                        .put(result.workload(), Math.round(ratio * HUNDRED) / HUNDRED);
            }
        }
    }

    /** Writes all that is recorded. */
    public void write(Path file) throws IOException {
        Files.writeString(file, JSON.writeValueAsString(ratios) + "\n");
    }
}
