package io.windlass.bench.run;

import io.windlass.bench.child.Child;
import io.windlass.bench.child.Load;
import io.windlass.bench.child.Part;
import io.windlass.bench.product.ProductWorker;
import io.windlass.bench.report.Result;
import io.windlass.embedded.Services;
import io.windlass.embedded.TemporaryDatabase;
import io.windlass.proxy.amqp.AmqpProxy;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Broker, database and processes for the workloads on one kind of queues. What is asked for is started once and serves all
 * of them. Closed, it stops its processes and deletes their queues and database. One thread uses it.
 */
public final class Stage implements AutoCloseable {
    /** The most that a child's heap may be, in megabytes, unless a workload says otherwise. */
    public static final int HEAP = 1024;

    /** Tasks that a worker runs at once, where a workload is not about that. */
    private static final int SLOTS = 64;

    private static final int WARM_UP_IN_FLIGHT = 64;

    private final Services services;
    private final QueueKind kind;
    private final Pace pace;
    private final Path logs;
    private final PrintStream out;
    private final TemporaryDatabase database;
    private final String prefix = "windlass.bench-" + ProcessHandle.current().pid();
    private final List<Child> children = new ArrayList<>();
    private @Nullable Side limit;
    private @Nullable Side product;
    private boolean withBroker;

    /** A stage without processes yet, whose own words go to the stream. */
    public Stage(Services services, QueueKind kind, Pace pace, Path logs, PrintStream out) {
        this.services = services;
        this.kind = kind;
        this.pace = pace;
        this.logs = logs;
        this.out = out;
        this.database = services.newDatabase("windlass_bench");
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
        return new Side(
                name,
                engines,
                workers,
                services.brokerIsEmbedded() ? ProcessHandle.current().pid() : -1);
    }

    /** Runs flows on a side until its code is compiled; {@return that side} */
    public Side warm(Side side) {
        if (pace.warmUpFlows() > 0) {
            out.println("  warming up " + side.name() + " with " + pace.warmUpFlows() + " flows");
            side.run(Load.chainsOf(pace.warmUpFlows(), WARM_UP_IN_FLIGHT));
        }
        return side;
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
        boolean local = role == Part.Role.LOCAL_ENGINE;
        withBroker |= !local;
        Part part = new Part(
                role,
                name + "-" + kind.label(),
                local ? "" : services.amqpUrl(),
                database.url(),
                prefix,
                kind == QueueKind.QUORUM,
                slots,
                taskMillis);
        Child child = Child.start(part, heapMegabytes, logs);
        children.add(child);
        return child;
    }

    @Override
    public void close() {
        for (int i = children.size() - 1; i >= 0; i--) {
            children.get(i).close();
        }
        children.clear();
        if (withBroker) {
            try (AmqpProxy cleaner = AmqpProxy.builder(services.amqpUrl())
                    .prefix(prefix)
                    .name("bench-cleaner")
                    .connect()) {
                cleaner.deleteAll(List.of(cleaner.naming().requestQueue(ProductWorker.QUEUE)));
            }
        }
        database.close();
    }
}
