package io.windlass.worker;

import io.windlass.atom.Task;
import io.windlass.atom.TaskPlace;
import io.windlass.atom.TaskVersion;
import io.windlass.failure.DefinitionException;
import io.windlass.failure.NotFoundException;
import io.windlass.proxy.RequestQueue;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The tasks that a worker offers. Nothing else can be run by it, whatever a message says. Immutable once built. */
final class TaskRegistry {
    private final Map<String, Map<Integer, Entry>> byType = new LinkedHashMap<>();

    private record Entry(TaskVersion version, String text, Supplier<? extends Task> maker) {
        Entry(TaskVersion version, Supplier<? extends Task> maker) {
            this(version, version.toString(), maker);
        }
    }

    void register(Supplier<? extends Task> maker) {
        Task sample = maker.get();
        if (sample.place() != TaskPlace.ANYWHERE) {
            throw new DefinitionException(sample
                    + (sample.place() == TaskPlace.ENGINE
                            ? " is made of lambdas and has no type that a request could ask for; give it one with ofType"
                            : " has no body in this process; register its class"));
        }
        Entry before = byType.computeIfAbsent(sample.typeName(), type -> new LinkedHashMap<>())
                .putIfAbsent(sample.version().major(), new Entry(sample.version(), maker));
        if (before != null) {
            throw new DefinitionException("task type " + sample.typeName() + " is registered twice in its line "
                    + sample.version().major() + "; give one of them another major version or name");
        }
    }

    boolean isEmpty() {
        return byType.isEmpty();
    }

    /** {@return a new task for a request} */
    Task create(String type, String version) {
        Entry entry = find(byType.getOrDefault(type, Map.of()), version);
        if (entry == null) {
            throw new NotFoundException(
                    "this worker does not serve " + type + " " + version + "; it serves " + versions());
        }
        return entry.maker().get();
    }

    private static @Nullable Entry find(Map<Integer, Entry> lines, String version) {
        for (Entry entry : lines.values()) {
            if (entry.text().equals(version)) {
                return entry; // as most are, and needs no parsing
            }
        }
        return lines.get(TaskVersion.of(version).major());
    }

    /** {@return the versions of each type, as an advert tells them} */
    Map<String, List<String>> versions() {
        Map<String, List<String>> versions = new LinkedHashMap<>();
        byType.forEach((type, lines) ->
                versions.put(type, lines.values().stream().map(Entry::text).toList()));
        return versions;
    }

    List<RequestQueue> queues(String pool) {
        List<RequestQueue> queues = new ArrayList<>();
        byType.forEach((type, lines) -> lines.keySet().forEach(line -> queues.add(new RequestQueue(pool, type, line))));
        return queues;
    }
}
