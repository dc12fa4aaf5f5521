package io.windlass.worker;

import io.micrometer.core.instrument.MeterRegistry;
import io.windlass.atom.Task;
import io.windlass.failure.DefinitionException;
import io.windlass.proxy.Proxy;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.time.Duration;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;

/** Describes a worker. Not thread-safe. */
public final class WorkerBuilder {
    /** How many tasks run at once unless it is said. */
    public static final int DEFAULT_SLOTS = 4;

    /** How often engines hear from a worker unless it is said; must be the same as theirs. */
    public static final Duration DEFAULT_HEARTBEAT = Duration.ofSeconds(1);

    /** How long running tasks may take to finish when the worker is closed, unless it is said. */
    public static final Duration DEFAULT_DRAIN = Duration.ofSeconds(30);

    final Proxy proxy;
    final TaskRegistry registry = new TaskRegistry();
    String name = "w" + java.util.UUID.randomUUID().toString().substring(0, 8);
    String pool = "default";
    int slots = DEFAULT_SLOTS;
    Duration heartbeat = DEFAULT_HEARTBEAT;
    Duration drainTimeout = DEFAULT_DRAIN;
    private Function<TaskRegistry, WorkerEvents> events = tasks -> WorkerEvents.NONE;

    WorkerBuilder(Proxy proxy) {
        this.proxy = proxy;
    }

    /** Names the process: letters, digits and dashes, unique among all workers; default: a random name. */
    public WorkerBuilder name(String workerName) {
        this.name = workerName;
        return this;
    }

    /** The pool; default {@code default}. Workers of a pool share its queues. */
    public WorkerBuilder pool(String poolName) {
        this.pool = poolName;
        return this;
    }

    /** How many tasks run at once, at least 1; default {@value #DEFAULT_SLOTS}. */
    public WorkerBuilder slots(int count) {
        if (count < 1) {
            throw new DefinitionException("a worker needs at least 1 slot, not " + count);
        }
        this.slots = count;
        return this;
    }

    /** How often engines hear from it; default 1 s. */
    public WorkerBuilder heartbeat(Duration period) {
        this.heartbeat = period;
        return this;
    }

    /** How long running tasks may take to finish when it is closed; default 30 s. */
    public WorkerBuilder drainTimeout(Duration timeout) {
        this.drainTimeout = timeout;
        return this;
    }

    /** Serves a task class that has a constructor without parameters. */
    public WorkerBuilder register(Class<? extends Task> type) {
        Constructor<? extends Task> constructor = constructor(type);
        return register(type, () -> newInstance(constructor));
    }

    /** Serves a task class; each request gets a new instance. */
    public <T extends Task> WorkerBuilder register(Class<? extends T> type, Supplier<? extends T> maker) {
        return register(maker);
    }

    /**
     * Serves a task that is made of lambdas and has a type; each request gets a new one.
     *
     * @throws DefinitionException when it has no body that can be served here
     */
    public WorkerBuilder register(Supplier<? extends Task> maker) {
        registry.register(maker);
        return this;
    }

    /**
     * Where to measure requests and runs; a registry for each worker. Without this call nothing is measured, and
     * Micrometer need not be on the class path.
     */
    public WorkerBuilder meters(MeterRegistry meters) {
        this.events =
                tasks -> new WorkerMeters(meters, Set.copyOf(tasks.versions().keySet()));
        return this;
    }

    WorkerEvents events(TaskRegistry tasks) {
        return events.apply(tasks);
    }

    private static Constructor<? extends Task> constructor(Class<? extends Task> type) {
        try {
            Constructor<? extends Task> constructor = type.getDeclaredConstructor();
            constructor.setAccessible(true);
            return constructor;
        } catch (NoSuchMethodException e) {
            throw notMade(type, e);
        }
    }

    private static Task newInstance(Constructor<? extends Task> constructor) {
        Class<? extends Task> type = constructor.getDeclaringClass();
        try {
            return constructor.newInstance();
        } catch (InvocationTargetException e) {
            throw new DefinitionException("the constructor of " + type.getName() + " failed", e.getTargetException());
        } catch (ReflectiveOperationException e) {
            throw notMade(type, e);
        }
    }

    private static DefinitionException notMade(Class<? extends Task> type, ReflectiveOperationException why) {
        return new DefinitionException(
                type.getName() + " has no constructor without parameters; register it with a supplier", why);
    }

    /**
     * Checks the description; nothing is declared yet.
     *
     * @throws DefinitionException when no task is registered
     */
    public Worker build() {
        if (registry.isEmpty()) {
            throw new DefinitionException("worker " + name + " has no tasks; register at least one");
        }
        return new Worker(this);
    }
}
