package io.windlass.examples.crash;

import static org.awaitility.Awaitility.await;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import io.windlass.embedded.EmbeddedDatabase;
import io.windlass.embedded.Services;
import io.windlass.embedded.TemporaryDatabase;
import io.windlass.examples.cluster.ChildProcess;
import io.windlass.examples.cluster.Cluster;
import io.windlass.examples.cluster.FlowOrder;
import io.windlass.examples.volume.Effects;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Jdbi;

/**
 * Workers and engines on a broker and a database server of their own, all of which may be broken. One worker and one
 * engine reach the broker over a relay. What the tasks do is recorded in another database, which nobody breaks.
 */
final class Site implements AutoCloseable {
    static final Duration HEARTBEAT = Duration.ofMillis(300);
    static final Duration LEASE = Duration.ofSeconds(2);
    static final String POOL = "all";
    private static final String STORE = "store";
    private static final String OLD = "RECORD,BACKEND,STATUS";
    private static final String NEW = "RECORD,BACKEND2,STATUS";
    private static final String BOTH = "RECORD,BACKEND,BACKEND2,STATUS";
    private static final String AMQP_HEARTBEAT = "?heartbeat=2";
    private static final int SLOTS = 4;
    private static final int NEAR_WORKERS = 3;
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final Services services;
    private final List<AutoCloseable> opened = new ArrayList<>();
    private final Random random;
    private final String prefix = "windlass.fault." + UUID.randomUUID();
    private final Path logs;
    private final Broker broker;
    private final EmbeddedDatabase server;
    private final String ledgerUrl;
    private final Effects effects;
    private final Relay workersRelay;
    private final Relay enginesRelay;
    private final Cluster nearWorkers;
    private final Cluster farWorkers;
    private final Cluster nearEngines;
    private final Cluster farEngines;
    private final Map<ChildProcess, Place> workers = new HashMap<>();
    private final Map<ChildProcess, Cluster> engines = new HashMap<>();
    private final Set<ChildProcess> suspended = new HashSet<>();
    private final Set<Long> victims = new HashSet<>();
    private boolean mixed;
    private int number;

    /** Where a worker is, and what it serves. */
    private record Place(Cluster cluster, String serves) {}

    Site(Services services, Path folder, Random random) throws InterruptedException {
        this.services = services;
        this.random = random;
        this.logs = folder.resolve("logs");
        try {
            broker = open(Broker.start(services, folder));
            server = open(EmbeddedDatabase.start(Path.of("target", "embedded")));
            admin().useHandle(handle -> handle.execute("CREATE DATABASE " + STORE));
            TemporaryDatabase ledger = open(services.newDatabase("windlass_fault"));
            ledgerUrl = ledger.url();
            effects = open(new Effects(ledgerUrl));
            effects.createTables();
            workersRelay = open(new Relay(broker.url()));
            enginesRelay = open(new Relay(broker.url()));
            nearEngines = open(cluster(broker.url(), storeUrl()));
            farEngines = open(cluster(enginesRelay.url(), storeUrl()));
            nearWorkers = open(cluster(broker.url(), ledgerUrl));
            farWorkers = open(cluster(workersRelay.url(), ledgerUrl));
            startAll();
        } catch (RuntimeException | Error | InterruptedException e) {
            close();
            throw e;
        }
    }

    private <T extends AutoCloseable> T open(T resource) {
        opened.add(0, resource);
        return resource;
    }

    private Cluster cluster(String amqpUrl, String databaseUrl) {
        return new Cluster(new Cluster.Settings(amqpUrl + AMQP_HEARTBEAT, databaseUrl, prefix, HEARTBEAT, LEASE, logs));
    }

    private void startAll() throws InterruptedException {
        for (int i = 0; i < NEAR_WORKERS; i++) {
            startWorker(new Place(nearWorkers, OLD));
        }
        startWorker(new Place(farWorkers, OLD));
        startEngine(nearEngines);
        startEngine(farEngines);
        replaceEnded();
    }

    private synchronized void startWorker(Place place) {
        workers.put(place.cluster().worker("worker-" + ++number, POOL, place.serves(), SLOTS), place);
    }

    private void startEngine(Cluster cluster) throws InterruptedException {
        String name;
        synchronized (this) {
            name = "engine-" + ++number;
        }
        ChildProcess engine = cluster.engine(name);
        synchronized (this) {
            engines.put(engine, cluster);
        }
    }

    // --- what there is ---

    Effects effects() {
        return effects;
    }

    /** Where the tasks record what they do. */
    String ledgerUrl() {
        return ledgerUrl;
    }

    /** The engines' database. */
    String storeUrl() {
        return server.url().replace("/postgres?", "/" + STORE + "?");
    }

    /** The server's database of its superuser, which is never read-only. */
    Jdbi admin() {
        return Jdbi.create(server.url());
    }

    EmbeddedDatabase server() {
        return server;
    }

    Broker broker() {
        return broker;
    }

    RabbitNode rabbit() {
        return (RabbitNode) broker;
    }

    Relay workersRelay() {
        return workersRelay;
    }

    Relay enginesRelay() {
        return enginesRelay;
    }

    String prefix() {
        return prefix;
    }

    Random random() {
        return random;
    }

    String describe() {
        return services.describe() + "\n(each fault has a broker of that kind of its own, and an embedded PostgreSQL)";
    }

    /** A worker that is at work. */
    ChildProcess anyWorker() {
        return any(workersAtWork());
    }

    private synchronized Set<ChildProcess> workersAtWork() {
        return workers.keySet().stream().filter(this::hasStarted).collect(Collectors.toSet());
    }

    /** {@return whether the worker has said in its log that it consumes its queues} */
    private boolean hasStarted(ChildProcess worker) {
        try {
            return worker.isAlive()
                    && Files.readString(logs.resolve(worker.name() + ".log"))
                            .contains("Windlass worker " + worker.name());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** An engine that is at work, to be given orders. */
    synchronized ChildProcess anyEngine() {
        return any(engines.keySet());
    }

    private synchronized ChildProcess any(Set<ChildProcess> processes) {
        List<ChildProcess> atWork = processes.stream()
                .filter(process -> process.isAlive() && !suspended.contains(process))
                .sorted((one, other) -> one.name().compareTo(other.name()))
                .toList();
        return atWork.get(random.nextInt(atWork.size()));
    }

    /** The worker behind the relay. */
    synchronized ChildProcess farWorker() {
        return workers.keySet().stream()
                .filter(worker -> place(worker).cluster() == farWorkers)
                .findFirst()
                .orElseThrow();
    }

    /** {@return the pids of those whose runs may have been repeated} */
    synchronized Set<Long> victims() {
        return Set.copyOf(victims);
    }

    // --- what is done to it ---

    /** Says that runs of this process may be repeated from now on, as it is out of reach or dead. */
    synchronized void isVictim(ChildProcess process) {
        victims.add(process.pid());
    }

    /** SIGKILL. */
    void kill(ChildProcess process) {
        isVictim(process);
        process.kill();
    }

    void suspend(ChildProcess process) {
        synchronized (this) {
            suspended.add(process);
        }
        isVictim(process);
        Signal.STOP.to(process);
    }

    void resume(ChildProcess process) {
        Signal.CONT.to(process);
        synchronized (this) {
            suspended.remove(process);
        }
    }

    private synchronized Place place(ChildProcess worker) {
        return Objects.requireNonNull(workers.get(worker));
    }

    /** Stops a worker in order and starts another one like it; {@return its exit status} */
    int drain(ChildProcess worker) {
        return replace(worker, place(worker).serves());
    }

    /**
     * Stops a worker in order and starts one instead that serves one version, the other, or both; {@return its exit status}
     * From now on orders are for both versions.
     */
    int redeploy(ChildProcess worker) {
        mixed = true;
        Set<String> others = new HashSet<>();
        synchronized (this) {
            workers.forEach((other, place) -> {
                if (other != worker) {
                    others.add(place.serves());
                }
            });
        }
        boolean needed = others.equals(Set.of(OLD)) || others.equals(Set.of(NEW));
        return replace(worker, needed ? BOTH : List.of(OLD, NEW, BOTH).get(random.nextInt(3)));
    }

    private int replace(ChildProcess worker, String serves) {
        Cluster cluster;
        synchronized (this) {
            cluster = Objects.requireNonNull(workers.remove(worker)).cluster();
        }
        startWorker(new Place(cluster, serves));
        return cluster.stop(worker);
    }

    /** Has an engine make a flow. */
    void order(ChildProcess engine, FlowOrder order) {
        nearEngines.order(engine, mixed && random.nextBoolean() ? order.version(2) : order);
    }

    /** Does what a supervisor does: starts another process for each that has ended. Returns when all are at work. */
    void replaceEnded() throws InterruptedException {
        List<Cluster> missingEngines = new ArrayList<>();
        synchronized (this) {
            for (ChildProcess worker : List.copyOf(workers.keySet())) {
                if (!worker.isAlive()) {
                    startWorker(Objects.requireNonNull(workers.remove(worker)));
                }
            }
            for (ChildProcess engine : List.copyOf(engines.keySet())) {
                if (!engine.isAlive()) {
                    missingEngines.add(Objects.requireNonNull(engines.remove(engine)));
                }
            }
        }
        for (Cluster cluster : missingEngines) {
            startEngine(cluster);
        }
        await("all workers are at work")
                .atMost(PATIENCE)
                .until(() -> workersAtWork().size() == workerCount());
    }

    /** Does what a supervisor and an operator do, for as long as something is waited for. */
    void tend() throws InterruptedException {
        replaceEnded();
        broker.tend();
    }

    private synchronized int workerCount() {
        return workers.size();
    }

    /** Cuts off the engines' database connections; {@return how many there were} */
    int cutDatabaseConnections() {
        return admin().withHandle(handle -> handle.createQuery("SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                        + " WHERE datname = :store AND application_name LIKE 'windlass %'")
                .bind("store", STORE)
                .mapTo(Boolean.class)
                .list()
                .size());
    }

    /** {@return whether others may have this engine's flows} */
    boolean isTakenOver(ChildProcess engine) {
        return Jdbi.create(storeUrl())
                .withHandle(handle -> handle.createQuery(
                                "SELECT taken_over IS NOT NULL FROM windlass.owners WHERE name = :name")
                        .bind("name", engine.name())
                        .mapTo(Boolean.class)
                        .one());
    }

    /** Has all sessions that begin from now on be read-only, or not. */
    void setReadOnly(boolean readOnly) {
        admin().useHandle(handle -> handle.execute("ALTER DATABASE " + STORE
                + (readOnly ? " SET default_transaction_read_only = on" : " RESET default_transaction_read_only")));
    }

    /** Lets anybody connect to the engines' database from now on, or nobody. */
    void setReachable(boolean reachable) {
        admin().useHandle(handle -> handle.execute("ALTER DATABASE " + STORE + " ALLOW_CONNECTIONS " + reachable));
    }

    void deleteQueue(String queue) throws Exception {
        ConnectionFactory factory = new ConnectionFactory();
        factory.setUri(broker.url());
        try (Connection connection = factory.newConnection("saboteur");
                Channel channel = connection.createChannel()) {
            channel.queueDelete(queue);
        }
    }

    @Override
    public void close() {
        synchronized (this) {
            suspended.forEach(Signal.CONT::to);
            suspended.clear();
        }
        for (AutoCloseable resource : opened) {
            try {
                resource.close();
            } catch (Exception e) {
                System.out.println("not closed: " + resource + ": " + e);
            }
        }
    }
}
