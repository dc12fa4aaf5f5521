package io.windlass.embedded;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A JVM of its own that starts an embedded database, says so, and waits to be killed. */
final class ChildJvm implements AutoCloseable {
    static final String STARTING = "starting";

    private static final String MARK = "> ";
    private static final Path SETSID = Path.of("/usr/bin/setsid");
    private static final long PATIENCE_SECONDS = 60;

    private final Process process;
    private final BufferedReader output;

    private ChildJvm(Process process) {
        this.process = process;
        this.output = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    }

    /** Starts one, as the leader of a process group where the system allows, as a shell at a terminal would. */
    static ChildJvm start(Path folder, Path cache) throws IOException {
        var command = new ArrayList<String>();
        if (Files.isExecutable(SETSID)) {
            command.add(SETSID.toString());
        }
        command.addAll(List.of(
                Path.of(System.getProperty("java.home", ""), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-D" + EmbeddedDatabase.CACHE_PROPERTY + "=" + cache,
                "-cp",
                System.getProperty("java.class.path", ""),
                ChildJvm.class.getName(),
                folder.toString()));
        return new ChildJvm(new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start());
    }

    /** Waits for the child's next line that is not a log line. */
    String next() throws IOException {
        for (var line = output.readLine(); line != null; line = output.readLine()) {
            if (line.startsWith(MARK)) {
                return line.substring(MARK.length());
            }
        }
        throw new IOException("The child JVM ended");
    }

    /** SIGKILL, and waits for the end. */
    void kill() throws InterruptedException {
        process.destroyForcibly();
        awaitEnd();
    }

    /**
     * Ends the whole process group, as Ctrl-C does, and waits for the end. By SIGTERM, which a JVM treats alike: whoever
     * was started in the background of a shell ignores SIGINT.
     */
    void terminateGroup() throws IOException, InterruptedException {
        var target = (Files.isExecutable(SETSID) ? "-" : "") + process.pid();
        new ProcessBuilder("kill", "-s", "TERM", "--", target).start().waitFor();
        awaitEnd();
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }

    private void awaitEnd() throws InterruptedException {
        if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
            throw new IllegalStateException("The child JVM did not end");
        }
    }

    /** Entry point of the child; the argument is the folder. */
    public static void main(String[] arguments) throws IOException {
        System.out.println(MARK + STARTING);
        try (var database = EmbeddedDatabase.start(Path.of(arguments[0]))) {
            System.out.println(MARK + database.pid());
            int end = System.in.read();
            System.out.println(MARK + end);
        }
    }
}
