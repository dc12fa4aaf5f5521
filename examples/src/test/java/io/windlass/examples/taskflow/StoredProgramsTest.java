package io.windlass.examples.taskflow;

import static org.assertj.core.api.Assertions.assertThat;

import io.windlass.embedded.Services;
import io.windlass.embedded.TemporaryDatabase;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What the examples about stored flows print. */
@Timeout(300)
class StoredProgramsTest {
    private static final String ID = "[0-9a-f-]{36}";

    @Test
    void anotherEngineGoesOnWithASuspendedFlow() throws Exception {
        assertThat(Printed.by("resume-from-backend")).isEqualTo("""
                -----------------------------------
                At the beginning, there is no state
                -----------------------------------
                Flow 'resume from backend example' state: None
                -------
                Running
                -------
                executing first
                -------------
                After running
                -------------
                Flow 'resume from backend example' state: SUSPENDED
                 boom: SUCCESS, result=null
                 first: SUCCESS, result="ok"
                 second: PENDING, result=null
                --------------------------
                Resuming and running again
                --------------------------
                executing second
                ----------
                At the end
                ----------
                Flow 'resume from backend example' state: SUCCESS
                 boom: SUCCESS, result=null
                 first: SUCCESS, result="ok"
                 second: SUCCESS, result="ok"
                """.lines().toList());
    }

    @Test
    @Tag("services")
    void aProcessGoesOnWithTheFlowsOfTwoThatDied() throws Exception {
        List<String> lines;
        try (TemporaryDatabase database = Services.shared().newDatabase("windlass_many")) {
            lines = Printed.by("resume-many-flows", database.url());
        }
        assertThat(lines.stream().map(line -> line.replaceAll(ID, "ID")))
                .containsExactlyElementsOf("""
                Run flow:
                Running flow example ID
                executing first
                executing boom
                > this time not exiting
                executing second

                Run flow, something happens:
                Running flow example ID
                executing first
                executing boom
                > Critical error: boom = exit please

                Run flow, something happens again:
                Running flow example ID
                executing first
                executing boom
                > Critical error: boom = exit please

                Resuming all failed flows
                Resuming flow example ID
                executing boom
                > this time not exiting
                executing second
                Resuming flow example ID
                executing boom
                > this time not exiting
                executing second
                """.lines().toList());
        assertThat(ids(lines, "Resuming flow example ")).hasSize(2).isSubsetOf(ids(lines, "Running flow example "));
    }

    private static Set<String> ids(List<String> lines, String before) {
        Set<String> ids = new HashSet<>();
        lines.stream()
                .filter(line -> line.startsWith(before))
                .forEach(line -> ids.add(line.substring(before.length())));
        return ids;
    }
}
