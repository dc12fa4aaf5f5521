package io.windlass.examples.cluster;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** A Java process of the same program, which ends when this one does. Thread-safe. */
public final class ChildProcess {
    private static final List<String> JVM_FLAGS =
            List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xshare:auto", "-Xmx256m");

    /** Those of this JVM that have not ended. */
    private static final Set<ChildProcess> ALIVE = ConcurrentHashMap.newKeySet();

    private final String name;
    private final Process process;
    private final BufferedWriter input;
    private volatile boolean killed;

    private ChildProcess(String name, Process process) {
        this.name = name;
        this.process = process;
        this.input = new BufferedWriter(new OutputStreamWriter(process.getOutputStream(), StandardCharsets.UTF_8));
    }

    /** Starts the command line of this program with other arguments; its log goes to a file, its output to the consumer. */
    static ChildProcess start(
            String name, List<String> arguments, Map<String, String> environment, Path logs, Consumer<String> output) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(JVM_FLAGS);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), "io.windlass.examples.cli.Main"));
        command.addAll(arguments);
        try {
            Files.createDirectories(logs);
            ProcessBuilder builder = new ProcessBuilder(command)
                    .redirectError(ProcessBuilder.Redirect.appendTo(
                            logs.resolve(name + ".log").toFile()));
            builder.environment().putAll(environment);
            ChildProcess child = new ChildProcess(name, builder.start());
            ALIVE.add(child);
            CompletableFuture<Void> unused = child.process.onExit().thenRun(() -> ALIVE.remove(child));
            child.readOutput(output);
            return child;
        } catch (IOException e) {
            throw new UncheckedIOException("process " + name + " could not be started", e);
        }
    }

    private void readOutput(Consumer<String> output) {
        Thread reader = new Thread(
                () -> {
                    try (BufferedReader lines = new BufferedReader(
                            new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
                        lines.lines().forEach(output);
                    } catch (IOException | UncheckedIOException e) {
                        output.accept("lost");
                    }
                },
                "windlass-output-" + name);
        reader.setDaemon(true);
        reader.start();
    }

    /** {@return the name} */
    public String name() {
        return name;
    }

    /** {@return the process's id} */
    public long pid() {
        return process.pid();
    }

    /** {@return whether it runs} */
    public boolean isAlive() {
        return process.isAlive();
    }

    /** {@return whether {@link #kill} ended it} */
    public boolean wasKilled() {
        return killed;
    }

    /** Writes a line to its standard input. */
    void send(String line) {
        try {
            synchronized (input) {
                input.write(line);
                input.newLine();
                input.flush();
            }
        } catch (IOException e) {
            throw new UncheckedIOException("process " + name + " takes no input; see its log", e);
        }
    }

    /** Kills it at once, as a crash would: SIGKILL. Returns when it is dead. */
    public void kill() {
        killed = true;
        process.destroyForcibly();
        await(Duration.ofSeconds(30));
    }

    /** Kills all that this JVM started, for when it has to end itself; nothing is waited for. */
    public static void killAll() {
        ALIVE.forEach(child -> child.process.destroyForcibly());
    }

    /** Asks it to stop (SIGTERM) and waits; {@return its exit status} It is killed when it does not stop in time. */
    int stop(Duration patience) {
        // Not Process.destroy: that closes its input too, which says that this process is gone.
        process.toHandle().destroy();
        if (!await(patience)) {
            process.destroyForcibly();
            await(patience);
        }
        return process.isAlive() ? -1 : process.exitValue();
    }

    /** Waits until it has ended by itself; {@return its exit status, -1 when it still runs} */
    public int exitStatus(Duration patience) {
        return await(patience) ? process.exitValue() : -1;
    }

    private boolean await(Duration patience) {
        try {
            return process.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
