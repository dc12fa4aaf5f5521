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
    /** Which machine may say what. */
    private static final Pattern WHERE = Pattern.compile("(small-\\d|big-1): \\S+ (is being built|checked out|sources"
            + " deleted|gets [+-]1.*)|big-1: \\S+ (compiled|programs deleted)|(linux|windows)-1: \\S+ tested on \\4"
            + "|conductor: \\S+ JOB_CONSUMED");

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

    @Test
    void theSongIsSungByAnotherThanItsPoster() throws Exception {
        isTheSong(Printed.by("99-bottles", DATABASE.url(), "2"));
        try (TestingServer server = new TestingServer()) {
            isTheSong(Printed.by(
                    "99-bottles", DATABASE.url(), "2", "zookeeper://" + server.getConnectString() + "/bottles/jobs"));
        }
    }

    private static void isTheSong(List<String> lines) {
        assertThat(lines)
                .containsExactly(
                        "Posted: 99-bottles",
                        "Goodbye...",
                        "Event 'COMPILATION_START' has been received...",
                        "Event 'COMPILATION_END' has been received...",
                        "Event 'PREPARATION_START' has been received...",
                        "Event 'PREPARATION_END' has been received...",
                        "Event 'VALIDATION_START' has been received...",
                        "Event 'VALIDATION_END' has been received...",
                        "Event 'RUNNING_START' has been received...",
                        "take one down,",
                        "pass it around,",
                        "1 bottles of beer on the wall",
                        "take one down,",
                        "pass it around,",
                        "0 bottles of beer on the wall",
                        "Event 'RUNNING_END' has been received...",
                        "Event 'JOB_CONSUMED' has been received...");
    }

    @Test
    void eachStepOfAReviewIsDoneWhereItCanBe() throws Exception {
        List<String> lines = Printed.by("tox-conductor");
        assertThat(lines).allMatch(line -> WHERE.matcher(line).matches());
        for (int review = 1; review <= 5; review++) {
            String change = "review-" + review;
            List<String> told = lines.stream()
                    .filter(line -> line.contains(" " + change + " "))
                    .map(line -> line.replaceFirst("(small|big)-\\d", "any"))
                    .toList();
            if (review == 3) {
                assertThat(told)
                        .containsSubsequence(
                                "any: review-3 is being built",
                                "any: review-3 checked out",
                                "any: review-3 compiled",
                                "any: review-3 programs deleted",
                                "any: review-3 sources deleted",
                                "any: review-3 gets -1: programs/review-3 crashes on windows",
                                "conductor: review-3 JOB_CONSUMED")
                        .noneMatch(line -> line.contains("+1"));
            } else {
                assertThat(told)
                        .containsExactlyInAnyOrder(
                                "any: " + change + " is being built",
                                "any: " + change + " checked out",
                                "any: " + change + " compiled",
                                "linux-1: " + change + " tested on linux",
                                "windows-1: " + change + " tested on windows",
                                "any: " + change + " gets +1",
                                "conductor: " + change + " JOB_CONSUMED");
            }
        }
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
