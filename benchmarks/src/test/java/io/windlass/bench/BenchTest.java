package io.windlass.bench;

import static org.assertj.core.api.Assertions.assertThat;

import io.windlass.bench.workload.Workload;
import io.windlass.bench.workload.Workloads;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class BenchTest {
    private final StringWriter errors = new StringWriter();

    private int run(String... arguments) {
        return new CommandLine(new Bench())
                .setErr(new PrintWriter(errors, true))
                .execute(arguments);
    }

    @Test
    void allThatCanBeMeasuredIsListed() {
        ByteArrayOutputStream shown = new ByteArrayOutputStream();
        PrintStream before = System.out;
        System.setOut(new PrintStream(shown, true, StandardCharsets.UTF_8));
        try {
            assertThat(run("--list")).isZero();
        } finally {
            System.setOut(before);
        }

        List<String> names = shown.toString(StandardCharsets.UTF_8)
                .lines()
                .map(line -> line.split(" ", 2)[0])
                .toList();
        assertThat(names)
                .containsAll(Workloads.all().stream().map(Workload::name).toList())
                .contains("peer-dbos", "peer-celery", "peer-taskflow", "micro");
    }

    @Test
    void aNameThatIsNoneIsNotUnderstood() {
        assertThat(run("peer-nobody")).isEqualTo(CommandLine.ExitCode.USAGE);
        assertThat(errors.toString()).contains("peer-nobody").contains("peer-celery");
    }
}
