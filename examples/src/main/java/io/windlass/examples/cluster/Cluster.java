package io.windlass.examples.cluster;

import io.windlass.proxy.ProxyException;
import io.windlass.proxy.RequestQueue;
import io.windlass.proxy.amqp.AmqpProxy;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jdbi.v3.core.JdbiException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Workers, engines and conductors as processes of this machine, on a broker and database that are there already. Ended in
 * order when closed: workers, then the others; then their queues are deleted. Thread-safe.
 */
public final class Cluster implements AutoCloseable {
    /** How long a process may take to stop when asked. */
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private static final Logger LOG = LoggerFactory.getLogger(Cluster.class);

    private static final Duration CLEAN_UP_PATIENCE = Duration.ofSeconds(2);

    /** So many heartbeats may be missing before a worker counts as gone. */
    private static final int HEARTBEATS = 4;

    private final Settings settings;
    private final Map<String, ChildProcess> workers = new LinkedHashMap<>();
    /** Conductors too. */
    private final Map<String, ChildProcess> engines = new LinkedHashMap<>();

    private final List<Long> killed = new ArrayList<>();
    private final Set<RequestQueue> queues = new LinkedHashSet<>();
    private boolean hadEngines;

    /**
     * Where and how the processes run.
     *
     * @param amqpUrl of the broker
     * @param databaseUrl of the database
     * @param prefix of exchanges and queues
     * @param heartbeat of all processes
     * @param lease of engines
     * @param logs the folder for their logs
     */
    public record Settings(
            String amqpUrl, String databaseUrl, String prefix, Duration heartbeat, Duration lease, Path logs) {}

    /** A cluster without processes. */
    public Cluster(Settings settings) {
        this.settings = settings;
    }

    /**
     * Starts a worker.
     *
     * @param serves names of {@link ServedTasks}, separated by commas
     */
    public synchronized ChildProcess worker(String name, String pool, String serves, int slots) {
        List<String> arguments = common("worker", name);
        arguments.addAll(List.of("--pool", pool, "--serve", serves, "--slots", String.valueOf(slots), "--with-parent"));
        ChildProcess worker = start(name, arguments, line -> {});
        workers.put(name, worker);
        queues.addAll(ServedTasks.queues(pool, List.of(serves.split(",", -1))));
        return worker;
    }

    /**
     * Starts an engine and waits until it is ready.
     *
     * @throws IllegalStateException when it is not in time
     */
    public ChildProcess engine(String name) throws InterruptedException {
        return ready("engine", name, List.of(), line -> {});
    }

    /**
     * Starts a conductor and waits until it is ready.
     *
     * @param options beside those that all have, such as {@code --board}
     * @param output is given each line of its output
     * @throws IllegalStateException when it is not in time
     */
    public ChildProcess conductor(String name, List<String> options, Consumer<String> output)
            throws InterruptedException {
        return ready("conductor", name, options, output);
    }

    private ChildProcess ready(String command, String name, List<String> options, Consumer<String> output)
            throws InterruptedException {
        List<String> arguments = common(command, name);
        arguments.addAll(List.of(
                "--lease",
                settings.lease().toString(),
                "--heartbeat-timeout",
                settings.heartbeat().multipliedBy(HEARTBEATS).toString()));
        arguments.addAll(options);
        CountDownLatch ready = new CountDownLatch(1);
        ChildProcess process = start(name, arguments, line -> {
            if (line.equals("ready")) {
                ready.countDown();
            }
            output.accept(line);
        });
        synchronized (this) {
            hadEngines = true;
            engines.put(name, process);
        }
        if (!ready.await(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
            throw new IllegalStateException(
                    command + " " + name + " is not ready after " + PATIENCE + "; see its log in " + settings.logs());
        }
        return process;
    }

    private List<String> common(String command, String name) {
        return new ArrayList<>(List.of(
                command,
                "--name",
                name,
                "--prefix",
                settings.prefix(),
                "--heartbeat",
                settings.heartbeat().toString()));
    }

    private ChildProcess start(String name, List<String> arguments, Consumer<String> output) {
        Map<String, String> environment = Map.of(
                "WINDLASS_AMQP_URL", settings.amqpUrl(),
                "WINDLASS_DATABASE_URL", settings.databaseUrl());
        return ChildProcess.start(name, arguments, environment, settings.logs(), output);
    }

    /** Has an engine make a flow. */
    public void order(ChildProcess engine, FlowOrder order) {
        engine.send(order.toLine());
    }

    /** Kills a process with SIGKILL and remembers its pid. */
    public void kill(ChildProcess process) {
        process.kill();
        synchronized (this) {
            killed.add(process.pid());
            workers.values().remove(process);
            engines.values().remove(process);
        }
    }

    /** Stops a process in an orderly way (SIGTERM); {@return its exit status} */
    public int stop(ChildProcess process) {
        synchronized (this) {
            workers.values().remove(process);
            engines.values().remove(process);
        }
        return process.stop(PATIENCE);
    }

    /** {@return the pids of all processes that were killed} */
    public synchronized List<Long> killed() {
        return List.copyOf(killed);
    }

    /** {@return the worker with that process id} */
    public synchronized ChildProcess workerOf(long pid) {
        return workers.values().stream()
                .filter(worker -> worker.pid() == pid)
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("no live worker has pid " + pid));
    }

    /** {@return the workers that were started and not killed} */
    public synchronized List<ChildProcess> workers() {
        return List.copyOf(workers.values());
    }

    /** Stops the workers in an orderly way; {@return the exit status of each} */
    public synchronized Map<String, Integer> stopWorkers() {
        Map<String, Integer> statuses = new LinkedHashMap<>();
        workers.forEach((name, worker) -> statuses.put(name, worker.stop(PATIENCE)));
        workers.clear();
        return statuses;
    }

    @Override
    public synchronized void close() {
        stopWorkers();
        engines.values().forEach(engine -> engine.stop(PATIENCE));
        engines.clear();
        deleteQueues();
    }

    private void deleteQueues() {
        try (AmqpProxy proxy = AmqpProxy.builder(settings.amqpUrl())
                .prefix(settings.prefix())
                .name("cleaner")
                .connectTimeout(CLEAN_UP_PATIENCE)
                .connect()) {
            List<String> names = new ArrayList<>();
            if (hadEngines) {
                names.addAll(new FlowTable(settings.databaseUrl()).replyQueues());
            }
            queues.forEach(queue -> names.add(proxy.naming().requestQueue(queue)));
            proxy.deleteAll(names);
        } catch (ProxyException | JdbiException e) {
            // An embedded broker is gone by now when the JVM was told to end, and its queues with it.
            LOG.warn("The queues of prefix {} are not deleted: {}", settings.prefix(), e.getMessage());
        }
    }
}
