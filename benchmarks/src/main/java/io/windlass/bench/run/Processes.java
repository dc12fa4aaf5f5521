package io.windlass.bench.run;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Predicate;

/** What processes of this machine have used. Linux tells; elsewhere nothing is known. */
final class Processes {
    private static final Path ALL = Path.of("/proc");
    /** The unit of these files, on all Linux systems of today. */
    private static final long MICROS_PER_TICK = 10_000;

    private Processes() {}

    /** {@return the processor time that one process has used, in microseconds; empty when it is not known} */
    static OptionalLong micros(long pid) {
        return read(folder(pid))
                .map(stat -> OptionalLong.of(stat.micros(Stat.OWN)))
                .orElse(OptionalLong.empty());
    }

    /** {@return what all processes of that name have used, and those of their children that have ended} */
    static OptionalLong microsOfAll(String name) {
        return sum(stat -> stat.name().equals(name));
    }

    /**
     * {@return what a server and its processes have used, those that have ended included}
     *
     * @param child one of its processes
     * @param name that this has, if it is of this machine
     */
    static OptionalLong microsOfServer(long child, String name) {
        return read(folder(child))
                .filter(stat -> stat.name().equals(name))
                .map(Stat::parent)
                .map(server -> sum(stat -> stat.parent() == server || stat.pid() == server))
                .orElse(OptionalLong.empty());
    }

    private static OptionalLong sum(Predicate<Stat> wanted) {
        long sum = 0;
        boolean found = false;
        try (DirectoryStream<Path> folders = Files.newDirectoryStream(ALL, "[0-9]*")) {
            for (Path folder : folders) {
                Optional<Stat> stat = read(folder).filter(wanted);
                found |= stat.isPresent();
                sum += stat.map(one -> one.micros(Stat.WITH_CHILDREN)).orElse(0L);
            }
        } catch (IOException e) {
            return OptionalLong.empty();
        }
        return found ? OptionalLong.of(sum) : OptionalLong.empty();
    }

    /** {@return what a process has read and written, sockets included: rchar, wchar, syscr, syscw; empty if not known} */
    static Map<String, Long> io(long pid) {
        try {
            Map<String, Long> counts = new HashMap<>();
            for (String line : Files.readAllLines(folder(pid).resolve("io"))) {
                int colon = line.indexOf(':');
                counts.put(
                        line.substring(0, colon),
                        Long.valueOf(line.substring(colon + 1).strip()));
            }
            return counts;
        } catch (IOException e) {
            return Map.of(); // not Linux, or somebody else's
        }
    }

    private static Path folder(long pid) {
        return ALL.resolve(String.valueOf(pid));
    }

    /** A process's {@code stat}: the fields after its name, from its state on. */
    private record Stat(long pid, String name, List<String> fields) {
        static final int OWN = 2;
        static final int WITH_CHILDREN = 4;

        private static final int PARENT = 1;
        /** User and system time, own and of children that have ended. */
        private static final int FIRST_TIME = 11;

        long parent() {
            return Long.parseLong(fields.get(PARENT));
        }

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
                    Long.parseLong(line.substring(0, from).strip()),
                    line.substring(from + 1, to),
                    List.of(line.substring(to + 2).split(" ", -1))));
        } catch (IOException e) {
            return Optional.empty(); // not Linux, or it has just ended
        }
    }
}
