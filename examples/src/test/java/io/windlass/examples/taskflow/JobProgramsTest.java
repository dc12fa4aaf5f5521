package io.windlass.examples.taskflow;

import static org.assertj.core.api.Assertions.assertThat;

import io.windlass.embedded.Services;
import io.windlass.embedded.TemporaryDatabase;
import java.util.List;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.curator.test.TestingServer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What the examples about jobs print. */
@Tag("services")
@Timeout(300)
class JobProgramsTest {
    private static final String COLORS = "jobboard-produce-consume-colors";
    private static final Pattern STEP = Pattern.compile("(\\S+): '(P-\\d-\\d)' \\[(.*)]");
    private static final TemporaryDatabase DATABASE = Services.shared().newDatabase("windlass_colors");

    @AfterAll
    static void drop() {
        DATABASE.close();
    }

    @Test
    void allUnitsAreConsumedOnEachBoard() throws Exception {
        eachUnitIsConsumedOnceByWhoClaimsIt(Printed.by(COLORS, DATABASE.url()));
        eachUnitIsConsumedOnceByWhoClaimsIt(Printed.by(COLORS, DATABASE.url(), "memory:"));
        try (TestingServer server = new TestingServer()) {
            eachUnitIsConsumedOnceByWhoClaimsIt(
                    Printed.by(COLORS, DATABASE.url(), "zookeeper://" + server.getConnectString() + "/colors/jobs"));
        }
    }

    private static void eachUnitIsConsumedOnceByWhoClaimsIt(List<String> lines) {
        assertThat(lines)
                .contains("P-1: started", "P-2: started", "P-3: started", ">>> P-1: finished", ">>> P-3: finished");
        assertThat(Stream.of(1, 2, 3, 4, 5).map(i -> "W-" + i + ": started").toList())
                .isSubsetOf(lines);
        TreeMap<String, String> holders = new TreeMap<>();
        TreeSet<String> consumed = new TreeSet<>();
        int claims = 0;
        for (String line : lines) {
            Matcher step = STEP.matcher(line);
            if (step.matches()) {
                String who = step.group(1);
                String unit = step.group(2);
                switch (step.group(3)) {
                    case "posted" -> assertThat(unit).startsWith(who + "-");
                    case "claimed" -> {
                        claims++;
                        assertThat(holders.put(unit, who)).as(line).isNull();
                    }
                    case "consumed" -> {
                        assertThat(holders.remove(unit)).as(line).isEqualTo(who);
                        assertThat(consumed.add(unit)).as(line).isTrue();
                    }
                    case "abandoned" ->
                        assertThat(holders.remove(unit)).as(line).isEqualTo(who);
                    default -> assertThat(step.group(3)).isIn("attempting claim", "claim unsuccessful");
                }
            }
        }
        assertThat(consumed).hasSize(30);
        assertThat(holders).isEmpty();
        assertThat(sum(lines, "claimed (\\d+) jobs")).isEqualTo(claims);
        assertThat(sum(lines, "consumed (\\d+) jobs")).isEqualTo(30);
        assertThat(sum(lines, "abandoned (\\d+) jobs")).isEqualTo(claims - 30);
    }

    private static int sum(List<String> lines, String what) {
        Pattern number = Pattern.compile(">>> W-\\d: finished .*" + what + ".*");
        return lines.stream()
                .map(number::matcher)
                .filter(Matcher::matches)
                .mapToInt(found -> Integer.parseInt(found.group(1)))
                .sum();
    }
}
