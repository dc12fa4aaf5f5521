package io.windlass.examples.taskflow;

import io.windlass.atom.Task;
import io.windlass.engine.Engine;
import io.windlass.engine.FlowFactories;
import io.windlass.flow.LinearFlow;
import io.windlass.persistence.Persistence;
import io.windlass.persistence.Takeover;
import io.windlass.persistence.postgres.PostgresPersistence;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;

/**
 * Processes that die in the midst of their flows, and one that goes on with all of these: it finds them in the database,
 * and makes each again with the factory whose name is stored with it.
 *
 * <p>Arguments: the database's JDBC URL; then, for a process of its own, {@code run} or {@code resume}.
 */
final class ResumeManyFlows {
    private static final FlowFactories FACTORIES = new FlowFactories()
            .register(
                    "example",
                    arguments -> LinearFlow.named("example")
                            .add(
                                    new Step().named("first"),
                                    new Unfortunate().named("boom"),
                                    new Step().named("second")));

    /** After so long a silence a process counts as dead. */
    private static final Duration LEASE = Duration.ofSeconds(2);

    private static final int ALL = 1_000;

    static final class Step extends Task {
        public void execute() {
            System.out.println("executing " + this);
        }
    }

    static final class Unfortunate extends Task {
        public void execute() {
            System.out.println("executing " + this);
            String boom = System.getenv("BOOM");
            if (boom != null) {
                System.out.println("> Critical error: boom = " + boom);
                Runtime.getRuntime().halt(1);
            }
            System.out.println("> this time not exiting");
        }
    }

    private ResumeManyFlows() {}

    public static void main(String... arguments) throws IOException, InterruptedException {
        String databaseUrl = arguments[0];
        switch (arguments.length == 1 ? "play" : arguments[1]) {
            case "run" -> run(databaseUrl);
            case "resume" -> resume(databaseUrl);
            default -> play(databaseUrl);
        }
    }

    private static void run(String databaseUrl) {
        try (Persistence persistence = open(databaseUrl)) {
            Engine engine = FACTORIES
                    .engine("example", Map.of())
                    .persistence(persistence)
                    .build();
            System.out.println("Running flow example " + engine.id());
            engine.run();
        }
    }

    private static void resume(String databaseUrl) throws InterruptedException {
        try (Persistence persistence = open(databaseUrl)) {
            Thread.sleep(LEASE.toMillis()); // by then the lease of all that died before has run out
            for (Takeover takeover : persistence.takeOver(FACTORIES.names(), ALL)) {
                for (UUID flow : takeover.flows()) {
                    System.out.println("Resuming flow example " + flow);
                    FACTORIES.resume(persistence, flow).build().run();
                }
            }
        }
    }

    private static Persistence open(String databaseUrl) {
        return PostgresPersistence.builder().url(databaseUrl).lease(LEASE).open();
    }

    private static void play(String databaseUrl) throws IOException {
        System.out.println("Run flow:");
        process(Map.of(), databaseUrl, "run");
        System.out.println("\nRun flow, something happens:");
        process(Map.of("BOOM", "exit please"), databaseUrl, "run");
        System.out.println("\nRun flow, something happens again:");
        process(Map.of("BOOM", "exit please"), databaseUrl, "run");
        System.out.println("\nResuming all failed flows");
        process(Map.of(), databaseUrl, "resume");
    }

    /** Runs this class in a process of its own, to its end. */
    private static void process(Map<String, String> environment, String databaseUrl, String what) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1", // it starts faster, and does not live long
                        "-cp",
                        System.getProperty("java.class.path"),
                        ResumeManyFlows.class.getName(),
                        databaseUrl,
                        what)
                .redirectError(ProcessBuilder.Redirect.INHERIT);
        builder.environment().putAll(environment);
        try (BufferedReader output =
                new BufferedReader(new InputStreamReader(builder.start().getInputStream(), StandardCharsets.UTF_8))) {
            output.lines().forEach(System.out::println);
        }
    }
}
