package io.windlass.examples.taskflow;

import com.fasterxml.jackson.core.type.TypeReference;
import io.windlass.atom.Task;
import io.windlass.atom.TaskType;
import io.windlass.engine.Engine;
import io.windlass.flow.UnorderedFlow;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;

/** A picture in pieces, which two workers work out side by side. The first argument names a file for it, as .pgm. */
final class WbeMandelbrot {
    private static final int SIZE = 512;
    private static final int CHUNKS = 8;
    private static final int WORKERS = 2;
    private static final int MAX_ITERATIONS = 25;

    /** Which part of the plane is shown, and how closely it is looked at. */
    record Area(double minX, double maxX, double minY, double maxY, int iterations) {}

    @TaskType("example.mandelbrot")
    static final class Rows extends Task {
        public List<List<Integer>> execute(Area area, int size, int from, int to) {
            List<List<Integer>> rows = new ArrayList<>();
            for (int row = from; row < to; row++) {
                List<Integer> points = new ArrayList<>();
                for (int column = 0; column < size; column++) {
                    points.add(escape(
                            area.minX() + column * (area.maxX() - area.minX()) / size,
                            area.minY() + row * (area.maxY() - area.minY()) / size,
                            area.iterations()));
                }
                rows.add(points);
            }
            return rows;
        }

        /** After how many iterations the point is known to be outside; as many as there are when it is not. */
        private static int escape(double real, double imaginary, int iterations) {
            double x = 0;
            double y = 0;
            for (int i = 0; i < iterations; i++) {
                double next = x * x - y * y + real;
                y = 2 * x * y + imaginary;
                x = next;
                if (x * x + y * y >= 4) {
                    return i;
                }
            }
            return iterations;
        }
    }

    private WbeMandelbrot() {}

    private static List<List<Integer>> calculate(LocalWorkers workers) {
        UnorderedFlow flow = UnorderedFlow.named("mandelbrot");
        int height = SIZE / CHUNKS;
        for (int chunk = 0; chunk < CHUNKS; chunk++) {
            flow.add(new Rows()
                    .named("calculation-" + chunk)
                    .inject("from", chunk * height)
                    .inject("to", (chunk + 1) * height)
                    .provides("rows-" + chunk));
        }
        Engine engine = workers.engine(flow)
                .store("area", new Area(-2, 1, -1, 1, MAX_ITERATIONS))
                .store("size", SIZE)
                .build();
        engine.run();
        List<List<Integer>> rows = new ArrayList<>();
        for (int chunk = 0; chunk < CHUNKS; chunk++) {
            rows.addAll(Objects.requireNonNull(
                    engine.result("rows-" + chunk, new TypeReference<List<List<Integer>>>() {})));
        }
        return rows;
    }

    private static void write(List<List<Integer>> rows, Path image) throws IOException {
        String pixels = rows.stream()
                .map(row -> row.stream().map(String::valueOf).collect(Collectors.joining(" ")))
                .collect(Collectors.joining("\n"));
        Files.writeString(image, "P2\n" + SIZE + " " + rows.size() + "\n" + MAX_ITERATIONS + "\n" + pixels + "\n");
    }

    public static void main(String... arguments) throws IOException {
        System.out.println("Calculating your mandelbrot fractal of size " + SIZE + "x" + SIZE + ".");
        System.out.println("Running " + WORKERS + " workers.");
        List<List<Integer>> rows;
        try (LocalWorkers workers = LocalWorkers.start(WORKERS, List.of(Rows.class))) {
            rows = calculate(workers);
            System.out.println("Execution finished.");
            System.out.println("Stopping workers.");
        }
        System.out.println("Writing image...");
        if (arguments.length > 0) {
            write(rows, Path.of(arguments[0]));
        }
        int points = rows.stream().mapToInt(List::size).sum();
        System.out.println("Gathered " + points + " results that represents a mandelbrot image (using " + CHUNKS
                + " chunks that are computed jointly by " + WORKERS + " workers).");
    }
}
