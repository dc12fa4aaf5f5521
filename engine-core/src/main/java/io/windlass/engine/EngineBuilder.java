package io.windlass.engine;

import io.windlass.atom.Task;
import io.windlass.execution.TaskExecutor;
import io.windlass.failure.InvalidStateException;
import io.windlass.flow.Flow;
import io.windlass.notify.FlowListener;
import io.windlass.persistence.Persistence;
import io.windlass.persistence.StoredFlow;
import io.windlass.runtime.RunOptions;
import io.windlass.runtime.RunThreads;
import io.windlass.state.FlowIds;
import io.windlass.value.Value;
import io.windlass.value.Values;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Describes a run. Not thread-safe. */
public final class EngineBuilder {
    final Flow flow;
    final Map<String, Value> store = new LinkedHashMap<>();
    final Map<String, Value> meta = new LinkedHashMap<>();
    final List<FlowListener> listeners = new ArrayList<>();
    UUID id = FlowIds.next();
    RunOptions options = RunOptions.DEFAULT;
    boolean injectTransient = true;
    boolean checked = true;
    BuildListener buildListener = BuildListener.NONE;

    @Nullable
    UUID book;

    @Nullable
    StoredFlow stored;

    @Nullable
    Persistence persistence;

    @Nullable
    TaskExecutor executor;

    @Nullable
    RunThreads threads;

    EngineBuilder(Flow flow) {
        this.flow = flow;
    }

    /** Gives the flow a value, seen by all its tasks and hiding what they provide under that name. */
    public EngineBuilder store(String name, @Nullable Object value) {
        store.put(name, Values.write(value));
        return this;
    }

    /** Gives the flow values as {@link #store(String, Object)} does, each as it is written already. */
    public EngineBuilder storeValues(Map<String, Value> values) {
        values.values().forEach(Values::check);
        store.putAll(values);
        return this;
    }

    /** Keeps something with the flow that its tasks do not see, for programs and people, beside what is kept. */
    public EngineBuilder meta(String name, @Nullable Object value) {
        meta.put(name, Values.write(value));
        return this;
    }

    /** Makes the flow part of a log book; default: of none. Of no effect when a flow is resumed. */
    public EngineBuilder book(UUID bookId) {
        this.book = bookId;
        return this;
    }

    /**
     * When false what the flow's definition injects into its atoms is stored with them, so that a later definition
     * which does not inject it finds it there; default true.
     */
    public EngineBuilder injectTransient(boolean inMemory) {
        this.injectTransient = inMemory;
        return this;
    }

    /** Sets the id; default: a random one. */
    public EngineBuilder id(UUID flowId) {
        this.id = flowId;
        return this;
    }

    /**
     * Goes on with a flow that is stored, and that {@code persistence} owns, with the values it was given then; those
     * of {@link #store} are added to them.
     */
    public EngineBuilder resume(StoredFlow storedFlow) {
        this.stored = storedFlow;
        return this;
    }

    /** Where the flow is recorded; default: in memory, gone with the engine. Not closed by the engine. */
    public EngineBuilder persistence(Persistence backend) {
        this.persistence = backend;
        return this;
    }

    /** Who runs the tasks; default: this process, one after the other. Not closed by the engine. */
    public EngineBuilder executor(TaskExecutor taskExecutor) {
        this.executor = taskExecutor;
        return this;
    }

    /** The threads of the run's loop and listeners, shared with other runs; default: its own. */
    public EngineBuilder threads(RunThreads runThreads) {
        this.threads = runThreads;
        return this;
    }

    /** Adds somebody to tell of everything from the start; see {@link Engine#notifier()}. */
    public EngineBuilder listener(FlowListener listener) {
        listeners.add(listener);
        return this;
    }

    /** Who is told how far {@link #build} has come; default: nobody. */
    public EngineBuilder buildListener(BuildListener listener) {
        this.buildListener = listener;
        return this;
    }

    /** When true a failed task ends the run in FAILURE and nothing is undone; default false. */
    public EngineBuilder neverResolve(boolean never) {
        this.options = options.withNeverResolve(never);
        return this;
    }

    /**
     * When true a retry that gives up does not have its own flow undone but what the enclosing flow's controller
     * says, or everything where there is none; default false.
     */
    public EngineBuilder deferReverts(boolean defer) {
        this.options = options.withDeferReverts(defer);
        return this;
    }

    /**
     * Gives the flow up when it takes longer from its first start on, also while it is suspended or nobody runs it:
     * what runs or waits fails with a {@link io.windlass.failure.FlowTimeoutException}, bodies are told to end and not
     * waited for, no controller is asked, and everything is undone, without a limit; with {@link #neverResolve}
     * nothing is. A flow that was started with a limit, longer than zero, keeps it; a rerun begins anew. Default: none.
     */
    public EngineBuilder timeout(Duration limit) {
        this.options = options.withTimeout(limit);
        return this;
    }

    /** Limits tasks that have no limit of their own, see {@link Task#timeout}; longer than zero, default: none. */
    public EngineBuilder taskTimeout(Duration limit) {
        this.options = options.withTaskTimeout(limit);
        return this;
    }

    /**
     * When true what would get stuck waits for an operator instead: the flow is parked, which is SUSPENDED, with what it
     * waits for in {@link Engine#parked}, and this process lets go of it. Default false. It is for
     *
     * <ul>
     *   <li>a revert that failed; else the flow ends in FAILURE, half undone,
     *   <li>a task that failed with a {@link io.windlass.failure.PoisonException} or a {@link
     *       io.windlass.failure.MayHaveRunException}, unless it is to be undone for another reason; else it is undone
     *       like any failure.
     * </ul>
     *
     * Independent tasks that run come back first; nothing new is started. See {@link Operations} for what can be done.
     */
    public EngineBuilder park(boolean parks) {
        this.options = options.withPark(parks);
        return this;
    }

    /**
     * Compiles and checks the flow; nothing runs yet.
     *
     * @throws io.windlass.failure.DefinitionException when the flow is not well formed
     * @throws io.windlass.failure.MissingDependenciesException when a task would not find an input; names both
     */
    public Engine build() {
        return new Engine(this);
    }

    /**
     * Records the new flow as it is, without running it, and lets go of it: whoever claims it may run it, such as a
     * conductor that finds a job about its log book. That its tasks find their inputs is checked only then, as the job may
     * bring some. Returns when it is recorded.
     *
     * @return the flow's id
     * @throws io.windlass.failure.DefinitionException when the flow is not well formed
     * @throws InvalidStateException when no persistence was given, or the flow is stored already
     * @throws io.windlass.failure.StorageException when it cannot be recorded
     */
    public UUID record() {
        if (persistence == null || stored != null) {
            throw new InvalidStateException("flow '" + flow.name() + "' is recorded for others only when it is new and"
                    + " given a persistence that they see");
        }
        checked = false;
        return build().record();
    }
}
