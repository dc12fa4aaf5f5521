package io.windlass.embedded;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A command that lives no longer than this JVM: a shell runs it and stops it when its standard input ends, which it
 * does however this JVM ends. Where the system has {@code setsid} the command is out of reach of the terminal's Ctrl-C,
 * so that it is stopped in order and not first of all.
 */
final class Watchdog implements AutoCloseable {
    /** How a command is asked to stop; what comes two and three seconds later is in the script. */
    enum Stop {
        TERM,
        INT
    }

    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(10);
    private static final String SCRIPT = script();
    private static final boolean SETSID = onPath("setsid");

    private final Process shell;

    private Watchdog(Process shell) {
        this.shell = shell;
    }

    /**
     * Starts the command.
     *
     * @param output the file that its output is appended to
     * @param leftover deleted when the command has ended, by the account that it ran as
     */
    static Watchdog start(Account account, Stop stop, Path output, String leftover, List<String> command)
            throws IOException {
        var line = new ArrayList<String>();
        if (SETSID) {
            line.add("setsid");
        }
        line.addAll(account.prefix());
        line.addAll(List.of("sh", "-c", SCRIPT, "windlass-watchdog", stop.name(), leftover));
        line.addAll(command);
        var builder = new ProcessBuilder(line)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(output.toFile()));
        builder.environment().put("LC_ALL", "C");
        builder.environment().put("TZ", "UTC");
        return new Watchdog(builder.start());
    }

    /** Whether the command ended within this time. */
    boolean ended(Duration patience) throws InterruptedException {
        return shell.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** What the command ended with; only after it ended. */
    int status() {
        return shell.exitValue();
    }

    /** Stops the command and returns when it is gone; an interrupt is kept and does not cut this short. */
    @Override
    public void close() {
        boolean interrupted = Thread.interrupted();
        try {
            shell.getOutputStream().close();
        } catch (IOException e) {
            // The shell ended and took its end of the pipe along.
        }
        long deadline = System.nanoTime() + CLOSE_TIMEOUT.toNanos();
        while (shell.isAlive() && System.nanoTime() < deadline) {
            try {
                ended(Duration.ofNanos(Math.max(1_000_000, deadline - System.nanoTime())));
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (shell.isAlive()) {
            shell.descendants().forEach(ProcessHandle::destroyForcibly);
            shell.destroyForcibly();
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private static String script() {
        try (InputStream in = Watchdog.class.getResourceAsStream("watchdog.sh")) {
            if (in == null) {
                throw new EmbeddedException("watchdog.sh is missing from the jar of windlass-embedded; build it anew.");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new EmbeddedException("watchdog.sh cannot be read from the jar of windlass-embedded.", e);
        }
    }

    private static boolean onPath(String program) {
        var path = System.getenv("PATH");
        if (path != null) {
            for (var folder : path.split(":", -1)) {
                if (!folder.isEmpty() && Files.isExecutable(Path.of(folder, program))) {
                    return true;
                }
            }
        }
        return false;
    }
}
