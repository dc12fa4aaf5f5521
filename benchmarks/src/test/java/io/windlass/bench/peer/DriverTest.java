package io.windlass.bench.peer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.windlass.bench.child.Child;
import io.windlass.bench.child.Load;
import io.windlass.bench.child.Part;
import io.windlass.bench.child.Timing;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the drivers in Python have in common, which needs nothing but Python. */
class DriverTest {
    private static final String PYTHON = "python3";
    private static final Part PART = new Part(
            Part.Role.PEER,
            "driven",
            "",
            "jdbc:postgresql://db:5433/runs?user=me&password=a%2Fb",
            "prefix",
            false,
            2,
            0);

    @TempDir
    private Path folder = Path.of("");

    @BeforeEach
    void findPython() throws IOException {
        try {
            new PythonProgram(PYTHON, folder, "driver.py", "pip", Map.of()).version();
        } catch (PeerMissingException e) {
            assumeTrue(false, e.getMessage());
        }
    }

    private Child driven(String run) throws IOException {
        List<String> command = new PythonProgram(PYTHON, folder, "celery_driver.py", "pip", Map.of()).command("");
        Files.writeString(folder.resolve("celery_driver.py"), """
                import time
                import driver

                class Member:
                    def __init__(self, part):
                        self.url = driver.sqlalchemy_url(part["databaseUrl"])

                    def run(self, load):
                        print("this is not an answer")
                        timing = driver.Timing(load)
                %s
                        return timing.figures()

                    def close(self):
                        open("%s", "w").close()

                driver.serve(Member)
                """.formatted(run.indent(8), folder.resolve("closed")));
        return Child.start(PART, command, folder);
    }

    @Test
    void flowsAreCountedAndTimed() throws IOException {
        try (Child child = driven("""
                ages = iter([0.001, 0.002, 0.003, 5])
                while timing.may_begin():
                    timing.flow_ended(time.monotonic() - next(ages))
                """)) {
            Map<String, Double> figures = child.run(Load.chainsOf(4, 64));

            assertThat(figures).containsEntry(Timing.TASKS, 12.0);
            assertThat(figures.get(Timing.TASKS_PER_SECOND)).isPositive();
            assertThat(figures.get(Timing.P50)).isBetween(2.0, 1_000.0);
            assertThat(figures.get(Timing.P99)).isBetween(5_000.0, 10_000.0);
        }
        assertThat(folder.resolve("closed")).exists();
    }

    @Test
    void noFlowBeginsWhenTheTimeIsOver() throws IOException {
        try (Child child = driven("""
                while timing.may_begin():
                    timing.flow_ended(time.monotonic())
                    time.sleep(0.02)
                """)) {
            assertThat(child.run(Load.chains(1, 100)).get(Timing.TASKS)).isBetween(3.0, 15.0);
        }
    }

    @Test
    void aRoundEndsWithTheRunner() throws IOException {
        try (Child child = driven("time.sleep(600)\n")) {
            child.begin(Load.chains(1, 100));
        }
        assertThat(folder.resolve("closed")).exists();
    }

    @Test
    void whatGoesWrongIsAnswered() throws IOException {
        try (Child child = driven("raise RuntimeError(self.url)\n")) {
            assertThatThrownBy(() -> child.run(Load.chains(1, 100)))
                    .hasMessageContaining("postgresql+psycopg2://me:a%2Fb@db:5433/runs");
        }
    }
}
