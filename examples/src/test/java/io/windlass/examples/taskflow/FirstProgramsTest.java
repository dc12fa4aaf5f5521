package io.windlass.examples.taskflow;

import static org.assertj.core.api.Assertions.assertThat;

import io.windlass.examples.flows.Example;
import io.windlass.examples.flows.Examples;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What the examples of lines, values, retries and single steps print, to the letter. */
@Timeout(120)
class FirstProgramsTest {
    private static void prints(String name, String expected) throws Exception {
        assertThat(Printed.by(name)).isEqualTo(expected.lines().toList());
    }

    @Test
    void namesAreUnique() {
        assertThat(Stream.concat(
                        Examples.all().stream().map(Example::name),
                        Programs.all().stream().map(Program::name)))
                .doesNotHaveDuplicates();
    }

    @Test
    void eachIsInTheTable() throws Exception {
        String table = Files.readString(Path.of("..", "docs", "examples.md"));
        assertThat(Programs.all())
                .allSatisfy(program -> assertThat(table)
                        .containsPattern("\\| `" + program.name() + "( \\[[A-Z]+])*` \\| `"
                                + program.name().replace('-', '_')));
        assertThat(Examples.all()).allSatisfy(example -> assertThat(table).contains("| `" + example.name() + "` | "));
    }

    @Test
    void twoCallsInARow() throws Exception {
        prints("simple-linear", """
                Calling jim 555.
                Calling joe 444.
                """);
    }

    @Test
    void aResultIsPassedOn() throws Exception {
        prints("simple-linear-pass", """
                Constructing...
                Loading...
                Compiling...
                Preparing...
                Running...
                Executing 'a'
                Executing 'b'
                Got input 'a'
                Done...
                """);
    }

    @Test
    void aFailureHasTheCallsTakenBack() throws Exception {
        prints("reverting-linear", """
                Calling jim 555.
                Calling joe 444.
                Calling 444 and apologizing.
                Calling 555 and apologizing.
                Flow failed: Suzzie not home right now.
                """);
    }

    @Test
    void numbersAreTriedUntilOneIsRight() throws Exception {
        prints("retry-flow", """
                Calling jim 333.
                Wrong number, apologizing.
                Calling jim 444.
                Wrong number, apologizing.
                Calling jim 555.
                Hello Jim!
                """);
    }

    @Test
    void eachLetterIsSaidBetweenSchedulingAndWaiting() throws Exception {
        List<String> expected = new ArrayList<>(List.of("RESUMING"));
        for (char letter = 'A'; letter <= 'Z'; letter++) {
            expected.addAll(List.of("SCHEDULING", String.valueOf(letter), "WAITING", "ANALYZING"));
        }
        expected.add("SUCCESS");
        assertThat(expected).hasSize(106);
        assertThat(Printed.by("run-by-iter")).isEqualTo(expected);
    }

    @Test
    void theStatesOfARunAreNumbered() throws Exception {
        List<String> expected = new ArrayList<>(List.of("Transition 1: RESUMING"));
        for (int task = 1; task <= 10; task++) {
            int last = 3 * task;
            expected.addAll(List.of(
                    "Transition " + (last - 1) + ": SCHEDULING",
                    "echo_" + task,
                    "Transition " + last + ": WAITING",
                    "Transition " + (last + 1) + ": ANALYZING"));
        }
        expected.add("Transition 32: SUCCESS");
        assertThat(Printed.by("run-by-iter-enumerate")).isEqualTo(expected);
    }

    @Test
    void aPrefixKeepsNamesApart() throws Exception {
        prints("pseudo-scoping", """
                Running simple flow:
                Fetching number for Josh.
                Calling Josh 777.

                Calling many people using prefixed factory:
                Fetching number for Jim.
                Calling Jim 444.
                Fetching number for Joe.
                Calling Joe 555.
                Fetching number for Josh.
                Calling Josh 777.
                """);
    }

    @Test
    void aGraphHasTheSameSumsOnOneThreadAndOnMany() throws Exception {
        prints("graph-flow", """
                Single threaded engine result {x1=4, x2=12, x3=16, x4=21, x5=20, x6=41, x7=82}
                Multi threaded engine result {x1=4, x2=12, x3=16, x4=21, x5=20, x6=41, x7=82}
                """);
    }

    @Test
    void resultsAndInputsUnderOtherNames() throws Exception {
        prints("calculate-linear", "{x=2, y=3, d=5, z=5, a=10, r=30}");
    }

    @Test
    void sumsSideBySide() throws Exception {
        prints("calculate-in-parallel", "{x1=2, y1=3, x2=5, y2=8, z1=5, z2=13, r=18}");
    }

    @Test
    void aDeciderSkipsATask() throws Exception {
        prints("switch-graph-flow", """
                Running r-a
                {r-a=null}
                ---------
                After run
                ---------
                flow root: SUCCESS
                atom r-a: SUCCESS
                atom r-b: IGNORE
                """);
    }

    @Test
    void distancesWithAndWithoutPoints() throws Exception {
        assertThat(Printed.by("distance-calculator").stream().map(line -> line.replaceAll("(\\d+\\.\\d{3})\\d*", "$1")))
                .containsExactly(
                        "{distance=0.0}",
                        "0.0 is near-enough to 0.0: true",
                        "{distance=1.414}",
                        "1.414 is near-enough to 1.414: true",
                        "{distance=14.142}",
                        "14.142 is near-enough to 14.141: true",
                        "{distance=7.071}",
                        "7.071 is near-enough to 7.071: true",
                        "{distance=0.0}",
                        "0.0 is near-enough to 0.0: true",
                        "{distance=14.142}",
                        "14.142 is near-enough to 14.141: true");
    }
}
