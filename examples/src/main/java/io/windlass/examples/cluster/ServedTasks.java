package io.windlass.examples.cluster;

import io.windlass.atom.Task;
import io.windlass.examples.bottles.Conclude;
import io.windlass.examples.bottles.PassItAround;
import io.windlass.examples.bottles.TakeOneDown;
import io.windlass.examples.flows.Examples;
import io.windlass.examples.volume.CreateBackend;
import io.windlass.examples.volume.CreateBackendV2;
import io.windlass.examples.volume.CreateRecord;
import io.windlass.examples.volume.Ledger;
import io.windlass.examples.volume.UpdateStatus;
import io.windlass.proxy.RequestQueue;
import io.windlass.worker.WorkerBuilder;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;

/** The tasks that a worker process of this program may serve, by what they are called on its command line. */
public final class ServedTasks {
    /** Those that keep record of what they do. */
    private static final Map<String, Function<Ledger, Task>> RECORDED = new LinkedHashMap<>();

    private static final Map<String, String> SHORT = new LinkedHashMap<>();
    private static final String BACKEND_V2 = "volume.create-backend:2";

    static {
        volume("RECORD", CreateRecord::new);
        volume("BACKEND", CreateBackend::new);
        volume("STATUS", UpdateStatus::new);
        RECORDED.put(BACKEND_V2, CreateBackendV2::new);
        recorded(TakeOneDown::new);
        recorded(PassItAround::new);
        recorded(Conclude::new);
        SHORT.put("BACKEND2", BACKEND_V2);
    }

    private ServedTasks() {}

    private static void volume(String shortName, Function<Ledger, Task> maker) {
        SHORT.put(shortName, recorded(maker));
    }

    private static String recorded(Function<Ledger, Task> maker) {
        String type = maker.apply(Ledger.NONE).typeName();
        RECORDED.put(type, maker);
        return type;
    }

    /** {@return all names: wire names, and short ones for the tasks of create-volume} */
    public static List<String> names() {
        List<String> names = new ArrayList<>(SHORT.keySet());
        names.addAll(RECORDED.keySet());
        names.addAll(Examples.tasks().keySet());
        return names;
    }

    /**
     * {@return the wire names behind names, followed by {@code :2} for a second version}
     *
     * @throws IllegalArgumentException when there is no such task; says which there are
     */
    public static List<String> types(Collection<String> names) {
        return names.stream().map(ServedTasks::type).toList();
    }

    private static String type(String name) {
        String type = SHORT.getOrDefault(name, name);
        if (!RECORDED.containsKey(type) && !Examples.tasks().containsKey(type)) {
            throw new IllegalArgumentException("there is no task '" + name + "' to serve; there are " + names());
        }
        return type;
    }

    /**
     * {@return the queues that a worker consumes which serves these tasks}
     *
     * @throws IllegalArgumentException when there is no such task
     */
    public static List<RequestQueue> queues(String pool, Collection<String> names) {
        return types(names).stream()
                .map(type -> maker(type, Ledger.NONE).get())
                .map(task ->
                        new RequestQueue(pool, task.typeName(), task.version().major()))
                .toList();
    }

    /** {@return whether some of the tasks keep record in the database} */
    public static boolean needLedger(Collection<String> types) {
        return types.stream().anyMatch(RECORDED::containsKey);
    }

    /** Has a worker serve the tasks, by what {@link #types} says. */
    public static void register(WorkerBuilder worker, Collection<String> types, Ledger ledger) {
        for (String type : types) {
            Supplier<? extends Task> maker = maker(type, ledger);
            worker.register(maker.get().getClass(), maker);
        }
    }

    private static Supplier<? extends Task> maker(String type, Ledger ledger) {
        Function<Ledger, Task> recorded = RECORDED.get(type);
        if (recorded != null) {
            return () -> recorded.apply(ledger);
        }
        Supplier<Task> task = Examples.tasks().get(type);
        if (task == null) {
            throw new IllegalArgumentException("there is no task of type '" + type + "'");
        }
        return task;
    }
}
