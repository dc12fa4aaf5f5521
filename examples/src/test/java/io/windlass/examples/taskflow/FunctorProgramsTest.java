package io.windlass.examples.taskflow;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What the examples of lambdas, targets and failures print. */
@Timeout(120)
class FunctorProgramsTest {
    private static final List<String> BUILDS = List.of("build-frame", "build-engine", "build-doors", "build-wheels");
    private static final List<String> INSTALLS =
            List.of("install-engine", "install-doors", "install-windows", "install-wheels");

    @Test
    void flowAndTasksAreListenedTo() throws Exception {
        assertThat(Printed.by("simple-linear-listening")).isEqualTo("""
                Flow => RUNNING
                Task call-jim => RUNNING
                Calling jim.
                Context = {jimNumber=555, joeNumber=444}
                Task call-jim => SUCCESS
                Task call-joe => RUNNING
                Calling joe.
                Context = {jimNumber=555, joeNumber=444}
                Task call-joe => SUCCESS
                Flow => SUCCESS
                """.lines().toList());
    }

    @Test
    void aCarIsBuiltAndAWrongOneThrownAway() throws Exception {
        List<String> lines = Printed.by("build-a-car");
        int second = lines.indexOf("Building a wrong car that doesn't match specification");
        List<String> right = lines.subList(0, second);
        List<String> wrong = lines.subList(second, lines.size());
        for (List<String> run : List.of(right, wrong)) {
            for (String build : BUILDS) {
                assertThat(run)
                        .containsSubsequence("Task startup => SUCCESS", task(build, "RUNNING"), task(build, "SUCCESS"));
            }
            for (String install : INSTALLS) {
                assertThat(run)
                        .containsSubsequence(
                                "Task build-frame => SUCCESS", task(install, "RUNNING"), "Task verify => RUNNING");
            }
            assertThat(run).containsSubsequence("Task install-windows => SUCCESS", "Task install-doors => RUNNING");
            assertThat(run).containsSubsequence("Task install-engine => SUCCESS", "Task install-wheels => RUNNING");
        }
        assertThat(right).containsSubsequence("Flow => RUNNING", "Task verify => SUCCESS", "Flow => SUCCESS");
        isThrownAway(wrong);
    }

    private static void isThrownAway(List<String> lines) {
        assertThat(lines)
                .containsSubsequence(
                        "Task verify => FAILURE",
                        "Task verify => REVERTED",
                        "Task install-doors => REVERTING",
                        "Task install-doors => REVERTED",
                        "Task install-windows => REVERTING",
                        "Task install-windows => REVERTED",
                        "Task build-doors => REVERTING",
                        "Task build-doors => REVERTED",
                        "Task startup => REVERTING",
                        "Throwing away pieces of car!",
                        "Task startup => REVERTED",
                        "Flow => REVERTED",
                        "Flow failed: Car doesn't match spec!");
        assertThat(Stream.concat(BUILDS.stream(), INSTALLS.stream()))
                .allSatisfy(name -> assertThat(lines)
                        .containsSubsequence(
                                "Task verify => REVERTED",
                                task(name, "REVERTING"),
                                task(name, "REVERTED"),
                                "Task startup => REVERTING"));
    }

    private static String task(String name, String state) {
        return "Task " + name + " => " + state;
    }

    @Test
    void aBuildHasATarget() throws Exception {
        List<String> steps = List.of(
                "Compiling first.c into first.o",
                "Compiling second.cpp into second.o",
                "Compiling main.cpp into main.o",
                "Building docs for first.c",
                "Building docs for second.cpp",
                "Building docs for main.cpp",
                "Linking executable build/executable from files first.o, second.o, main.o, docs");
        List<String> lines = Printed.by("buildsystem");
        assertThat(lines).hasSize(20);
        assertThat(lines.get(1)).isEqualTo("Running all tasks:");
        assertThat(lines.subList(3, 10))
                .containsExactlyInAnyOrderElementsOf(steps)
                .endsWith(steps.get(6));
        assertThat(lines.get(11)).isEqualTo("Building executable, no docs:");
        assertThat(lines.subList(13, 20))
                .containsExactlyInAnyOrderElementsOf(steps)
                .endsWith(steps.get(6));
    }

    @Test
    void failuresAreToldApartByType() throws Exception {
        List<String> lines = Printed.by("wrapped-exception");
        assertThat(lines).hasSize(15);
        assertThat(lines.get(1)).isEqualTo("Raise and catch first exception only");
        assertThat(lines.get(3)).isEqualTo("Got FirstException: First task failed");
        assertThat(lines.get(5)).isEqualTo("Raise and catch both exceptions");
        assertThat(lines.subList(7, 9))
                .containsExactlyInAnyOrder(
                        "Got FirstException: First task failed", "Got SecondException: Second task failed");
        assertThat(lines.get(10)).isEqualTo("Handle one exception, and re-raise another");
        assertThat(lines.subList(12, 14))
                .containsExactlyInAnyOrder(
                        "Got FirstException: First task failed",
                        "Unknown failure: Failure: java.lang.IllegalArgumentException: Bad raise2 value: 'boom'");
        assertThat(lines.get(14)).isEqualTo("As expected, IllegalArgumentException is here: Bad raise2 value: 'boom'");
    }

    @Test
    void sumsOfChunksAreSummed() throws Exception {
        assertThat(Printed.by("simple-map-reduce"))
                .containsExactly("Running a parallel engine with 4 threads", "Calculated result = 49995000");
    }
}
