package io.windlass.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The table of TaskFlow's behaviours leaves none out, and names tests that are there. */
class TaskFlowTableTest {
    private static final Path ROOT = Path.of("..");
    private static final Pattern ROW =
            Pattern.compile("^\\| ([A-Z]{3,4}-\\d\\d) \\| ([^|]+) \\| ([^|]+) \\| ([^|]*) ?\\|$", Pattern.MULTILINE);
    private static final Pattern SHOWN = Pattern.compile("`(\\w+#\\w+)`");
    private static final Pattern TEST = Pattern.compile("void (\\w+)\\(");

    /** How many behaviours each area has. */
    private static final Map<String, Integer> AREAS = areas();

    private static Map<String, Integer> areas() {
        Map<String, Integer> areas = new LinkedHashMap<>();
        areas.put("STA", 23);
        areas.put("ATM", 15);
        areas.put("ARG", 18);
        areas.put("RES", 8);
        areas.put("FUN", 5);
        areas.put("PRG", 7);
        areas.put("PAT", 29);
        areas.put("CMP", 10);
        areas.put("SCO", 9);
        areas.put("ENG", 61);
        areas.put("RSM", 19);
        areas.put("RET", 40);
        areas.put("DEC", 19);
        areas.put("STO", 25);
        areas.put("PER", 30);
        areas.put("FAC", 5);
        areas.put("NOT", 9);
        areas.put("LIS", 22);
        areas.put("JOB", 34);
        areas.put("CON", 22);
        areas.put("FAIL", 14);
        areas.put("EXC", 21);
        areas.put("UTL", 15);
        areas.put("EXM", 38);
        return areas;
    }

    /** Listeners are numbered with a gap. */
    private static boolean isThere(String area, int number) {
        return !area.equals("LIS") || number < 14 || number > 19;
    }

    private static List<MatchResult> rows() throws IOException {
        String page = Files.readString(ROOT.resolve("docs/taskflow.md"));
        return ROW.matcher(page).results().toList();
    }

    @Test
    void noBehaviourIsLeftOut() throws IOException {
        List<String> expected = new ArrayList<>();
        AREAS.forEach((area, count) -> IntStream.rangeClosed(1, count)
                .filter(number -> isThere(area, number))
                .forEach(number -> expected.add("%s-%02d".formatted(area, number))));
        assertThat(rows()).extracting(row -> row.group(1)).containsExactlyElementsOf(expected);
    }

    @Test
    void whatIsDoneIsShownByTestsThatAreThereAndWhatIsNotHasAReason() throws IOException {
        Set<String> tests = tests();
        for (MatchResult row : rows()) {
            String what = row.group(3);
            assertThat(what).as(row.group(1)).matches("done|done: .+|not applicable: .+|not yet: .+");
            List<String> shown = SHOWN.matcher(row.group(4))
                    .results()
                    .map(test -> test.group(1))
                    .toList();
            assertThat(what.startsWith("done") && shown.isEmpty())
                    .as("%s is done, and nothing shows it", row.group(1))
                    .isFalse();
            assertThat(shown)
                    .as("tests of %s that are not there", row.group(1))
                    .filteredOn(test -> !tests.contains(test))
                    .isEmpty();
        }
    }

    /** The tests of all modules, with the names of their classes. */
    private static Set<String> tests() throws IOException {
        Set<String> tests = new HashSet<>();
        try (Stream<Path> files = Files.walk(ROOT)) {
            for (Path source : files.filter(path -> path.toString().endsWith(".java"))
                    .filter(path -> path.toString().contains("src/test/java"))
                    .toList()) {
                String name = source.getFileName().toString().replace(".java", "");
                TEST.matcher(Files.readString(source)).results().forEach(test -> tests.add(name + "#" + test.group(1)));
            }
        }
        return tests;
    }
}
