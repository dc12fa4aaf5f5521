package io.windlass.bench.run;

import io.windlass.proxy.RequestQueue;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** A process of Windlass's command line, as somebody would start it. Thread-safe. */
public final class Command implements AutoCloseable {
    /** A task that a worker process can be told to serve. */
    public static final String TASK = "media.fetch";

    /** Where requests for that task go. */
    static final RequestQueue QUEUE = new RequestQueue("default", TASK, 1);

    private static final String MAIN = "io.windlass.examples.cli.Main";
    private static final long PATIENCE_SECONDS = 20;

    private final String name;
    private final Process process;
    private final long began = System.nanoTime();
    private final CompletableFuture<Long> readyAfter = new CompletableFuture<>();

    private Command(String name, Process process) {
        this.name = name;
        this.process = process;
    }

    /**
     * Starts one, and returns when it says that it is ready.
     *
     * @throws IllegalStateException when it ends before that
     */
    static Command start(String name, List<String> arguments, Map<String, String> environment, Path logs) {
        List<String> line = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                MAIN));
        line.addAll(arguments);
        ProcessBuilder builder = new ProcessBuilder(line).redirectErrorStream(true);
        builder.environment().putAll(environment);
        Path log = logs.resolve(name + ".log");
        try {
            Files.createDirectories(logs);
            Command command = new Command(name, builder.start());
            command.follow(log);
            if (command.readyAfter.join() < 0) {
                throw new IllegalStateException("process " + name + " has ended; its log is " + log);
            }
            return command;
        } catch (IOException e) {
            throw new UncheckedIOException("process " + name + " cannot be started", e);
        }
    }

    private void follow(Path log) {
        Thread follower = new Thread(
                () -> {
                    try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8);
                            Writer copy = Files.newBufferedWriter(log)) {
                        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                            copy.write(line + "\n");
                            if (line.equals("ready") || line.startsWith("Windlass worker ")) {
                                readyAfter.complete(System.nanoTime() - began);
                            }
                        }
                    } catch (IOException e) {
                        process.destroyForcibly();
                    } finally {
                        readyAfter.complete(-1L);
                    }
                },
                "bench-output-" + name);
        follower.setDaemon(true);
        follower.start();
    }

    /** {@return from its start until it said that it was ready, in nanoseconds} */
    public long nanosUntilReady() {
        return readyAfter.join();
    }

    /** {@return the processor time that it has used, in microseconds; empty when it is not known} */
    public OptionalLong micros() {
        return Processes.micros(process.pid());
    }

    /** Asks it to stop, and waits for that; kills it when it takes too long. */
    @Override
    public void close() {
        process.toHandle().destroy(); // Process.destroy would close its output before it has said all
        try {
            if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
