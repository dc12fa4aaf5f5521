package io.windlass.bench;

import io.windlass.bench.plot.Plots;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Draws what was measured. */
@Command(
        name = "plots",
        mixinStandardHelpOptions = true,
        description =
                "Draws throughput and latency against flows in flight, and what a task costs against the size of its"
                        + " flow, as SVG.")
final class PlotsCommand implements Callable<Integer> {
    @Parameters(
            arity = "0..*",
            paramLabel = "FILE",
            defaultValue = "benchmarks/target/bench.json",
            description = "what was measured; of a workload that is in several the last counts; default:"
                    + " ${DEFAULT-VALUE}")
    private List<Path> files = List.of();

    @Option(
            names = "--to",
            defaultValue = "docs/plots",
            description = "the folder for the plots; default: ${DEFAULT-VALUE}")
    private Path folder = Path.of("docs", "plots");

    @Override
    public Integer call() throws IOException {
        List<Path> written = new Plots(files).write(folder);
        written.forEach(System.out::println);
        return written.isEmpty() ? 1 : 0;
    }
}
