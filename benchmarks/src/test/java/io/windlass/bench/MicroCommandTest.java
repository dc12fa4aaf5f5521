package io.windlass.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Collection;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.Options;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;
import picocli.CommandLine;

class MicroCommandTest {
    @TempDir
    private Path folder = Path.of("");

    private static Options options(String... arguments) throws Exception {
        MicroCommand command = new MicroCommand();
        new CommandLine(command).parseArgs(arguments);
        return command.options();
    }

    @Test
    void argumentsAreHandedToJmh() throws Exception {
        Path json = folder.resolve("new/micro.json");

        Options options = options("Codec", "--forks", "2", "--seconds", "0.5", "--json", json.toString());

        assertThat(options.getIncludes()).containsExactly("Codec");
        assertThat(options.getForkCount().get()).isEqualTo(2);
        assertThat(options.getMeasurementTime().get()).isEqualTo(TimeValue.milliseconds(500));
        assertThat(options.getResult().get()).isEqualTo(json.toString());
        assertThat(json.getParent()).isDirectory();
        assertThat(options.getProfilers())
                .extracting(profiler -> profiler.getKlass())
                .containsExactly(GCProfiler.class.getName());
    }

    @Test
    void nothingIsWrittenUnlessAskedFor() throws Exception {
        assertThat(options().getResult().hasValue()).isFalse();
    }

    /** In this JVM, so briefly that the figures mean nothing. */
    @Test
    void allOfThemRun() throws Exception {
        System.setProperty("jmh.ignoreLock", "true");
        Options brief = new OptionsBuilder()
                .parent(options())
                .forks(0)
                .warmupIterations(0)
                .measurementIterations(1)
                .measurementTime(TimeValue.milliseconds(5))
                .param("tasks", "3")
                .param("characters", "10")
                .verbosity(VerboseMode.SILENT)
                .build();

        assertThat(run(brief))
                .hasSize(14)
                .allSatisfy(result ->
                        assertThat(result.getPrimaryResult().getScore()).isPositive());
    }

    private static Collection<RunResult> run(Options options) throws RunnerException {
        return new Runner(options).run();
    }
}
