package io.windlass.bench.child;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a program of another kind answers, here a shell's. */
class ChildTest {
    private static final Part PART = new Part(Part.Role.PEER, "peer", "", "jdbc:none", "prefix", false, 2, 0);
    private static final String READY = "read part; echo '{\"figures\": {}, \"error\": null}'; ";

    @TempDir
    private Path logs = Path.of("");

    private Child program(String script) {
        return Child.start(PART, List.of("/bin/sh", "-c", script), logs);
    }

    @Test
    void figuresAreReadFromTheAnswerToAnOrder() {
        try (Child child = program(READY
                + "read order; echo '{\"figures\": {\"tasks\": 192, \"tasksPerSecond\": 12.5}, \"error\": null}'")) {
            assertThat(child.run(Load.chains(64, 1)))
                    .containsEntry(Timing.TASKS, 192.0)
                    .containsEntry(Timing.TASKS_PER_SECOND, 12.5);
        }
    }

    @Test
    void anErrorIsToldWithThePlaceOfTheLog() {
        try (Child child = program(READY + "read order; echo '{\"figures\": {}, \"error\": \"no worker has come\"}'")) {
            assertThatThrownBy(() -> child.run(Load.chains(64, 1)))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("no worker has come")
                    .hasMessageContaining("peer.log");
        }
    }

    @Test
    void aProgramThatDoesNotGetReadySaysWhy() {
        assertThatThrownBy(() -> program("read part; echo '{\"figures\": {}, \"error\": \"no database\"}'"))
                .hasMessageContaining("no database");
        assertThatThrownBy(() -> program("exit 1")).hasMessageContaining("peer.log");
    }
}
