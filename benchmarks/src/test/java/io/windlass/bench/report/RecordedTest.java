package io.windlass.bench.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RecordedTest {
    private static final String BROKER = "RabbitMQ 3";

    @TempDir
    private Path folder = Path.of("");

    private Path file = Path.of("");

    @BeforeEach
    void record() throws IOException {
        file = folder.resolve("recorded.json");
        Files.writeString(file, "{ \"RabbitMQ 3\": { \"quorum\": { \"flows-64\": 0.4 } } }");
    }

    private static List<Result> reached(String workload, double ratio) {
        return List.of(Samples.throughput(workload, List.of(1000.0), List.of(1000 * ratio)));
    }

    private Recorded.Check check(String broker, String workload, double ratio) throws IOException {
        return Recorded.read(file).check(broker, reached(workload, ratio));
    }

    @Test
    void underHalfOfWhatIsRecordedFails() throws IOException {
        Recorded.Check check = check(BROKER, "flows-64", 0.199);

        assertThat(check.holds()).isFalse();
        assertThat(check.lines()).singleElement().asString().contains("flows-64", "quorum", "0.20", "0.40", "FAILED");
    }

    @Test
    void justOverHalfPasses() throws IOException {
        Recorded.Check check = check(BROKER, "flows-64", 0.201);

        assertThat(check.holds()).isTrue();
        assertThat(check.lines()).singleElement().asString().contains("0.40", "ok");
    }

    @Test
    void oneThatFailsIsNotMadeGoodByAnother() throws IOException {
        List<Result> results =
                List.of(reached("flows-64", 0.1).get(0), reached("alone", 0.9).get(0));

        assertThat(Recorded.read(file).check(BROKER, results).holds()).isFalse();
    }

    @Test
    void whatIsNotRecordedIsToldAndPasses() throws IOException {
        for (Recorded.Check check : List.of(check("RabbitMQ 4", "flows-64", 0.01), check(BROKER, "alone", 0.01))) {
            assertThat(check.holds()).isTrue();
            assertThat(check.lines()).singleElement().asString().contains("nothing is recorded for");
        }
    }

    @Test
    void withoutAFileNothingIsRecorded() throws IOException {
        Recorded none = Recorded.read(folder.resolve("none.json"));

        assertThat(none.check(BROKER, reached("flows-64", 0.1)).holds()).isTrue();
    }

    @Test
    void whatIsRecordedIsReadAgainBesideTheRest() throws IOException {
        Recorded recorded = Recorded.read(file);
        recorded.record("Qpid 10", reached("flows-64", 0.8));
        recorded.write(file);

        assertThat(check("Qpid 10", "flows-64", 0.39).holds()).isFalse();
        assertThat(check(BROKER, "flows-64", 0.19).holds()).isFalse();
        assertThat(check(BROKER, "flows-64", 0.21).holds()).isTrue();
    }

    @Test
    void aFileThatIsSomethingElseIsNotTakenForNothing() throws IOException {
        Files.writeString(file, "[ 1, 2 ]");

        assertThatThrownBy(() -> Recorded.read(file)).isInstanceOf(IOException.class);
    }
}
