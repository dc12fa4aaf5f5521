package io.windlass.bench.child;

import com.fasterxml.jackson.databind.ObjectMapper;
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
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/** A process that runs loads; it ends when this process does. One thread uses it. */
public final class Child implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String MAIN = "io.windlass.bench.ChildMain";
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    /** Those of this JVM that have not been closed. */
    private static final Set<Child> OPEN = ConcurrentHashMap.newKeySet();

    private final Part part;
    private final Path log;
    private final Process process;
    private final BufferedWriter input;
    private final BufferedReader output;

    private Child(Part part, Path log, Process process) {
        this.part = part;
        this.log = log;
        this.process = process;
        this.input = new BufferedWriter(new OutputStreamWriter(process.getOutputStream(), StandardCharsets.UTF_8));
        this.output = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    }

    /**
     * Starts one, and returns when it is ready.
     *
     * @param heapMegabytes the most that its heap may be
     * @param logs the folder for its log
     * @throws IllegalStateException when it does not become ready
     */
    public static Child start(Part part, int heapMegabytes, Path logs) {
        return start(part, java(heapMegabytes, System.getProperty("java.class.path"), MAIN), logs);
    }

    /** {@return the command line of a program in Java} */
    public static List<String> java(int heapMegabytes, String classPath, String main) {
        return List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx" + heapMegabytes + "m",
                "-cp",
                classPath,
                main);
    }

    /**
     * Starts any program that serves as {@link Serving} does, and returns when it is ready.
     *
     * @param logs the folder for its log
     * @throws IllegalStateException when it does not become ready
     */
    public static Child start(Part part, List<String> command, Path logs) {
        Path log = logs.resolve(part.name() + ".log");
        try {
            Files.createDirectories(logs);
            Process process = new ProcessBuilder(command)
                    .redirectError(ProcessBuilder.Redirect.appendTo(log.toFile()))
                    .start();
            Child child = new Child(part, log, process);
            OPEN.add(child);
            return child.begun();
        } catch (IOException e) {
            throw new UncheckedIOException("process " + part.name() + " cannot be started", e);
        }
    }

    private Child begun() {
        try {
            write(part);
            read();
            return this;
        } catch (RuntimeException e) {
            close();
            throw e;
        }
    }

    /** {@return the process's id} */
    public long pid() {
        return process.pid();
    }

    /** {@return what it is} */
    public Part part() {
        return part;
    }

    /** Has it run a load and waits for the end; {@return the figures that it took} */
    public Map<String, Double> run(Load load) {
        begin(load);
        return read();
    }

    /** Has it run a load; {@link #read} waits for the end. */
    public void begin(Load load) {
        write(new Order(load));
    }

    /** {@return what its heap was like since this was asked last, see {@link Memory}} */
    public Map<String, Double> memory() {
        write(new Order(null));
        return read();
    }

    private void write(Object line) {
        try {
            input.write(JSON.writeValueAsString(line));
            input.newLine();
            input.flush();
        } catch (IOException e) {
            throw new UncheckedIOException("process " + part.name() + " takes no orders; its log is " + log, e);
        }
    }

    /**
     * Waits for the answer to the oldest order; {@return its figures}
     *
     * @throws IllegalStateException when it failed, or the process has ended
     */
    public Map<String, Double> read() {
        try {
            String line = output.readLine();
            if (line == null) {
                throw new IllegalStateException("process " + part.name() + " has ended; its log is " + log);
            }
            Answer answer = JSON.readValue(line, Answer.class);
            if (answer.error() != null) {
                throw new IllegalStateException(
                        "process " + part.name() + " failed: " + answer.error() + "; its log is " + log);
            }
            return answer.figures();
        } catch (IOException e) {
            throw new UncheckedIOException("process " + part.name() + " does not answer; its log is " + log, e);
        }
    }

    /** Has all of them stop, in the middle of what they do, and waits for none: their answers do not come any more. */
    public static void stopAll() {
        OPEN.forEach(Child::stop);
    }

    private void stop() {
        try {
            process.getOutputStream().close();
        } catch (IOException e) {
            process.destroyForcibly();
        }
    }

    /** Has it stop, and waits for that; kills it when it takes too long. */
    @Override
    public void close() {
        stop();
        try {
            if (!process.waitFor(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        } finally {
            OPEN.remove(this);
        }
    }
}
