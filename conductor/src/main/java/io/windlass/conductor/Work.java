package io.windlass.conductor;

import io.windlass.atom.Backoff;
import io.windlass.engine.EngineBuilder;
import io.windlass.execution.SerialExecutor;
import io.windlass.execution.TaskExecutor;
import io.windlass.job.Job;
import io.windlass.job.Jobboard;
import io.windlass.listener.LoggingListener;
import io.windlass.notify.FlowListener;
import io.windlass.persistence.Persistence;
import io.windlass.runtime.RunThreads;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What all jobs of a conductor share. Thread-safe. */
final class Work {
    private static final Logger LOG = LoggerFactory.getLogger(Work.class);

    /** For what blocks: the store, the board, factories, listeners. */
    private static final int THREADS = Math.max(2, Runtime.getRuntime().availableProcessors());

    final String who;
    final Jobboard board;
    final Persistence persistence;
    final FlowChoice choice;
    final Taking taking;
    final Backoff pauses;
    final Hand hand = new Hand();
    final Failures failures = new Failures();
    final Told told = new Told();
    final Semaphore slots;

    private final TaskExecutor executor;
    private final boolean ownsExecutor;
    private final RunThreads threads;
    private final boolean ownsThreads;
    private final Function<Job, List<FlowListener>> listeners;
    private final Consumer<EngineBuilder> options;
    private final FlowListener logging = new LoggingListener();
    private final ScheduledThreadPoolExecutor pool;
    private volatile boolean stopping;
    private volatile boolean ending;
    private volatile boolean astray;

    Work(ConductorBuilder builder, String who) {
        this.who = who;
        this.board = builder.board;
        this.persistence = builder.persistence;
        this.choice = builder.choice;
        this.taking = new Taking(builder.persistence, builder.factories, who, builder.mostTries);
        this.pauses = builder.pauses;
        this.slots = new Semaphore(builder.mostAtOnce);
        this.executor = builder.executor == null ? new SerialExecutor() : builder.executor;
        this.ownsExecutor = builder.executor == null;
        this.threads = builder.threads == null ? new RunThreads() : builder.threads;
        this.ownsThreads = builder.threads == null;
        this.listeners = builder.listeners;
        this.options = builder.options;
        AtomicInteger number = new AtomicInteger();
        pool = new ScheduledThreadPoolExecutor(THREADS, task -> {
            Thread thread = new Thread(task, "windlass-conductor-" + builder.name + "-" + number.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        });
        pool.setRemoveOnCancelPolicy(true);
    }

    /** Has an engine made as this conductor's are. */
    EngineBuilder setUp(Job job, EngineBuilder engine) {
        listeners.apply(job).forEach(engine::listener);
        return setUp(engine);
    }

    /** The same without a job. */
    EngineBuilder setUp(EngineBuilder engine) {
        options.accept(engine);
        return engine.listener(logging).executor(executor).threads(threads);
    }

    /** {@return whether nothing is started any more} */
    boolean isStopping() {
        return stopping;
    }

    /** {@return whether nothing is waited for any more but runs} */
    boolean isEnding() {
        return ending || stopping;
    }

    void stop() {
        stopping = true;
    }

    void ending(boolean yes) {
        ending = yes;
    }

    /** A claim may be left on the board that nobody here knows of. */
    void astray() {
        astray = true;
    }

    /** {@return whether that may be so} From then on it is not, until it is said again. */
    boolean wasAstray() {
        boolean was = astray;
        astray = false;
        return was;
    }

    /**
     * Does something on one of this conductor's threads.
     *
     * @throws RejectedExecutionException when the conductor was closed
     */
    void execute(Runnable action) {
        pool.execute(() -> guarded(action));
    }

    /** Does something after a while, unless it is cancelled before. */
    Future<?> after(Duration wait, Runnable action) {
        return pool.schedule(() -> guarded(action), wait.toNanos(), TimeUnit.NANOSECONDS);
    }

    private static void guarded(Runnable action) {
        try {
            action.run();
        } catch (RuntimeException | Error e) {
            LOG.error(
                    "A conductor's job is lost sight of; its claim and its flow stay as they are until this process ends",
                    e);
        }
    }

    /** What has not ended goes on in the store and on the board, for others. */
    void close() {
        pool.shutdownNow();
        if (ownsExecutor) {
            executor.close();
        }
        if (ownsThreads) {
            threads.close();
        }
    }
}
