package io.windlass.examples.crash;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.windlass.embedded.Services;
import io.windlass.embedded.TemporaryDatabase;
import io.windlass.examples.bottles.BottleSong;
import io.windlass.examples.cluster.ChildProcess;
import io.windlass.examples.cluster.Cluster;
import io.windlass.examples.cluster.FlowTable;
import io.windlass.examples.volume.Effects;
import io.windlass.job.JobPosting;
import io.windlass.job.Jobboard;
import io.windlass.job.boards.Jobboards;
import io.windlass.persistence.FlowOwnership;
import io.windlass.persistence.postgres.PostgresPersistence;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;

/** Conductor processes, a board of their own, and a record of what their flows' tasks do. */
final class Concert implements AutoCloseable {
    static final Duration PATIENCE = Duration.ofMinutes(2);
    /** Bodies last some hundreds of milliseconds. */
    private static final Duration LOOK = Duration.ofMillis(20);

    private static final Duration HEARTBEAT = Duration.ofMillis(300);
    private static final Duration LEASE = Duration.ofSeconds(2);

    private final Path logs = Path.of("target", "conductor-logs", String.valueOf(UUID.randomUUID()));
    final TemporaryDatabase database = Services.shared().newDatabase("windlass_concert");
    final Effects effects = new Effects(database.url());
    final FlowTable flows = new FlowTable(database.url());
    final Cluster cluster = new Cluster(new Cluster.Settings(
            Services.shared().amqpUrl(),
            database.url(),
            "windlass.concert." + UUID.randomUUID(),
            HEARTBEAT,
            LEASE,
            logs));
    private final Map<String, List<String>> said = new ConcurrentHashMap<>();
    private final String board;
    private int number;

    Concert(String board) {
        this.board = board;
        effects.createTables();
    }

    /** Posts a job in a process of its own, as far as the store and the board know, which ends then. */
    UUID post(JobPosting posting) {
        try (PostgresPersistence store = open();
                Jobboard jobs = Jobboards.open(board, store)) {
            jobs.connect();
            return jobs.post(posting).id();
        }
    }

    /** {@return whether the job is on the board, and who claims it} */
    Optional<String> claimer(UUID job) {
        try (PostgresPersistence store = open();
                Jobboard jobs = Jobboards.open(board, store)) {
            jobs.connect();
            return jobs.find(job).map(found -> jobs.findOwner(found).orElse("nobody"));
        }
    }

    /** {@return the process that the flow belongs to} */
    Optional<UUID> ownerOf(UUID flow) {
        try (PostgresPersistence store = open()) {
            return store.ownershipOf(flow).flatMap(FlowOwnership::owner);
        }
    }

    private PostgresPersistence open() {
        return PostgresPersistence.builder().url(database.url()).name("test").open();
    }

    ChildProcess conductor(String... options) throws InterruptedException {
        List<String> all = new ArrayList<>(List.of("--board", board));
        all.addAll(List.of(options));
        String name = "conductor-" + ++number;
        List<String> lines = said.computeIfAbsent(name, any -> new CopyOnWriteArrayList<>());
        return cluster.conductor(name, all, lines::add);
    }

    /** {@return what a conductor has printed} */
    List<String> saidBy(ChildProcess conductor) {
        return said.getOrDefault(conductor.name(), List.of());
    }

    /** {@return what a process has logged} */
    String logOf(ChildProcess process) throws IOException {
        return Files.readString(logs.resolve(process.name() + ".log"));
    }

    /** Waits until a body of the flow has started that has not finished; {@return it} */
    Effects.Run awaitOpenRun(UUID flow, String atomPrefix) {
        return await().atMost(PATIENCE)
                .pollInterval(LOOK)
                .until(() -> openRun(flow, atomPrefix), Optional::isPresent)
                .orElseThrow();
    }

    private Optional<Effects.Run> openRun(UUID flow, String atomPrefix) {
        return effects.runs(flow).stream()
                .filter(run -> !run.finished() && run.atom().startsWith(atomPrefix))
                .findFirst();
    }

    void awaitState(UUID flow, String state) {
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(flows.states(List.of(flow))).containsEntry(flow, state));
    }

    /** Waits until the job is done: its flow is, and it has left the board. */
    void awaitDone(UUID job) {
        awaitState(job, "SUCCESS");
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(claimer(job)).isEmpty());
    }

    /**
     * Each line of the song was sung, in order, and once, but for those that were cut off; {@return those}
     *
     * @param killed the processes that were killed
     */
    List<Effects.Run> assertSung(UUID song, int bottles, List<Long> killed) {
        List<String> lines = BottleSong.lines(bottles);
        assertThat(effects.of(song)).isEqualTo(lines);
        List<Effects.Run> runs = effects.runs(song);
        List<Effects.Run> whole = runs.stream().filter(Effects.Run::finished).toList();
        assertThat(whole).extracting(Effects.Run::atom).isEqualTo(lines);
        List<Effects.Run> cutOff = runs.stream().filter(run -> !run.finished()).toList();
        assertThat(cutOff).extracting(Effects.Run::pid).isSubsetOf(killed);
        System.out.println(summary(bottles, runs, killed));
        return cutOff;
    }

    private static String summary(int bottles, List<Effects.Run> runs, List<Long> killed) {
        String singers = runs.stream()
                .collect(Collectors.groupingBy(
                        run -> run.worker() + " (pid " + run.pid() + (killed.contains(run.pid()) ? ", killed" : "")
                                + ")",
                        TreeMap::new,
                        Collectors.mapping(
                                run -> run.atom() + (run.finished() ? "" : " [cut off]"), Collectors.joining(", "))))
                .entrySet()
                .stream()
                .map(singer -> "  " + singer.getKey() + ": " + singer.getValue())
                .collect(Collectors.joining("\n"));
        return bottles + " bottles, " + 3 * bottles + " lines, sung in " + runs.size() + " runs:\n" + singers;
    }

    @Override
    public void close() {
        cluster.close();
        effects.close();
        database.close();
    }
}
