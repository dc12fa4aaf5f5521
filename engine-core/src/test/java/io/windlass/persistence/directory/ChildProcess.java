package io.windlass.persistence.directory;

import static io.windlass.persistence.Samples.flow;
import static io.windlass.persistence.Samples.flowEntry;
import static io.windlass.persistence.Samples.succeeded;

import io.windlass.persistence.FlowChange;
import io.windlass.state.FlowState;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

/** Another JVM that writes one flow into a directory, change after change, and says what is recorded. */
final class ChildProcess implements AutoCloseable {
    /** So many that writing them takes about as long as forcing them to the disk. */
    static final int ATOMS = 40;

    /** As fast as it can, or a change each time that it is told to. */
    static final String FAST = "fast";

    static final String STEPWISE = "stepwise";

    private static final String MARK = "recorded:";

    private final Process process;
    private final BufferedReader output;

    private ChildProcess(Process process) {
        this.process = process;
        this.output = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    }

    static ChildProcess start(Path directory, UUID flow, Duration lease, String pace) throws IOException {
        return new ChildProcess(new ProcessBuilder(
                        Path.of(System.getProperty("java.home", ""), "bin", "java")
                                .toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path", ""),
                        ChildProcess.class.getName(),
                        directory.toString(),
                        flow.toString(),
                        lease.toString(),
                        pace)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start());
    }

    /** {@return what it says next: the number of the change that is recorded, or why it cannot go on} */
    String next() throws IOException {
        for (String line = output.readLine(); line != null; line = output.readLine()) {
            if (line.startsWith(MARK)) {
                return line.substring(MARK.length());
            }
        }
        throw new IOException("the child ended");
    }

    /** Lets a stepwise one go on. */
    void step() throws IOException {
        process.getOutputStream().write('\n');
        process.getOutputStream().flush();
    }

    void signal(String name) throws IOException, InterruptedException {
        new ProcessBuilder("kill", "-s", name, Long.toString(process.pid()))
                .start()
                .waitFor();
    }

    /** SIGKILL, wherever it is; {@return the last change that it told of} */
    int kill(int told) throws IOException, InterruptedException {
        // By its handle: the process itself would close its output along with it.
        process.toHandle().destroyForcibly();
        if (!process.waitFor(60, TimeUnit.SECONDS)) {
            throw new IllegalStateException("the child did not end");
        }
        int last = told;
        for (String line = output.readLine(); line != null; line = output.readLine()) {
            // The last line may have been cut off.
            if (line.matches(MARK + "\\d+\\.")) {
                last = Integer.parseInt(line.substring(MARK.length(), line.length() - 1));
            }
        }
        return last;
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }

    /** The number of a change is in all that it writes. */
    static FlowChange numbered(UUID id, int number, int atoms) {
        return new FlowChange(
                flow(id, FlowState.RUNNING, number),
                number == 1,
                true,
                IntStream.range(0, atoms)
                        .mapToObj(i -> succeeded("atom " + i, "[" + number + "]"))
                        .toList(),
                List.of(flowEntry(number)));
    }

    /** Entry point of the child; the arguments are the directory, the flow, the lease and the pace. */
    public static void main(String[] arguments) {
        UUID id = UUID.fromString(arguments[1]);
        try (DirectoryPersistence store =
                DirectoryPersistence.open(Path.of(arguments[0]), Duration.parse(arguments[2]))) {
            for (int number = 1; ; number++) {
                store.save(numbered(id, number, ATOMS)).toCompletableFuture().join();
                System.out.println(MARK + number + ".");
                if (arguments[3].equals(STEPWISE) && System.in.read() < 0) {
                    return;
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (CompletionException e) {
            System.out.println(MARK + String.valueOf(e.getCause()).replaceAll(":.*", ""));
        }
    }
}
