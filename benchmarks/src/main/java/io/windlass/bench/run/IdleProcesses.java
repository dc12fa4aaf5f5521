package io.windlass.bench.run;

import io.windlass.bench.report.Figure;
import java.io.IOException;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.TimeoutException;

/** An engine, a conductor and a worker of Windlass's command line that have nothing to do. The stage ends them. */
public final class IdleProcesses implements AutoCloseable {
    private static final double NANOS_PER_SECOND = 1e9;
    /** Of microseconds in a second, in hundredths. */
    private static final double PERCENT = 1e-4;

    private final Stage stage;
    private final Command engine;
    private final Command conductor;
    private final Command worker;
    private final ControlTap tap;

    /** Starts them. */
    public IdleProcesses(Stage stage) throws IOException, TimeoutException, InterruptedException {
        this.stage = stage;
        engine = stage.command("idle-engine", List.of("engine"));
        conductor = stage.command("idle-conductor", List.of("conductor"));
        worker = stage.command("idle-worker", List.of("worker", "--serve", Command.TASK));
        tap = stage.tapControl();
        Database.awaitCounts(); // what they did to start is not what they do when idle
    }

    /** Watches them for as long as the database takes to tell what it counted; {@return figures per second} */
    public Map<String, Double> watch() throws InterruptedException {
        Map<Figure, Double> before = counters();
        long began = System.nanoTime();
        Database.awaitCounts();
        Map<Figure, Double> after = counters();
        double seconds = (System.nanoTime() - began) / NANOS_PER_SECOND;
        Map<String, Double> figures = new LinkedHashMap<>();
        after.forEach(
                (figure, count) -> figures.put(figure.key(), (count - before.getOrDefault(figure, 0.0)) / seconds));
        return figures;
    }

    private Map<Figure, Double> counters() {
        Map<Figure, Double> told = stage.database().counts();
        Map<Figure, Double> counters = new EnumMap<>(Figure.class);
        counters.put(Figure.IDLE_TRANSACTIONS, told.getOrDefault(Figure.TRANSACTIONS, 0.0));
        if (told.containsKey(Figure.STATEMENTS)) {
            counters.put(Figure.IDLE_STATEMENTS, told.getOrDefault(Figure.STATEMENTS, 0.0));
        }
        counters.put(Figure.IDLE_MESSAGES, (double) tap.messages());
        put(counters, Figure.IDLE_CPU_ENGINE, engine.micros());
        put(counters, Figure.IDLE_CPU_CONDUCTOR, conductor.micros());
        put(counters, Figure.IDLE_CPU_WORKER, worker.micros());
        put(counters, Figure.IDLE_CPU_BROKER, stage.meters().brokerMicros());
        put(counters, Figure.IDLE_CPU_POSTGRES, stage.meters().databaseMicros());
        return counters;
    }

    private static void put(Map<Figure, Double> counters, Figure figure, OptionalLong micros) {
        micros.ifPresent(value -> counters.put(figure, value * PERCENT));
    }

    @Override
    public void close() throws IOException {
        tap.close();
    }
}
