package io.windlass.examples.taskflow;

import io.windlass.atom.Task;
import io.windlass.engine.Engine;
import io.windlass.engine.EngineBuilder;
import io.windlass.flow.LinearFlow;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** Inputs that may be missing: a task that has defaults for them. */
final class DistanceCalculator {
    private static final double TOLERANCE = 0.001;

    record Point(double x, double y) {
        static final Point ORIGIN = new Point(0, 0);
    }

    static final class Distance extends Task {
        public double execute(Optional<Point> a, Optional<Point> b) {
            Point from = a.orElse(Point.ORIGIN);
            Point to = b.orElse(Point.ORIGIN);
            return Math.hypot(to.x() - from.x(), to.y() - from.y());
        }
    }

    private DistanceCalculator() {}

    private static void show(Task task, Map<String, Point> store, double expected) {
        LinearFlow flow = LinearFlow.named("distance").add(task.provides("distance"));
        EngineBuilder builder = Engine.builder(flow);
        store.forEach(builder::store);
        Engine engine = builder.build();
        engine.run();
        double distance = Objects.requireNonNull(engine.result("distance", Double.class));
        boolean near = Math.abs(distance - expected) <= TOLERANCE;
        System.out.println("{distance=" + distance + "}");
        System.out.println(distance + " is near-enough to " + expected + ": " + near);
    }

    public static void main(String... arguments) {
        Point one = new Point(1, 1);
        Point five = new Point(5, 5);
        Point ten = new Point(10, 10);
        show(new Distance(), Map.of(), 0.0);
        show(new Distance(), Map.of("a", one), 1.4142);
        show(new Distance(), Map.of("a", ten), 14.14199);
        show(new Distance(), Map.of("a", five, "b", ten), 7.07106);
        show(new Distance().inject("a", ten), Map.of("b", ten), 0.0);
        show(new Distance().inject("a", ten), Map.of(), 14.14199);
    }
}
