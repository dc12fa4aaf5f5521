package io.windlass.remote;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Micrometer is optional: only who asks for meters needs it. */
@Timeout(120)
class WithoutMicrometerTest {
    private record Ended(int code, String output) {}

    private static Ended run(String... arguments) throws IOException, InterruptedException {
        String[] all = System.getProperty("java.class.path", "").split(File.pathSeparator);
        String without = Arrays.stream(all)
                .filter(entry -> !Path.of(entry).getFileName().toString().startsWith("micrometer-"))
                .collect(Collectors.joining(File.pathSeparator));
        assertThat(without.split(File.pathSeparator)).hasSizeLessThan(all.length);
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                without,
                WithoutMicrometer.class.getName()));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        process.getOutputStream().close();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Ended(process.waitFor(), output);
    }

    @Test
    void flowsRunLocallyAndOnWorkers() throws Exception {
        Ended ended = run();
        assertThat(ended.output()).contains("SUCCESS\nSUCCESS\ntrue\n").doesNotContain("NoClassDefFound");
        assertThat(ended.code()).isZero();
    }

    /** Else the test above would show nothing. */
    @Test
    void whoAsksForMetersThereIsRefused() throws Exception {
        Ended ended = run("measured");
        assertThat(ended.output()).contains("NoClassDefFoundError: io/micrometer");
        assertThat(ended.code()).isNotZero();
    }
}
