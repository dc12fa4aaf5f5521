package io.windlass.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.format.ResultFormatType;
import org.openjdk.jmh.runner.NoBenchmarksException;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.Options;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Measures parts of Windlass by themselves. */
@Command(
        name = MicroCommand.NAME,
        mixinStandardHelpOptions = true,
        description = {
            "Measures parts of Windlass by themselves, without a broker and a database, with JMH: time and bytes"
                    + " allocated for each operation.",
            "All of it takes about five minutes with the defaults; for figures to go by, use more forks."
        })
final class MicroCommand implements Callable<Integer> {
    static final String NAME = "micro";
    static final String DESCRIPTION = "parts by themselves, with JMH: see 'windlass bench micro --help'";

    private static final int NOTHING = 2;

    @Spec
    private CommandSpec command = CommandSpec.create();

    @Parameters(
            arity = "0..1",
            paramLabel = "REGEX",
            defaultValue = ".*",
            description = "those whose names, such as CodecBenchmark.encodeRequest, have this in them; default: all")
    private String regex = ".*";

    @Option(names = "--list", description = "say what can be measured, and end")
    private boolean list;

    @Option(
            names = "--forks",
            defaultValue = "1",
            description = "JVMs one after the other for each; default: ${DEFAULT-VALUE}")
    private int forks = 1;

    @Option(
            names = "--warm-up",
            defaultValue = "3",
            description = "iterations of each JVM that do not count; default: ${DEFAULT-VALUE}")
    private int warmUp = 3;

    @Option(
            names = "--iterations",
            defaultValue = "5",
            description = "iterations of each JVM that count; default: ${DEFAULT-VALUE}")
    private int iterations = 5;

    @Option(
            names = "--seconds",
            defaultValue = "1",
            description = "how long an iteration takes; default: ${DEFAULT-VALUE}")
    private double seconds = 1;

    @Option(names = "--json", description = "where all figures go, in JMH's own format; default: nowhere")
    private @Nullable Path json;

    @Override
    public Integer call() throws RunnerException, IOException {
        Options options;
        try {
            options = options();
        } catch (IllegalArgumentException e) {
            throw new ParameterException(command.commandLine(), e.getMessage(), e);
        }
        Runner runner = new Runner(options);
        if (list) {
            runner.list();
            return 0;
        }
        try {
            runner.run();
            return 0;
        } catch (NoBenchmarksException e) {
            command.commandLine()
                    .getErr()
                    .println("windlass bench micro: nothing is named like '" + regex + "'; --list");
            return NOTHING;
        }
    }

    /** What JMH is told. */
    Options options() throws IOException {
        ChainedOptionsBuilder options = new OptionsBuilder()
                .include(regex)
                .mode(Mode.AverageTime)
                .timeUnit(TimeUnit.MICROSECONDS)
                .forks(forks)
                .warmupIterations(warmUp)
                .warmupTime(TimeValue.milliseconds(Math.round(seconds * 1000)))
                .measurementIterations(iterations)
                .measurementTime(TimeValue.milliseconds(Math.round(seconds * 1000)))
                .jvmArgsAppend("-Xmx1g")
                .addProfiler(GCProfiler.class)
                .shouldFailOnError(true);
        if (json != null) {
            Path folder = json.toAbsolutePath().getParent();
            if (folder != null) {
                Files.createDirectories(folder);
            }
            options.resultFormat(ResultFormatType.JSON).result(json.toString());
        }
        return options.build();
    }
}
