package io.windlass.bench.run;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;

/** How much processor time processes of this machine have used. Linux tells; elsewhere nothing is known. */
final class Cpu {
    private static final Path PROCESSES = Path.of("/proc");
    /** The unit of these files, on all Linux systems of today. */
    private static final long MICROS_PER_TICK = 10_000;
    /** Fields after the name, from the state on: user and system time, own and of children that have ended. */
    private static final int FIRST_TIME = 11;

    private static final int OWN = 2;
    private static final int WITH_CHILDREN = 4;

    private Cpu() {}

    /** {@return what one process has used, in microseconds; empty when it is not known} */
    static OptionalLong of(long pid) {
        return read(PROCESSES.resolve(String.valueOf(pid)))
                .map(stat -> OptionalLong.of(stat.micros(OWN)))
                .orElse(OptionalLong.empty());
    }

    /** {@return what all processes of that name have used and those of their children that have ended} */
    static OptionalLong ofAll(String name) {
        Map<Path, Long> found = new TreeMap<>();
        try (DirectoryStream<Path> folders = Files.newDirectoryStream(PROCESSES, "[0-9]*")) {
            for (Path folder : folders) {
                read(folder)
                        .filter(stat -> stat.name().equals(name))
                        .ifPresent(stat -> found.put(folder, stat.micros(WITH_CHILDREN)));
            }
        } catch (IOException e) {
            return OptionalLong.empty();
        }
        return found.isEmpty()
                ? OptionalLong.empty()
                : OptionalLong.of(
                        found.values().stream().mapToLong(Long::longValue).sum());
    }

    /** A process's {@code stat}, without its pid. */
    private record Stat(String name, List<String> fields) {
        long micros(int times) {
            long ticks = 0;
            for (int i = 0; i < times; i++) {
                ticks += Long.parseLong(fields.get(FIRST_TIME + i));
            }
            return ticks * MICROS_PER_TICK;
        }
    }

    private static Optional<Stat> read(Path folder) {
        try {
            String line = Files.readString(folder.resolve("stat"));
            int from = line.indexOf('(');
            int to = line.lastIndexOf(')'); // a name may have brackets
            return Optional.of(new Stat(
                    line.substring(from + 1, to), List.of(line.substring(to + 2).split(" ", -1))));
        } catch (IOException e) {
            return Optional.empty(); // not Linux, or it has just ended
        }
    }
}
