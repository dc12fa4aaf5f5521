package io.windlass.examples.crash;

import io.windlass.conductor.FlowJob;
import io.windlass.embedded.EmbeddedDatabase;
import io.windlass.examples.cluster.ChildProcess;
import io.windlass.examples.cluster.Cluster;
import io.windlass.examples.cluster.FlowOrder;
import io.windlass.examples.volume.BackendPlan;
import io.windlass.examples.volume.CreateVolume;
import io.windlass.examples.volume.Effects;
import io.windlass.job.JobPosting;
import io.windlass.job.Jobboard;
import io.windlass.job.postgres.PostgresJobboard;
import io.windlass.persistence.postgres.PostgresPersistence;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import org.jdbi.v3.core.Jdbi;

/**
 * Conductor and worker processes, and the board that they share, in a PostgreSQL of their own: they are many, and so are
 * their connections. This process posts the jobs, and runs no flow. Not thread-safe.
 */
final class ConductorSite implements AutoCloseable {
    static final Duration LEASE = Duration.ofSeconds(2);
    private static final String POOL = "all";
    private static final String SERVES = "RECORD,BACKEND,STATUS";

    private final List<AutoCloseable> opened = new ArrayList<>();
    private final int jobsAtOnce;
    private final int slots;
    private final String url;
    private final Effects effects;
    private final Jobboard board;
    private final Cluster cluster;
    private final Set<ChildProcess> workers = new LinkedHashSet<>();
    private final Set<ChildProcess> conductors = new LinkedHashSet<>();
    private final Set<ChildProcess> frozen = new LinkedHashSet<>();
    private final Set<Long> victims = new LinkedHashSet<>();
    private final LostProcesses lost;
    private int number;

    /**
     * A site without processes.
     *
     * @param folder for their logs
     * @param heartbeat of all processes
     * @param jobsAtOnce of a conductor, 0 for no limit
     * @param slots of a worker
     */
    ConductorSite(String amqpUrl, Path folder, Duration heartbeat, int jobsAtOnce, int slots) {
        this.jobsAtOnce = jobsAtOnce;
        this.slots = slots;
        try {
            url = open(EmbeddedDatabase.start(Path.of("target", "embedded"))).url();
            effects = open(new Effects(url));
            effects.createTables();
            lost = new LostProcesses(Jdbi.create(url));
            PostgresPersistence store =
                    open(PostgresPersistence.builder().url(url).name("poster").open());
            board = open(new PostgresJobboard(store));
            board.connect();
            cluster = open(new Cluster(new Cluster.Settings(
                    amqpUrl, url, "windlass.conductors." + UUID.randomUUID(), heartbeat, LEASE, folder)));
        } catch (RuntimeException | Error e) {
            close();
            throw e;
        }
    }

    private <T extends AutoCloseable> T open(T resource) {
        opened.add(0, resource);
        return resource;
    }

    void startWorker() {
        workers.add(cluster.worker("worker-" + ++number, POOL, SERVES, slots));
    }

    /** Starts one and waits until it is ready. */
    ChildProcess startConductor() throws InterruptedException {
        ChildProcess conductor = cluster.conductor(
                "conductor-" + ++number, List.of("--at-once", String.valueOf(jobsAtOnce)), line -> {});
        conductors.add(conductor);
        return conductor;
    }

    /** Posts a job whose flow is the order's, made when the job is claimed. */
    void post(FlowOrder order) {
        JobPosting posting = FlowJob.posting(CreateVolume.NAME, Map.of()).withId(order.id());
        board.post(posting.with(
                FlowJob.STORE,
                Map.of(
                        "volumeId",
                        order.volume(),
                        "sizeGb",
                        order.sizeGb(),
                        "plan",
                        new BackendPlan(order.backendMillis(), order.fails()))));
    }

    /** {@return how many jobs have not left the board} */
    int jobsLeft() {
        return count("SELECT count(*) FROM windlass.jobs");
    }

    /** {@return how many jobs were put aside} */
    int jobsTrashed() {
        return count("SELECT count(*) FROM windlass.trashed_jobs");
    }

    private int count(String query) {
        return jdbi().withHandle(
                        handle -> handle.createQuery(query).mapTo(Integer.class).one());
    }

    /** The store, the board and what the tasks record are in one database. */
    String url() {
        return url;
    }

    Jdbi jdbi() {
        return Jdbi.create(url);
    }

    Effects effects() {
        return effects;
    }

    /** {@return the pids of those whose runs may have been repeated} */
    Set<Long> victims() {
        return Set.copyOf(victims);
    }

    /** {@return runs that were repeated though nothing had happened to those who had to do with it} */
    List<String> unexplainedRuns() {
        return lost.unexplainedRuns();
    }

    ChildProcess anyWorker(Random random) {
        return any(workers, random);
    }

    ChildProcess anyConductor(Random random) {
        return any(conductors, random);
    }

    private ChildProcess any(Set<ChildProcess> processes, Random random) {
        List<ChildProcess> atWork = processes.stream()
                .filter(process -> process.isAlive() && !frozen.contains(process))
                .toList();
        return atWork.get(random.nextInt(atWork.size()));
    }

    /** SIGKILL. */
    void kill(ChildProcess process) {
        victims.add(process.pid());
        lost.add(process);
        process.kill();
    }

    /** SIGSTOP. */
    void freeze(ChildProcess process) {
        victims.add(process.pid());
        lost.add(process);
        frozen.add(process);
        Signal.STOP.to(process);
    }

    /** SIGCONT. */
    void thaw(ChildProcess process) {
        Signal.CONT.to(process);
        lost.goesOn(process);
        frozen.remove(process);
    }

    /** {@return the flows that a conductor has and that have not ended} */
    List<UUID> flowsOf(ChildProcess conductor) {
        return jdbi().withHandle(handle -> handle.createQuery(
                        "SELECT f.id FROM windlass.flows f JOIN windlass.owners o ON o.id = f.owner"
                                + " WHERE o.name = :name AND f.state NOT IN ('SUCCESS', 'FAILURE', 'REVERTED')")
                .bind("name", conductor.name())
                .mapTo(UUID.class)
                .list());
    }

    /** {@return whether others may have the conductor's flows} */
    boolean isTakenOver(ChildProcess conductor) {
        return jdbi().withHandle(handle -> handle.createQuery(
                        "SELECT taken_over IS NOT NULL FROM windlass.owners WHERE name = :name")
                .bind("name", conductor.name())
                .mapTo(Boolean.class)
                .one());
    }

    /** Does what a supervisor does: starts another process for each that has ended. Returns when the conductors are ready. */
    void replaceEnded() throws InterruptedException {
        for (ChildProcess worker : List.copyOf(workers)) {
            if (!worker.isAlive()) {
                workers.remove(worker);
                startWorker();
            }
        }
        for (ChildProcess conductor : List.copyOf(conductors)) {
            if (!conductor.isAlive()) {
                conductors.remove(conductor);
                startConductor();
            }
        }
    }

    @Override
    public void close() {
        frozen.forEach(Signal.CONT::to);
        frozen.clear();
        for (AutoCloseable resource : opened) {
            try {
                resource.close();
            } catch (Exception e) {
                System.out.println("not closed: " + resource + ": " + e);
            }
        }
    }
}
