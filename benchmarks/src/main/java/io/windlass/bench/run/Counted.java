package io.windlass.bench.run;

import io.windlass.bench.child.Timing;
import io.windlass.bench.report.Figure;
import java.util.Map;

/**
 * A contender with what it has the database do, by the database's own count. Each round waits until that is told; the first
 * has what was done before it.
 */
public record Counted(Contender contender, Database database) implements Contender {
    @Override
    public String name() {
        return contender.name();
    }

    @Override
    public Map<String, Double> run() throws InterruptedException {
        Map<Figure, Double> before = database.counts();
        Map<String, Double> figures = contender.run();
        double tasks = figures.getOrDefault(Timing.TASKS, 1.0);
        Database.awaitCounts();
        database.counts()
                .forEach((figure, count) ->
                        figures.put(figure.key(), (count - before.getOrDefault(figure, 0.0)) / tasks));
        return figures;
    }
}
