package io.windlass.examples.taskflow;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What the examples of listeners, progress and events print; times, ids and what is side by side aside. */
@Timeout(120)
class ListeningProgramsTest {
    private static final String ID = "[0-9a-f]{8}-[0-9a-f-]{27}";

    @Test
    void namesAreEchoedAndChangesLogged() throws Exception {
        assertThat(Printed.by("echo-listener")).containsExactly("a", "b", "c");
    }

    @Test
    void timesAreTold() throws Exception {
        assertThat(Printed.by("timing-listener").stream().map(line -> line.replaceAll("\\d+\\.\\d\\d ", "N ")))
                .containsExactly(
                        "'root' flow started.",
                        "'a' task started.",
                        "It took task 'a' N seconds to finish.",
                        "'b' task started.",
                        "It took task 'b' N seconds to finish.",
                        "'c' task started.",
                        "It took task 'c' N seconds to finish.",
                        "It took flow 'root' N seconds to finish.");
    }

    /** What tasks tell too fast for the listener is left out, so on a busy machine a line in between may be missing. */
    @Test
    void eachLetterTellsHowFarItIs() throws Exception {
        List<String> all = new ArrayList<>(List.of("Constructing...", "Loading...", "Compiling...", "Preparing..."));
        List<String> must = new ArrayList<>(all);
        all.add("Running...");
        must.add("Running...");
        for (char letter = 'a'; letter <= 'z'; letter++) {
            for (int percent = 0; percent <= 100; percent += 20) {
                String line = "Task '" + letter + "' reached " + percent + "% completion";
                all.add(line);
                if (percent % 100 == 0) {
                    must.add(line);
                }
            }
        }
        assertThat(all).hasSize(161);
        List<String> lines = Printed.by("alphabet-soup");
        assertThat(lines.get(lines.size() - 1)).startsWith("Done: ").contains("completed=26", "incomplete=0");
        List<String> told = lines.subList(0, lines.size() - 1);
        assertThat(told).containsSubsequence(must);
        assertThat(all).containsSubsequence(told);
        assertThat(told.size())
                .as("some progress between start and end is told")
                .isGreaterThan(must.size());
    }

    @Test
    void aResultComesBeforeTheEnd() throws Exception {
        assertThat(Printed.by("delayed-return")).containsExactly("hi", "SUCCESS");
    }

    @Test
    void aBillIsSentAndEachPartTold() throws Exception {
        List<String> lines = Printed.by("fake-billing");
        assertThat(lines.stream().map(line -> line.replaceAll(ID, "ID")))
                .startsWith("The engine has moved flow 'initialize-me' (ID) into state 'RUNNING' from state 'PENDING'")
                .contains("Querying with: INSERT Parsed[user=bob, userId=1, requestId=ID] INTO mydb")
                .containsSubsequence(
                        "Sending billing data to http://billing.example",
                        "activate-driver is 0.00% done",
                        "activate-driver is 50.00% done",
                        "activate-driver is 100.00% done",
                        "Done!",
                        "All data processed and sent to http://billing.example")
                .endsWith("The engine has moved flow 'initialize-me' (ID) into state 'SUCCESS' from state 'RUNNING'");
        List<Double> told = lines.stream()
                .filter(line -> line.startsWith("activate-driver is "))
                .map(line -> Double.valueOf(line.replaceAll("[^0-9.]", "")))
                .toList();
        assertThat(told).hasSizeGreaterThan(50).isSorted();
    }

    @Test
    void volumesAreMadeSideBySide() throws Exception {
        List<String> lines = Printed.by("create-parallel-volume");
        assertThat(lines.get(0)).contains("flow 'volume-maker'").contains("into state 'RUNNING'");
        assertThat(lines.get(lines.size() - 2)).contains("flow 'volume-maker'").contains("into state 'SUCCESS'");
        assertThat(lines.get(lines.size() - 1)).matches(" -- Volume-Maker took \\d+\\.\\d{3} seconds");
        for (String what : List.of("Making", "Finished making")) {
            assertThat(lines.stream().filter(line -> line.startsWith(what + " volume ")))
                    .containsExactlyInAnyOrderElementsOf(IntStream.range(0, 5)
                            .mapToObj(i -> what + " volume vol-" + i)
                            .toList());
        }
        assertThat(lines.stream()
                        .filter(line -> line.contains("into state 'SUCCESS' from state 'RUNNING' with result")))
                .hasSize(5);
    }

    @Test
    void eventsOfAWorkersTaskAreHeardHere() throws Exception {
        List<String> expected = new ArrayList<>(
                List.of("Running 1 workers.", "Executing some work.", "Received event 'update_progress'"));
        expected.add("Details = 0.0");
        for (char letter = 'A'; letter <= 'Z'; letter++) {
            List<String> leftover = IntStream.rangeClosed(letter, 'Z')
                    .mapToObj(left -> "\"" + (char) left + "\"")
                    .toList();
            expected.add("Received event '" + letter + "'");
            expected.add("Details = {\"leftover\":[" + String.join(",", leftover) + "]}");
        }
        expected.addAll(List.of(
                "Received event 'update_progress'", "Details = 1.0", "Execution finished.", "Stopping workers."));
        assertThat(expected).hasSize(60);
        assertThat(Printed.by("wbe-event-sender")).isEqualTo(expected);
    }
}
