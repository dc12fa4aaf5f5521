package io.windlass.remote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import io.windlass.atom.Task;
import io.windlass.atom.TaskContext;
import io.windlass.atom.TaskType;
import io.windlass.engine.Engine;
import io.windlass.flow.LinearFlow;
import io.windlass.health.Health;
import io.windlass.persistence.memory.MemoryPersistence;
import io.windlass.proxy.Delivery;
import io.windlass.proxy.HostileMessages;
import io.windlass.proxy.Proxy;
import io.windlass.proxy.RequestQueue;
import io.windlass.proxy.WireMessage;
import io.windlass.state.FlowState;
import io.windlass.state.RequestName;
import io.windlass.worker.Worker;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.slf4j.LoggerFactory;

/** A live worker and a live engine are sent what is broken and what is meant to harm, while they run flows. */
abstract class HostileContract {
    private static final Duration HEARTBEAT = Duration.ofMillis(100);
    private static final RemoteOptions OPTIONS = new RemoteOptions(
                    HEARTBEAT, HEARTBEAT.multipliedBy(10), HEARTBEAT.multipliedBy(10), Duration.ofMinutes(5))
            .withMaxStarts(RemoteOptions.MOST_STARTS);
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final RequestQueue QUEUE = new RequestQueue("p", "hostile.step", 1);
    private static final int FEW = 3_000;
    private static final int MANY = 100_000;
    private static final int FORGED_EVERY = 20;
    private static final int AHEAD = 200;
    private static final long MAX_HEAP_GROWTH = 64L << 20;

    private final Logger log = (Logger) LoggerFactory.getLogger("io.windlass");
    private final MemoryPersistence persistence = new MemoryPersistence();
    private final List<Proxy> proxies = new ArrayList<>();
    private final AtomicReference<@Nullable RequestName> newest = new AtomicReference<>();
    private final AtomicInteger redelivered = new AtomicInteger();
    private final AtomicInteger flows = new AtomicInteger();
    private final Map<String, Integer> dead = new HashMap<>();
    private volatile boolean attacked;
    private RemoteExecutor executor;
    private Worker worker;

    /** A proxy of a broker, or a part of one, that is this test's alone. */
    abstract Proxy connect(String name);

    /** Puts a message as it is into a queue. */
    abstract void inject(String queue, WireMessage message);

    /** Takes a message out of a queue, null when there is none. */
    abstract @Nullable WireMessage take(String queue);

    @TaskType("hostile.step")
    static final class Step extends Task {
        private final HostileContract test;

        Step(HostileContract test) {
            this.test = test;
        }

        public String execute(TaskContext context) {
            test.newest.set(context.request());
            return context.request().atom();
        }
    }

    private Proxy open(String name) {
        Proxy proxy = new FaultyProxy(connect(name), message -> List.of(Duration.ZERO), this::seen);
        proxies.add(proxy);
        return proxy;
    }

    private Delivery seen(Delivery delivery) {
        if (delivery.redelivered()) {
            redelivered.incrementAndGet();
        }
        return delivery;
    }

    @BeforeEach
    void openBoth() {
        log.setLevel(Level.toLevel(System.getProperty("hostile.log"), Level.OFF)); // a line for each
        executor = new RemoteExecutor(open("engine"), persistence, OPTIONS);
        worker = Worker.builder(open("worker"))
                .name("w1")
                .pool(QUEUE.pool())
                .slots(4)
                .heartbeat(HEARTBEAT)
                .drainTimeout(Duration.ofSeconds(2))
                .register(Step.class, () -> new Step(this))
                .build()
                .start();
    }

    @AfterEach
    void closeBoth() {
        executor.close();
        worker.close();
        proxies.forEach(Proxy::close);
        persistence.close();
        log.setLevel(null);
    }

    @Test
    @Timeout(180)
    void thousandsOfMessagesHurtNobody() throws Exception {
        attack(FEW, 0);
    }

    @Test
    @Tag("chaos")
    @Timeout(3600)
    void aHundredThousandMessagesHurtNobody() throws Exception {
        attack(MANY, 3);
    }

    private void attack(int count, int tooLong) throws Exception {
        long seed = Long.getLong("chaos.seed", System.nanoTime());
        HostileMessages messages = new HostileMessages(seed);
        List<String> targets = targets();
        CompletableFuture<Void> work = CompletableFuture.runAsync(this::runFlows);
        await().atMost(PATIENCE).until(() -> flows.get() > 0);
        long heap = heap();
        Set<String> unreadable = new HashSet<>();
        for (int i = 0; i < count + tooLong; i++) {
            RequestName name = newest.get();
            WireMessage message = i >= count
                    ? messages.tooLong()
                    : i % FORGED_EVERY == 0 && name != null ? messages.forged(name) : messages.next();
            if (!messages.isReadable(message)) {
                unreadable.add(HostileMessages.markOf(message));
            }
            inject(targets.get(i % targets.size()), message);
            if (i % AHEAD == 0) {
                awaitPutAside(unreadable);
            }
        }
        awaitPutAside(unreadable);
        attacked = true;
        work.join();
        long growth = heap() - heap;
        System.out.println("hostile, seed " + seed + ": " + count + " messages, " + unreadable.size()
                + " of them unreadable, " + dead.size() + " dead letters; " + flows + " flows beside them; "
                + redelivered
                + " redeliveries; heap grew by " + (growth >> 20) + " MiB");
        assertThat(dead.values()).as("put aside once").allMatch(times -> times == 1);
        assertThat(redelivered.get()).isLessThan(count / 100 + 10);
        assertThat(growth).isLessThan(MAX_HEAP_GROWTH);
        assertThat(executor.health()).isEqualTo(Health.GOOD);
        assertThat(worker.health()).isEqualTo(Health.GOOD);
        await().atMost(PATIENCE).until(() -> targets.stream().allMatch(queue -> waiting(queue) == 0));
    }

    private void awaitPutAside(Set<String> unreadable) {
        // Not by an assertion on the sets, which would compare each with each.
        await("all that is unreadable is put aside")
                .atMost(PATIENCE)
                .until(() -> takeDeadLetters().containsAll(unreadable));
    }

    private int waiting(String queue) {
        return queue.contains(".control.")
                ? 0
                : (int) proxies.get(0).depth(queue).orElse(0);
    }

    private List<String> targets() {
        var naming = proxies.get(0).naming();
        String engine = persistence.owner().id().toString();
        return List.of(
                naming.requestQueue(QUEUE),
                naming.controlQueue("worker.w1"),
                naming.replyQueue(engine),
                naming.controlQueue("engine." + engine));
    }

    private Set<String> takeDeadLetters() {
        String queue = proxies.get(0).naming().deadLetters();
        for (WireMessage letter = take(queue); letter != null; letter = take(queue)) {
            dead.merge(HostileMessages.markOf(letter), 1, Integer::sum);
        }
        return dead.keySet();
    }

    private void runFlows() {
        boolean last;
        do {
            last = attacked;
            Engine engine = Engine.builder(LinearFlow.named("f").add(step("a"), step("b"), step("c")))
                    .persistence(persistence)
                    .executor(executor)
                    .build();
            assertThat(engine.run()).isEqualTo(FlowState.SUCCESS);
            assertThat(engine.result("c", String.class)).isEqualTo("c");
            persistence.destroyFlow(engine.id());
            flows.incrementAndGet();
        } while (!last);
    }

    private Task step(String name) {
        return new Step(this).named(name).provides(name);
    }

    private static long heap() {
        System.gc();
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }
}
