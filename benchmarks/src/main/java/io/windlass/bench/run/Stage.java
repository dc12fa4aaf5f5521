package io.windlass.bench.run;

import io.windlass.bench.child.Child;
import io.windlass.bench.child.Load;
import io.windlass.bench.child.Part;
import io.windlass.bench.limit.LimitEngine;
import io.windlass.bench.product.ProductWorker;
import io.windlass.bench.report.Result;
import io.windlass.embedded.Services;
import io.windlass.embedded.TemporaryDatabase;
import io.windlass.proxy.amqp.AmqpProxy;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Broker, database and processes for the workloads on one kind of queues. What is asked for is started once and serves all
 * of them. Closed, it stops its processes and deletes their queues and database. One thread uses it.
 */
public final class Stage implements AutoCloseable {
    /** The most that a child's heap may be, in megabytes, unless a workload says otherwise. */
    public static final int HEAP = 1024;

    /** Tasks that a worker runs at once, where a workload is not about that. */
    public static final int SLOTS = 64;

    private static final int WARM_UP_IN_FLIGHT = 64;

    private static final AtomicInteger STAGES = new AtomicInteger();

    private final Services services;
    private final QueueKind kind;
    private final Pace pace;
    private final Path logs;
    private final PrintStream out;
    private final TemporaryDatabase database;
    private final String prefix;
    private final Database meters;
    private final List<Child> children = new ArrayList<>();
    private final List<Command> commands = new ArrayList<>();
    private @Nullable Side limit;
    private @Nullable Side product;
    private boolean withBroker;

    /** A stage without processes yet, whose own words go to the stream. */
    public Stage(Services services, QueueKind kind, Pace pace, Path logs, PrintStream out) throws SQLException {
        this.services = services;
        this.kind = kind;
        this.pace = pace;
        this.logs = logs;
        this.out = out;
        this.prefix = "windlass.bench-" + ProcessHandle.current().pid() + "-" + STAGES.incrementAndGet();
        this.database = services.newDatabase("windlass_bench");
        this.meters = new Database(database.url());
    }

    /** {@return the kind of its queues} */
    public QueueKind kind() {
        return kind;
    }

    /** {@return how much is to be run} */
    public Pace pace() {
        return pace;
    }

    /** {@return the limit loop, warm} */
    public Side limit() {
        if (limit == null) {
            Child engine = start(Part.Role.LIMIT_ENGINE, "limit-engine", HEAP, 0, 0);
            Child worker = start(Part.Role.LIMIT_WORKER, "limit-worker", HEAP, 0, 0);
            limit = warm(side(Result.LIMIT, List.of(engine), List.of(worker)));
        }
        return limit;
    }

    /** {@return one engine process and one worker process of the product, warm} */
    public Side product() {
        if (product == null) {
            Child engine = start(Part.Role.ENGINE, "engine", HEAP, 0, 0);
            Child worker = start(Part.Role.WORKER, "worker", HEAP, SLOTS, 0);
            product = warm(side(Result.PRODUCT, List.of(engine), List.of(worker)));
        }
        return product;
    }

    /** {@return those processes as a side of that name} */
    public Side side(String name, List<Child> engines, List<Child> workers) {
        return new Side(name, engines, workers, meters());
    }

    /** {@return what broker and database use} */
    ServiceMeters meters() {
        return new ServiceMeters(broker(), meters);
    }

    private ServiceMeters.Broker broker() {
        if (kind == QueueKind.NONE) {
            return ServiceMeters.Broker.NONE;
        }
        return services.brokerIsEmbedded() ? ServiceMeters.Broker.IN_THIS_PROCESS : ServiceMeters.Broker.RABBITMQ;
    }

    /** {@return the database of this stage} */
    public Database database() {
        return meters;
    }

    /** {@return another stage on the same services, with a database and queues of its own} The caller closes it. */
    public Stage another() throws SQLException {
        return new Stage(services, kind, pace, logs, out);
    }

    /** Runs flows on a side until its code is compiled; {@return that side} */
    public Side warm(Side side) {
        if (pace.warmUpFlows() > 0) {
            out.println("  warming up " + side.name() + " with " + pace.warmUpFlows() + " flows");
            side.run(Load.chainsOf(pace.warmUpFlows(), WARM_UP_IN_FLIGHT));
        }
        return side;
    }

    /** {@return the machine's load over the last minute; negative when it is not known} */
    public double loadAverage() {
        return Rounds.loadAverage();
    }

    /** {@return rounds that are told of where this stage's words go} */
    public Rounds rounds() {
        return new Rounds(pace.repeats(), out);
    }

    /**
     * Starts a process; this stage closes it.
     *
     * @param heapMegabytes the most that its heap may be
     * @param slots of a worker
     * @param taskMillis how long a worker's tasks take
     */
    public Child start(Part.Role role, String name, int heapMegabytes, int slots, long taskMillis) {
        boolean local = role == Part.Role.LOCAL_ENGINE || role == Part.Role.LOCAL_LIMIT;
        withBroker |= !local;
        return closed(
                Child.start(part(role, name, local ? "" : services.amqpUrl(), slots, taskMillis), heapMegabytes, logs));
    }

    /**
     * Starts a program of another product; this stage closes it. It deletes its queues itself.
     *
     * @param slots as many tasks at once as its workers are to run
     */
    public Child startPeer(String name, List<String> command, int slots) {
        String amqpUrl = kind == QueueKind.NONE ? "" : services.amqpUrl();
        return closed(Child.start(part(Part.Role.PEER, name, amqpUrl, slots, 0), command, logs));
    }

    private Part part(Part.Role role, String name, String amqpUrl, int slots, long taskMillis) {
        return new Part(
                role,
                name + "-" + kind.label(),
                amqpUrl,
                database.url(),
                prefix,
                kind == QueueKind.QUORUM,
                slots,
                taskMillis);
    }

    private Child closed(Child child) {
        children.add(child);
        return child;
    }

    /**
     * Starts a process of Windlass's own command line on these services, and returns when it is ready; this stage closes
     * it.
     *
     * @param arguments without name and prefix
     */
    public Command command(String name, List<String> arguments) {
        withBroker = true;
        List<String> all = new ArrayList<>(arguments);
        all.addAll(List.of("--name", name, "--prefix", prefix));
        Command command = Command.start(
                name + "-" + kind.label(),
                all,
                Map.of(
                        Services.AMQP_URL_VARIABLE, services.amqpUrl(),
                        Services.DATABASE_URL_VARIABLE, database.url()),
                logs);
        commands.add(command);
        return command;
    }

    /** {@return a count of the messages that processes of this stage send each other, from now on} The caller closes it. */
    public ControlTap tapControl() throws IOException, TimeoutException {
        return new ControlTap(services.amqpUrl(), prefix + ".control");
    }

    @Override
    public void close() throws SQLException {
        commands.forEach(Command::close);
        for (int i = children.size() - 1; i >= 0; i--) {
            children.get(i).close();
        }
        try {
            if (withBroker) {
                deleteQueues();
            }
        } finally {
            meters.close();
            database.close();
        }
    }

    /** Also those that a process had no time to delete. */
    private void deleteQueues() {
        try (AmqpProxy cleaner = AmqpProxy.builder(services.amqpUrl())
                .prefix(prefix)
                .name("bench-cleaner")
                .connect()) {
            List<String> queues = new ArrayList<>(LimitEngine.queues(prefix));
            queues.add(cleaner.naming().requestQueue(ProductWorker.QUEUE));
            queues.add(cleaner.naming().requestQueue(Command.QUEUE));
            if (!meters.texts("SELECT 1 FROM pg_tables WHERE schemaname = 'windlass' AND tablename = 'owners'")
                    .isEmpty()) {
                queues.addAll(meters.texts("SELECT reply_queue FROM windlass.owners WHERE reply_queue IS NOT NULL"));
            }
            cleaner.deleteAll(queues);
        }
    }
}
