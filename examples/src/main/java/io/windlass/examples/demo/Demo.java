package io.windlass.examples.demo;

import io.windlass.examples.cluster.Audit;
import io.windlass.examples.cluster.ChildProcess;
import io.windlass.examples.cluster.Cluster;
import io.windlass.examples.cluster.FlowOrder;
import io.windlass.examples.cluster.FlowTable;
import io.windlass.examples.volume.CreateVolume;
import io.windlass.examples.volume.Effects;
import io.windlass.picture.FlowPicture;
import io.windlass.state.AtomState;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.function.Supplier;

/**
 * The main job, on real processes: twenty flows at once, one undone, a worker and an engine killed in the middle, and
 * a summary that is checked against what the tasks really did.
 */
public final class Demo {
    private static final int FLOWS = 20;
    private static final int FLOWS_WITH_CRASH = 6;
    private static final long QUICK = 50;
    private static final long SLOW = 3_000;
    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final Duration LOOK_EVERY = Duration.ofMillis(100);

    private final Cluster cluster;
    private final FlowTable flows;
    private final Effects effects;
    private final Path picture;
    private final PrintStream out;
    private final List<UUID> succeeded = new ArrayList<>();
    private final List<UUID> undone = new ArrayList<>();
    private final List<String> wrong = new ArrayList<>();

    /** A demo on that cluster, whose effects are in the database of the JDBC URL; draws a flow into that SVG file. */
    public Demo(Cluster cluster, String databaseUrl, Effects effects, Path picture, PrintStream out) {
        this.picture = picture;
        this.cluster = cluster;
        this.flows = new FlowTable(databaseUrl);
        this.effects = effects;
        this.out = out;
    }

    /** Runs it; {@return whether all of it held} */
    public boolean run() throws InterruptedException {
        Instant start = Instant.now();
        effects.createTables();
        out.println("Starting three workers in two pools, and an engine.");
        cluster.worker("catalogue-1", "catalogue", "RECORD,STATUS", 4);
        cluster.worker("storage-1", "storage", "BACKEND", 4);
        cluster.worker("storage-2", "storage", "BACKEND", 4);
        ChildProcess engine = cluster.engine("engine-1");
        manyAtOnce(engine);
        undoOne(engine);
        killWorker(engine);
        killEngine(engine);
        stop();
        return summary(start);
    }

    private void manyAtOnce(ChildProcess engine) throws InterruptedException {
        out.println("\n1. " + FLOWS + " create-volume flows at once: record, backend, status.");
        List<UUID> made = order(engine, "vol", FLOWS, QUICK, false);
        watch(FLOWS + " flows end in SUCCESS", board("vol", made), () -> flows.count(made, "SUCCESS") == FLOWS);
        succeeded.addAll(made);
    }

    private void undoOne(ChildProcess engine) throws InterruptedException {
        out.println("\n2. One whose backend fails: what was done is undone, in reverse order.");
        UUID flow = order(engine, "bad", 1, QUICK, true).get(0);
        expect("the flow ends REVERTED", () -> flows.count(List.of(flow), "REVERTED") == 1);
        undone.add(flow);
        List<String> reverted = new ArrayList<>();
        for (FlowTable.Change change : flows.history(flow)) {
            out.println("     " + change.atom() + " " + change.to()
                    + (change.worker().isEmpty() ? "" : " (" + change.worker() + ")"));
            if (change.to().equals("REVERTED")) {
                reverted.add(change.atom());
            }
        }
        check("backend was undone first, then record", reverted.equals(List.of("backend", "record")));
    }

    private void killWorker(ChildProcess engine) throws InterruptedException {
        out.println("\n3. A worker is killed (SIGKILL) in the middle of a task.");
        UUID flow = order(engine, "slow", 1, SLOW, false).get(0);
        expect("the backend task runs", () -> run(flow, "backend") != null);
        Effects.Run first = runningBackend(flow);
        ChildProcess victim = cluster.workerOf(first.pid());
        cluster.kill(victim);
        out.println("     killed " + victim.name() + " (pid " + victim.pid() + ")");
        expect("another worker finishes it", () -> flows.count(List.of(flow), "SUCCESS") == 1);
        succeeded.add(flow);
        effects.runs(flow).stream()
                .filter(run -> run.atom().equals("backend"))
                .forEach(run -> out.println(
                        "     backend ran on " + run.worker() + ", " + (run.finished() ? "finished" : "cut off")));
    }

    private Effects.Run runningBackend(UUID flow) {
        Effects.Run run = run(flow, "backend");
        if (run == null) {
            throw new IllegalStateException("the backend task of flow " + flow + " does not run");
        }
        return run;
    }

    private Effects.@org.jspecify.annotations.Nullable Run run(UUID flow, String atom) {
        return effects.runs(flow).stream()
                .filter(run -> run.atom().equals(atom))
                .findFirst()
                .orElse(null);
    }

    private void killEngine(ChildProcess engine) throws InterruptedException {
        out.println("\n4. The engine is killed (SIGKILL) in the middle of " + FLOWS_WITH_CRASH + " flows.");
        List<UUID> made = order(engine, "crash", FLOWS_WITH_CRASH, SLOW, false);
        expect(
                "every flow has its record and is at its backend",
                () -> made.stream()
                        .allMatch(flow -> flows.atoms(flow).containsAll(List.of("record=SUCCESS", "backend=RUNNING"))));
        cluster.kill(engine);
        out.println("     killed engine-1 (pid " + engine.pid() + ")");
        cluster.engine("engine-2");
        watch(
                "a new engine takes all of them over and ends them in SUCCESS",
                board("crash", made),
                () -> flows.count(made, "SUCCESS") == FLOWS_WITH_CRASH);
        succeeded.addAll(made);
        long twice = made.stream()
                .flatMap(flow -> effects.runs(flow).stream())
                .collect(java.util.stream.Collectors.groupingBy(
                        run -> run.flow() + "/" + run.atom(), java.util.stream.Collectors.counting()))
                .values()
                .stream()
                .filter(count -> count > 1)
                .count();
        check("no task ran a second time", twice == 0);
    }

    private void stop() {
        Map<String, Integer> statuses = cluster.stopWorkers();
        out.println("\nThe workers are told to stop (SIGTERM); exit statuses: " + statuses);
        check(
                "every worker drained and exited with 0",
                statuses.values().stream().allMatch(status -> status == 0));
    }

    private boolean summary(Instant start) {
        out.println("\n5. What the tasks really did, by their own records:");
        Audit audit = new Audit(effects, cluster.killed());
        succeeded.forEach(audit::done);
        undone.forEach(audit::undone);
        check(
                succeeded.size() + " flows have each of their three effects exactly once, " + undone.size()
                        + " undone one has none",
                audit.wrong().isEmpty());
        audit.wrong().forEach(line -> out.println("     " + line));
        check(
                "only what a killed process left was run a second time",
                audit.unexplainedRuns().isEmpty());
        audit.unexplainedRuns().forEach(line -> out.println("     " + line));
        audit.extraRuns().forEach(line -> out.println("     ran more than once: " + line));
        draw();
        Duration took = Duration.between(start, Instant.now());
        out.println();
        if (wrong.isEmpty()) {
            out.println("All of it held, in " + took.toSeconds() + " s.");
        } else {
            out.println("Not all of it held (" + took.toSeconds() + " s):");
            wrong.forEach(line -> out.println("  - " + line));
        }
        return wrong.isEmpty();
    }

    private List<UUID> order(ChildProcess engine, String prefix, int count, long millis, boolean fails) {
        List<UUID> made = new ArrayList<>();
        for (int i = 1; i <= count; i++) {
            FlowOrder order = FlowOrder.of(prefix + "-" + i, millis, fails);
            cluster.order(engine, order);
            made.add(order.id());
        }
        return made;
    }

    private Board board(String prefix, List<UUID> made) {
        List<String> names = new ArrayList<>();
        for (int i = 1; i <= made.size(); i++) {
            names.add(String.format(Locale.ROOT, "%s-%-2d", prefix, i));
        }
        return new Board(flows, made, names, out);
    }

    /** Waits for something and shows the flows meanwhile. */
    private void watch(String what, Board board, Supplier<Boolean> holds) throws InterruptedException {
        Instant since = Instant.now();
        boolean held;
        try (board) {
            held = await(() -> {
                board.update();
                return holds.get();
            });
        }
        expected(what, since, held);
    }

    private void expect(String what, Supplier<Boolean> holds) throws InterruptedException {
        Instant since = Instant.now();
        expected(what, since, await(holds));
    }

    private static boolean await(Supplier<Boolean> holds) throws InterruptedException {
        Instant limit = Instant.now().plus(PATIENCE);
        boolean held = holds.get();
        while (!held && Instant.now().isBefore(limit)) {
            Thread.sleep(LOOK_EVERY.toMillis());
            held = holds.get();
        }
        return held;
    }

    private void expected(String what, Instant since, boolean held) {
        check(what + " (" + Duration.between(since, Instant.now()).toMillis() + " ms)", held);
        if (!held) {
            throw new IllegalStateException("gave up after " + PATIENCE.toSeconds() + " s: " + what);
        }
    }

    /** The flow that was undone, with the states that it ended in. */
    private void draw() {
        Map<String, AtomState> states = new HashMap<>();
        flows.atomStates(undone)
                .getOrDefault(undone.get(0), Map.of())
                .forEach((atom, state) -> states.put(atom, AtomState.valueOf(state)));
        FlowPicture drawing = FlowPicture.of(CreateVolume.flow(effects)).with(states);
        out.println("\nThe flow that was undone, as it ended (" + picture + "):");
        drawing.text().lines().forEach(line -> out.println("     " + line));
        try {
            Files.writeString(picture, drawing.svg());
        } catch (IOException e) {
            throw new UncheckedIOException("the picture could not be written to " + picture, e);
        }
    }

    private void check(String what, boolean held) {
        out.println("   " + (held ? "ok   " : "FAIL ") + what);
        if (!held) {
            wrong.add(what);
        }
    }
}
