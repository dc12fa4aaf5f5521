package io.windlass.conductor;

import io.windlass.atom.Backoff;
import io.windlass.engine.EngineBuilder;
import io.windlass.engine.FlowFactories;
import io.windlass.execution.TaskExecutor;
import io.windlass.job.Job;
import io.windlass.job.Jobboard;
import io.windlass.notify.FlowListener;
import io.windlass.persistence.Persistence;
import io.windlass.runtime.RunThreads;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Describes a conductor. Not thread-safe. */
public final class ConductorBuilder {
    /** How long a claim is waited for at a time, by default: boards tell when there is something. */
    public static final Duration WAIT_TIMEOUT = Duration.ofSeconds(30);

    /** How often a job is tried, by default. */
    public static final int MOST_TRIES = 5;

    /** How long a job that failed is kept from being tried again, by default: 1 s, doubling up to 1 min. */
    public static final Backoff PAUSES =
            Backoff.exponential(Duration.ofSeconds(1), Duration.ofMinutes(1)).withJitter(0.2);

    final String name;
    final Jobboard board;
    final Persistence persistence;
    final FlowFactories factories;
    FlowChoice choice = FlowChoice::byDetails;
    int mostAtOnce = Runtime.getRuntime().availableProcessors() + 1;
    int mostTries = MOST_TRIES;
    Backoff pauses = PAUSES;
    Duration waitTimeout = WAIT_TIMEOUT;
    Function<Job, List<FlowListener>> listeners = job -> List.of();
    Consumer<EngineBuilder> options = engine -> {};

    @Nullable
    TaskExecutor executor;

    @Nullable
    RunThreads threads;

    ConductorBuilder(String name, Jobboard board, Persistence persistence, FlowFactories factories) {
        this.name = name;
        this.board = board;
        this.persistence = persistence;
        this.factories = factories;
    }

    /** Who runs the tasks of all flows; default: this process, each flow's one after the other. Not closed by the conductor. */
    public ConductorBuilder executor(TaskExecutor taskExecutor) {
        this.executor = taskExecutor;
        return this;
    }

    /** The threads of all runs' loops and listeners; default: the conductor's own. Not closed by the conductor. */
    public ConductorBuilder threads(RunThreads runThreads) {
        this.threads = runThreads;
        return this;
    }

    /**
     * How many jobs are worked on at once; 1 for one after the other, 0 or less for no limit. They cost no thread each.
     * Default: as many as there are processors, and one. Jobs that are kept back after a failure do not count.
     */
    public ConductorBuilder mostAtOnce(int jobs) {
        this.mostAtOnce = jobs <= 0 ? Integer.MAX_VALUE : jobs;
        return this;
    }

    /**
     * How often a job is tried before it is trashed: how often its flow may be started in a row without coming any
     * further. Starts that were stopped, or whose flow was suspended, do not count. Default: {@link #MOST_TRIES}.
     *
     * @throws IllegalArgumentException when it is less than 1
     */
    public ConductorBuilder mostTries(int tries) {
        if (tries < 1) {
            throw new IllegalArgumentException("a job is tried at least once, not " + tries + " times");
        }
        this.mostTries = tries;
        return this;
    }

    /**
     * How long a job that failed stays claimed before it is abandoned, so that nobody tries again at once; the first
     * wait also for one whose flow another live process owns. Default: {@link #PAUSES}.
     */
    public ConductorBuilder pauses(Backoff backoff) {
        this.pauses = backoff;
        return this;
    }

    /**
     * How long the board is asked to wait for a job at a time. A board tells at once what comes, and stopping does not
     * wait, so a short one brings nothing but work for the board. Default: {@link #WAIT_TIMEOUT}.
     *
     * @throws IllegalArgumentException when it is zero or negative
     */
    public ConductorBuilder waitTimeout(Duration timeout) {
        if (timeout.isZero() || timeout.isNegative()) {
            throw new IllegalArgumentException("a conductor cannot wait for " + timeout + "; it must be positive");
        }
        this.waitTimeout = timeout;
        return this;
    }

    /** Which flow a job is about; default: {@link FlowChoice#byDetails}. */
    public ConductorBuilder choice(FlowChoice flowChoice) {
        this.choice = flowChoice;
        return this;
    }

    /** Who listens to the run of a job's flow, besides a {@link io.windlass.listener.LoggingListener}; default: nobody. */
    public ConductorBuilder listeners(Function<Job, List<FlowListener>> ofJob) {
        this.listeners = ofJob;
        return this;
    }

    /**
     * What each engine is told besides, such as a {@link EngineBuilder#timeout}; default: nothing. Its flow, store,
     * persistence, executor and threads are the conductor's to say.
     */
    public ConductorBuilder engines(Consumer<EngineBuilder> engineOptions) {
        this.options = engineOptions;
        return this;
    }

    /**
     * {@return the conductor} It does nothing before {@link Conductor#run()}.
     *
     * @throws IllegalArgumentException when its name is none that a board takes
     */
    public Conductor build() {
        return new Conductor(this);
    }
}
