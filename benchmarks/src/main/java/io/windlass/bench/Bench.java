package io.windlass.bench;

import io.windlass.bench.peer.PeerMissingException;
import io.windlass.bench.peer.Peers;
import io.windlass.bench.report.Recorded;
import io.windlass.bench.report.Report;
import io.windlass.bench.report.Result;
import io.windlass.bench.run.Circumstances;
import io.windlass.bench.run.Pace;
import io.windlass.bench.run.QueueKind;
import io.windlass.bench.run.Stage;
import io.windlass.bench.workload.Workload;
import io.windlass.bench.workload.Workloads;
import io.windlass.embedded.EmbeddedException;
import io.windlass.embedded.Services;
import io.windlass.failure.StorageException;
import io.windlass.proxy.ProxyException;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The command {@code windlass bench}. */
@Command(
        name = "windlass bench",
        mixinStandardHelpOptions = true,
        version = "Windlass 0.1.0-SNAPSHOT",
        subcommands = {PlotsCommand.class, MicroCommand.class},
        exitCodeListHeading = "%nExit status:%n",
        exitCodeList = {
            "0:done",
            "1:it failed, or got much slower",
            "2:not understood",
            "3:the broker, the database or a product to compare with is not there, or refuses"
        },
        description = {
            "Measures Windlass beside the limit: a bare loop that does for each remote task only one persistent confirmed"
                    + " request, one persistent confirmed reply and one row in a group commit.",
            "Both run in turns on the same broker and database; what counts is the ratio of the medians. Uses an"
                    + " embedded broker and database, or those of WINDLASS_AMQP_URL and WINDLASS_DATABASE_URL."
        })
public final class Bench implements Callable<Integer> {
    private static final Pace FULL = new Pace(5, 5_000, 12_000);
    private static final Pace SHORT = new Pace(2, 1_000, 2_000);

    private static final int FAILED = 1;
    private static final int SERVICES = 3;

    @Spec
    private CommandSpec command = CommandSpec.create();

    @Parameters(
            arity = "0..*",
            paramLabel = "NAME",
            description = {
                "workloads, see --list; default: all but the comparisons with other products",
                "'peers' stands for those comparisons, of which it leaves out what is not there"
            })
    private List<String> names = new ArrayList<>();

    @Option(names = "--list", description = "say what can be measured, and end")
    private boolean list;

    @Option(
            names = "--short",
            description =
                    "a few rounds of alone, flows-64 and fan-out-10000, in under two minutes; fails when one reaches"
                            + " less than half of what is recorded for it")
    private boolean isShort;

    @Option(names = "--repeats", description = "rounds of each side that count; default: 5, in short 2")
    private @Nullable Integer repeats;

    @Option(names = "--seconds", description = "how long rounds take that go by time; default: 5, in short 1")
    private @Nullable Double seconds;

    @Option(names = "--warm-up", description = "flows that each side runs first; default: 12000, in short 2000")
    private @Nullable Integer warmUp;

    @Option(
            names = "--classic",
            description = "only on classic queues; default: classic and quorum, one after the other")
    private boolean classic;

    @Option(names = "--quorum", description = "only on quorum queues")
    private boolean quorum;

    @Option(
            names = "--json",
            defaultValue = "benchmarks/target/bench.json",
            description = "where all figures go; default: ${DEFAULT-VALUE}")
    private Path json = Path.of("benchmarks", "target", "bench.json");

    @Option(
            names = "--recorded",
            defaultValue = "benchmarks/recorded.json",
            description = "what the short form reached before; default: ${DEFAULT-VALUE}")
    private Path recorded = Path.of("benchmarks", "recorded.json");

    @Option(
            names = "--python",
            defaultValue = "${env:WINDLASS_BENCH_PYTHON:-/usr/bin/python3}",
            description = "the interpreter for products for Python; default: ${DEFAULT-VALUE}")
    private String python = "/usr/bin/python3";

    @Option(names = "--record", description = "put there what is reached now, instead of comparing")
    private boolean record;

    @Option(
            names = "--folder",
            defaultValue = "benchmarks/target/bench",
            description = "for the data and logs of what it starts; default: ${DEFAULT-VALUE}")
    private Path folder = Path.of("benchmarks", "target", "bench");

    private final PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);

    Bench() {}

    /** Measures what is asked for; exits with 0 when that was done, and in the short form is not much slower than recorded. */
    public static void main(String[] arguments) {
        System.exit(new CommandLine(new Bench())
                .setUsageHelpAutoWidth(true)
                .setExecutionExceptionHandler(Bench::failed)
                .execute(arguments));
    }

    private static int failed(Exception error, CommandLine command, CommandLine.ParseResult parsed) {
        boolean services = error instanceof ProxyException
                || error instanceof EmbeddedException
                || error instanceof SQLException
                || error instanceof StorageException
                || error instanceof PeerMissingException;
        command.getErr().println("windlass bench: " + error.getMessage());
        if (services) {
            return SERVICES;
        }
        error.printStackTrace(command.getErr());
        return FAILED;
    }

    @Override
    public Integer call() throws Exception {
        if (list) {
            Workloads.all().forEach(this::list);
            peers().forEach(this::list);
            list(MicroCommand.NAME, MicroCommand.DESCRIPTION);
            return 0;
        }
        List<Workload> workloads;
        Pace pace;
        try {
            workloads = workloads();
            pace = pace();
        } catch (IllegalArgumentException e) {
            throw new ParameterException(command.commandLine(), e.getMessage(), e);
        }
        return Unwinding.of(() -> measure(workloads, pace));
    }

    private int measure(List<Workload> workloads, Pace pace) throws Exception {
        try (Services services = Services.in(folder)) {
            out.println(services.describe());
            Circumstances circumstances = new Circumstances(services, pace);
            circumstances.values().forEach((name, value) -> out.println(name + ": " + value));
            Report report = new Report(circumstances.values(), out);
            try {
                measure(services, workloads, pace, report);
            } finally {
                report.write(json);
                out.println("All figures: " + json);
            }
            return isShort || record ? compare(circumstances.broker(), report.results()) : 0;
        }
    }

    private int compare(String broker, List<Result> results) throws IOException {
        Recorded before = Recorded.read(recorded);
        if (record) {
            before.record(broker, results);
            before.write(recorded);
            out.println("Recorded: " + recorded);
            return 0;
        }
        Recorded.Check check = before.check(broker, results);
        out.println();
        check.lines().forEach(out::println);
        return check.holds() ? 0 : FAILED;
    }

    private void list(Workload workload) {
        list(workload.name(), workload.description());
    }

    private void list(String name, String description) {
        out.printf("%-18s %s%n", name, description);
    }

    private List<Workload> peers() {
        return Peers.all(python, folder.resolve("peers"));
    }

    private List<Workload> workloads() {
        if (names.isEmpty()) {
            return isShort ? Workloads.named(Workloads.inShort(), Workloads.all()) : Workloads.all();
        }
        List<Workload> peers = peers();
        List<Workload> all = new ArrayList<>(Workloads.all());
        all.addAll(peers);
        return Workloads.named(Peers.spelledOut(names, peers), all);
    }

    private Pace pace() {
        Pace usual = isShort ? SHORT : FULL;
        return new Pace(
                repeats == null ? usual.repeats() : repeats,
                seconds == null ? usual.millis() : Math.round(seconds * 1000),
                warmUp == null ? usual.warmUpFlows() : warmUp);
    }

    private void measure(Services services, List<Workload> workloads, Pace pace, Report report) throws Exception {
        sayWhatIsLeftOut(workloads, kinds(services));
        for (QueueKind kind : kinds(services)) {
            List<Workload> here =
                    workloads.stream().filter(workload -> workload.runsOn(kind)).toList();
            if (!here.isEmpty()) {
                measure(new Stage(services, kind, pace, folder.resolve("logs"), out), here, report);
            }
        }
    }

    private void sayWhatIsLeftOut(List<Workload> workloads, List<QueueKind> kinds) {
        for (Workload workload : workloads) {
            if (kinds.stream().noneMatch(workload::runsOn)) {
                out.println("left out: " + workload.name() + " does not run on the queues that were asked for");
            }
        }
    }

    private List<QueueKind> kinds(Services services) {
        if (services.brokerIsEmbedded()) {
            return List.of(QueueKind.MEMORY, QueueKind.NONE);
        }
        if (classic == quorum) {
            return List.of(QueueKind.CLASSIC, QueueKind.QUORUM, QueueKind.NONE);
        }
        return List.of(classic ? QueueKind.CLASSIC : QueueKind.QUORUM, QueueKind.NONE);
    }

    private void measure(Stage begun, List<Workload> workloads, Report report) throws Exception {
        try (Stage stage = begun) {
            for (Workload workload : workloads) {
                out.printf(
                        "%n%s (queues: %s): %s%n", workload.name(), stage.kind().label(), workload.description());
                measure(workload, stage, report);
            }
        }
    }

    private void measure(Workload workload, Stage stage, Report report) throws Exception {
        try {
            for (Result result : workload.measure(stage)) {
                report.add(result);
            }
        } catch (PeerMissingException e) {
            if (!names.contains(Peers.ALL)) {
                throw e;
            }
            out.println("  left out: " + e.getMessage());
        }
    }
}
