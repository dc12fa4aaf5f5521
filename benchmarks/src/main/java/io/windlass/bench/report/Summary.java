package io.windlass.bench.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The rounds of a workload in a few figures.
 *
 * @param sides by side and figure
 * @param ratios of the figures that both sides have and that have a better way to go: how much of its base, which is the
 *     limit or another product, Windlass reaches by the medians, so that 1 is as good, more is better, whichever way the
 *     figure itself should go
 */
public record Summary(Map<String, Map<String, Spread>> sides, Map<String, Double> ratios) {
    /** Sums up a result. */
    public static Summary of(Result result) {
        Map<String, Map<String, List<Double>>> values = new LinkedHashMap<>();
        for (Round round : result.rounds()) {
            Map<String, List<Double>> side = values.computeIfAbsent(round.side(), name -> new LinkedHashMap<>());
            round.figures()
                    .forEach((key, value) ->
                            side.computeIfAbsent(key, name -> new ArrayList<>()).add(value));
        }
        Map<String, Map<String, Spread>> sides = new LinkedHashMap<>();
        values.forEach((side, figures) -> {
            Map<String, Spread> spreads = sides.computeIfAbsent(side, name -> new LinkedHashMap<>());
            figures.forEach((key, list) -> spreads.put(key, Spread.of(list)));
        });
        return new Summary(sides, ratios(sides, result.base()));
    }

    /** {@return the ratio of that figure, null where the sides do not both have it} */
    public @Nullable Double ratio(Figure figure) {
        return ratios.get(figure.key());
    }

    private static Map<String, Double> ratios(Map<String, Map<String, Spread>> sides, String by) {
        Map<String, Spread> base = sides.getOrDefault(by, Map.of());
        Map<String, Spread> product = sides.getOrDefault(Result.PRODUCT, Map.of());
        Map<String, Double> ratios = new LinkedHashMap<>();
        for (Figure figure : Figure.values()) {
            Spread theirs = base.get(figure.key());
            Spread ours = product.get(figure.key());
            if (theirs != null && ours != null && figure.better() != Figure.Better.UNRATED) {
                boolean more = figure.better() == Figure.Better.MORE;
                ratios.put(figure.key(), more ? ours.median() / theirs.median() : theirs.median() / ours.median());
            }
        }
        return ratios;
    }
}
