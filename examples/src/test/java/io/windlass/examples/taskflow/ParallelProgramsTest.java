package io.windlass.examples.taskflow;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What the examples on threads and workers print; what runs side by side is in any order. */
@Timeout(300)
class ParallelProgramsTest {
    private static final int SONG = 8;

    @TempDir
    private Path folder;

    @Test
    void oneSongOnEachExecutor() throws Exception {
        List<String> lines = new ArrayList<>(Printed.by("hello-world"));
        if (lines.get(0).equals("-- Running in parallel using virtual threads --")) {
            isTheSong(lines.subList(1, 1 + SONG));
            lines.subList(0, 1 + SONG).clear();
        }
        assertThat(lines).hasSize(3 * (1 + SONG) + 2);
        assertThat(lines.get(0)).isEqualTo("-- Running in parallel using threads --");
        isTheSong(lines.subList(1, 9));
        assertThat(lines.get(9)).isEqualTo("-- Running in parallel using a worker --");
        isTheSong(lines.subList(10, 18));
        assertThat(lines.get(18)).isEqualTo("-- Running serially --");
        isTheSong(lines.subList(19, 27));
        assertThat(lines.get(27)).isEqualTo("-- Statistics gathered --");
        assertThat(lines.get(28)).contains("completed=8", "incomplete=0", "discardedFailures=0");
    }

    private static void isTheSong(List<String> lines) {
        assertThat(lines).hasSize(SONG);
        assertThat(lines.get(0)).isEqualTo("*ding*");
        assertThat(lines.subList(1, 4))
                .containsExactlyInAnyOrder("bob@hello: hello", "joe@hello: hellooo", "sue@hello: helloooooo!");
        assertThat(lines.subList(4, 7))
                .containsExactlyInAnyOrder("bob@world: world", "joe@world: worllllld", "sue@world: wooorllld!");
        assertThat(lines.get(7)).isEqualTo("*dong*");
    }

    @Test
    void twoEnginesShareThreads() throws Exception {
        assertThat(Printed.by("share-engine-thread").stream()
                        .map(line -> line.replaceAll("'windlass-parallel-[1-4]'", "'T'")))
                .containsExactlyInAnyOrder(
                        "Running 'f1-1' in thread 'T'",
                        "Running 'f1-2' in thread 'T'",
                        "Running 'f2-1' in thread 'T'",
                        "Running 'f2-2' in thread 'T'");
    }

    @Test
    void aTableWithoutRowsIsDoneInOneTurn() throws Exception {
        assertThat(Printed.by("parallel-table-multiply"))
                .containsExactly("RESUMING", "SCHEDULING", "WAITING", "ANALYZING", "SUCCESS");
    }

    @Test
    void eachRowOfATableIsMultiplied() throws Exception {
        Path table = folder.resolve("table.csv");
        Files.writeString(table, "1,2\n3.5,\n");
        List<String> lines = Printed.by("parallel-table-multiply", table.toString());
        assertThat(lines).startsWith("RESUMING", "SCHEDULING", "WAITING", "ANALYZING");
        assertThat(lines).endsWith("SUCCESS", "[10.0, 20.0]", "[35.0, 0.0]");
    }

    @Test
    void tasksRunOnTwoWorkers() throws Exception {
        assertThat(Printed.by("wbe-simple-linear"))
                .containsExactly(
                        "Running 2 workers.",
                        "Executing some work.",
                        "Execution finished.",
                        "Result = {result1=1, result2=666, x=111, y=222, z=333}",
                        "Stopping workers.");
    }

    @Test
    void workersShareAPicture() throws Exception {
        Path image = folder.resolve("mandelbrot.pgm");
        assertThat(Printed.by("wbe-mandelbrot", image.toString()))
                .containsExactly(
                        "Calculating your mandelbrot fractal of size 512x512.",
                        "Running 2 workers.",
                        "Execution finished.",
                        "Stopping workers.",
                        "Writing image...",
                        "Gathered 262144 results that represents a mandelbrot image (using 8 chunks that are computed"
                                + " jointly by 2 workers).");
        List<String> pixels = Files.readAllLines(image);
        assertThat(pixels).hasSize(3 + 512).startsWith("P2", "512 512", "25");
        assertThat(pixels.get(3 + 256).split(" ", -1)[341])
                .as("the origin is inside")
                .isEqualTo("25");
    }
}
