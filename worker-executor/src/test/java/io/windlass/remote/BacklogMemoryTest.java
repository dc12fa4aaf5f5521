package io.windlass.remote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.windlass.atom.Input;
import io.windlass.atom.RemoteTask;
import io.windlass.atom.TaskContext;
import io.windlass.atom.Tasks;
import io.windlass.embedded.Services;
import io.windlass.embedded.TemporaryDatabase;
import io.windlass.engine.Engine;
import io.windlass.flow.Flow;
import io.windlass.flow.LinearFlow;
import io.windlass.flow.UnorderedFlow;
import io.windlass.persistence.Persistence;
import io.windlass.persistence.memory.MemoryPersistence;
import io.windlass.persistence.postgres.PostgresPersistence;
import io.windlass.proxy.Proxy;
import io.windlass.proxy.RequestQueue;
import io.windlass.proxy.amqp.AmqpProxy;
import io.windlass.proxy.inprocess.InProcessBroker;
import io.windlass.runtime.Statistics;
import io.windlass.worker.Worker;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.stream.IntStream;
import javax.management.ObjectName;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * What requests cost in memory that wait for slow workers. Prints the most that was live on the heap at any time until
 * all of them waited, found by collecting garbage all the while. One flow is run twice, with few and with many of its
 * tasks ready: the flow itself costs the same both times. By hand: {@code ./mvnw test -Pchaos -pl worker-executor -am
 * -Dtest=BacklogMemoryTest}; {@code -Dbacklog.histogram=true} prints what the heap is made of.
 */
@Tag("chaos")
@Timeout(900)
class BacklogMemoryTest {
    private static final int FEW = 10_000;
    private static final int MANY = 100_000;
    private static final double MOST = 1.2;
    private static final Duration PATIENCE = Duration.ofMinutes(10);
    private static final String SLOW = "test.slow";
    private static final String DOOR = "test.door";
    private static final Runtime HEAP = Runtime.getRuntime();

    private final List<AutoCloseable> opened = new ArrayList<>();

    private <T extends AutoCloseable> T open(T resource) {
        opened.add(0, resource);
        return resource;
    }

    @AfterEach
    void closeAll() throws Exception {
        for (AutoCloseable resource : opened) {
            resource.close();
        }
        opened.clear();
    }

    /** Where a flow is run: a process's broker and store. */
    private interface Place {
        Proxy connect(String name);

        Persistence store();
    }

    /** What was live before a flow was made, the most that ever was, and what is when all waits; in bytes. */
    private record Heap(long before, long most, long waiting) {
        double over(Heap other) {
            return (double) most / other.most;
        }

        @Override
        public String toString() {
            return String.format(
                    Locale.ROOT,
                    "%.1f MB before, %.1f MB at most, %.1f MB when all wait",
                    before / 1e6,
                    most / 1e6,
                    waiting / 1e6);
        }
    }

    @Test
    void manyThatWaitCostHardlyMoreThanFewInOneProcess() throws Exception {
        compare("in one process", () -> {
            InProcessBroker broker = new InProcessBroker();
            MemoryPersistence store = open(new MemoryPersistence());
            return place(broker::connect, store);
        });
    }

    @Test
    @Tag("services")
    void manyThatWaitCostHardlyMoreThanFewOverABroker() throws Exception {
        compare("over a broker and PostgreSQL", () -> {
            String prefix = "wbacklog" + UUID.randomUUID().toString().substring(0, 8);
            TemporaryDatabase database = open(Services.shared().newDatabase("backlog"));
            AmqpProxy cleaner = open(connect(prefix, "cleaner"));
            opened.add(0, () -> cleaner.deleteAll(List.of(queue(cleaner, SLOW), queue(cleaner, DOOR))));
            return place(
                    name -> connect(prefix, name),
                    open(PostgresPersistence.builder().url(database.url()).open()));
        });
    }

    private static AmqpProxy connect(String prefix, String name) {
        return AmqpProxy.builder(Services.shared().amqpUrl())
                .prefix(prefix)
                .name(name)
                .connect();
    }

    private static String queue(Proxy proxy, String type) {
        return proxy.naming().requestQueue(new RequestQueue("p", type, 1));
    }

    private static Place place(Function<String, Proxy> connect, Persistence store) {
        return new Place() {
            @Override
            public Proxy connect(String name) {
                return connect.apply(name);
            }

            @Override
            public Persistence store() {
                return store;
            }
        };
    }

    private interface Places {
        Place next() throws Exception;
    }

    private void compare(String where, Places places) throws Exception {
        queued(places.next(), FEW, FEW); // classes are loaded, connections known
        Heap few = queued(places.next(), MANY, FEW);
        Heap many = queued(places.next(), MANY, MANY);
        Heap small = queued(places.next(), FEW, FEW);
        System.out.printf(
                Locale.ROOT,
                "Backlog %s, %d tasks in the flow:%n  %d ready: %s%n  %d ready: %s%n  at most %.3f times as much%n"
                        + "  a flow of %d tasks, all ready: %s; the larger flow takes %.2f times as much%n",
                where,
                MANY,
                FEW,
                few,
                MANY,
                many,
                many.over(few),
                FEW,
                small,
                many.over(small));
        assertThat(many.over(few)).isLessThan(MOST);
    }

    /** {@return the heap while so many of the tasks are ready, and none of them ends} */
    private Heap queued(Place place, int tasks, int ready) throws Exception {
        long before = live();
        CountDownLatch door = new CountDownLatch(tasks == ready ? 0 : 1);
        CountDownLatch end = new CountDownLatch(1);
        SimpleMeterRegistry meters = new SimpleMeterRegistry();
        RemoteExecutor executor = open(RemoteExecutor.builder(open(place.connect("engine")), place.store())
                .meters(meters)
                .open());
        worker(place, executor, SLOW, end);
        worker(place, executor, DOOR, door);
        Watch watch = new Watch();
        try {
            Engine engine = Engine.builder(flow(tasks, ready))
                    .store("order", "x".repeat(100))
                    .persistence(place.store())
                    .executor(executor)
                    .build();
            CompletableFuture<?> over = engine.start();
            int waiting = tasks == ready ? tasks : ready + 1;
            await().atMost(PATIENCE).until(() -> over.isDone() || allWait(engine.statistics(), waiting, meters));
            assertThat(over).isNotDone();
            Heap heap = new Heap(before, watch.end(), live());
            if (Boolean.getBoolean("backlog.histogram")) {
                System.out.println(tasks + " tasks, " + ready + " ready: " + heap + "\n" + histogram());
            }
            engine.suspend();
            return heap;
        } finally {
            watch.end();
            end.countDown();
            door.countDown();
            closeAll();
        }
    }

    /** Whether all that is ready has come to the end of its way: to its turn at the executor, or before that. */
    private static boolean allWait(Statistics run, int ready, SimpleMeterRegistry meters) {
        int submitted = (int) meters.get("windlass.requests.inflight").gauge().value();
        return run.awaiting() + run.incomplete() == ready && run.incomplete() == submitted;
    }

    /** One part of the tasks is ready at once, the rest when a task has ended that stands before them. */
    private static Flow flow(int tasks, int ready) {
        int firsts = Math.min(ready, FEW);
        LinearFlow later = LinearFlow.named("later").add(RemoteTask.of(DOOR).named("door"));
        later.add(slow("late", tasks - Math.min(firsts, tasks)));
        UnorderedFlow all = slow("early", firsts);
        return tasks == FEW ? all : all.add(later);
    }

    private static UnorderedFlow slow(String name, int count) {
        UnorderedFlow flow = UnorderedFlow.named(name);
        IntStream.range(0, count)
                .forEach(i -> flow.add(
                        RemoteTask.of(SLOW).requires("order", String.class).named(name + "-" + i)));
        return flow;
    }

    private void worker(Place place, RemoteExecutor executor, String type, CountDownLatch latch) {
        open(Worker.builder(open(place.connect(type)))
                .name(type)
                .pool("p")
                .slots(1)
                .drainTimeout(Duration.ofSeconds(1))
                .register(() -> Tasks.of("t", Input.context(), (TaskContext context) -> {
                            latch.await();
                            return true;
                        })
                        .ofType(type))
                .build()
                .start());
        await().atMost(PATIENCE)
                .until(() -> executor.workers().get().stream()
                        .anyMatch(view -> view.name().equals(type)));
    }

    private static long live() {
        System.gc();
        return HEAP.totalMemory() - HEAP.freeMemory();
    }

    /** Collects garbage all the while, and keeps the most that was left. */
    private static final class Watch {
        private final AtomicLong most = new AtomicLong();
        private final Thread thread = new Thread(this::watch, "heap-watch");
        private volatile boolean ended;

        Watch() {
            thread.start();
        }

        private void watch() {
            while (!ended) {
                most.accumulateAndGet(live(), Math::max);
            }
        }

        /** Stops; {@return the most} */
        long end() throws InterruptedException {
            ended = true;
            thread.join();
            return most.get();
        }
    }

    private static String histogram() throws Exception {
        Object text = ManagementFactory.getPlatformMBeanServer()
                .invoke(
                        new ObjectName("com.sun.management:type=DiagnosticCommand"),
                        "gcClassHistogram",
                        new Object[] {new String[0]},
                        new String[] {String[].class.getName()});
        return String.valueOf(text).lines().limit(28).reduce("", (all, line) -> all + line + "\n");
    }
}
