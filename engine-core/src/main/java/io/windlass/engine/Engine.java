package io.windlass.engine;

import com.fasterxml.jackson.core.type.TypeReference;
import io.windlass.compiler.Compilation;
import io.windlass.compiler.Compiler;
import io.windlass.execution.SerialExecutor;
import io.windlass.execution.TaskExecutor;
import io.windlass.failure.FlowFailedException;
import io.windlass.failure.InvalidStateException;
import io.windlass.failure.NotFoundException;
import io.windlass.failure.StorageException;
import io.windlass.failure.WindlassException;
import io.windlass.flow.Flow;
import io.windlass.notify.FlowListener;
import io.windlass.persistence.Persistence;
import io.windlass.persistence.StoredFlow;
import io.windlass.persistence.memory.MemoryPersistence;
import io.windlass.runtime.FlowRun;
import io.windlass.runtime.RunOptions;
import io.windlass.runtime.RunResult;
import io.windlass.runtime.RunThreads;
import io.windlass.state.FlowState;
import io.windlass.storage.FlowStorage;
import io.windlass.value.Value;
import io.windlass.value.Values;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Runs one flow. Built from a flow that is checked then and there; recorded in a {@link Persistence}, and run by a
 * {@link TaskExecutor}. A flow that was suspended is run on by another {@link #run}; one that has ended is run again
 * only by {@link #rerun}. Thread-safe; values may be asked for while no run is under way.
 */
public final class Engine {
    private final Compilation compilation;
    private final FlowStorage storage;
    private final List<FlowListener> listeners;
    private final RunOptions options;
    private final @Nullable TaskExecutor givenExecutor;
    private final @Nullable RunThreads givenThreads;
    private @Nullable FlowRun current;
    private boolean running;
    private boolean abandoned;

    private Engine(Builder builder) {
        this.compilation = Compiler.compile(builder.flow);
        StoredFlow stored = builder.stored;
        Map<String, Value> store =
                stored == null ? builder.store : stored.flow().store();
        Validation.check(compilation, store.keySet());
        this.listeners = List.copyOf(builder.listeners);
        this.options = builder.options;
        this.givenExecutor = builder.executor;
        this.givenThreads = builder.threads;
        Persistence persistence = builder.persistence != null ? builder.persistence : new MemoryPersistence();
        this.storage = stored == null
                ? FlowStorage.create(compilation, persistence, builder.id, store)
                : FlowStorage.load(compilation, persistence, stored);
    }

    /** Begins to describe a run of the flow. */
    public static Builder builder(Flow flow) {
        return new Builder(flow);
    }

    /** {@return the id under which the flow is stored} */
    public UUID id() {
        return storage.id();
    }

    /**
     * Starts a run, unless the flow has ended.
     *
     * @return the state in which the run ends: SUCCESS or SUSPENDED. Fails with {@link FlowFailedException} when the
     *     flow ends REVERTED or FAILURE with failures to tell of, with {@link StorageException} when it cannot be
     *     recorded here any further. A flow that has ended is not run again: its state is returned at once.
     * @throws InvalidStateException when a run is under way, or could not be recorded: resume from the store then
     */
    public synchronized CompletableFuture<FlowState> start() {
        requireIdle();
        return storage.flowState().isTerminal()
                ? CompletableFuture.completedFuture(storage.flowState())
                : launch(FlowRun::start);
    }

    /**
     * Starts a run, also of a flow that has ended: after SUCCESS what was not done yet, after FAILURE what is left to
     * do or undo, after REVERTED everything afresh. Else as {@link #start}.
     */
    public synchronized CompletableFuture<FlowState> restart() {
        requireIdle();
        return launch(FlowRun::start);
    }

    private void requireIdle() {
        if (running || abandoned) {
            throw new InvalidStateException("flow '" + compilation.name() + "' ("
                    + storage.id() + ") "
                    + (running ? "is being run by this engine" : "could not be recorded; resume it from the store"));
        }
    }

    private CompletableFuture<FlowState> launch(Function<FlowRun, CompletableFuture<RunResult>> how) {
        storage.moveFlow(FlowState.RESUMING);
        storage.moveFlow(FlowState.SUSPENDED);
        RunThreads threads = givenThreads != null ? givenThreads : new RunThreads(1);
        TaskExecutor executor = givenExecutor != null ? givenExecutor : new SerialExecutor();
        FlowRun run = new FlowRun(compilation, storage, executor, listeners, options, threads);
        current = run;
        running = true;
        return how.apply(run)
                .whenComplete((result, error) -> {
                    ended(error != null);
                    if (givenExecutor == null) {
                        executor.close();
                    }
                    if (givenThreads == null) {
                        threads.close();
                    }
                })
                .thenApply(this::finished);
    }

    private synchronized void ended(boolean broken) {
        running = false;
        abandoned = broken;
    }

    /**
     * Makes a flow that ended SUCCESS or REVERTED PENDING, and all in it, so that the next run does everything afresh;
     * waits until that is recorded.
     *
     * @throws InvalidStateException when the flow is in another state, FAILURE included, or a run is under way;
     *     nothing is changed then
     */
    public void reset() {
        CompletableFuture<FlowState> done;
        synchronized (this) {
            requireIdle();
            if (storage.flowState().moveTo(FlowState.PENDING) == FlowState.Move.FORBIDDEN) {
                throw new InvalidStateException("flow '" + compilation.name() + "' (" + storage.id() + ") is "
                        + storage.flowState() + "; only one that ended SUCCESS or REVERTED can be reset");
            }
            done = launch(FlowRun::reset);
        }
        await(done);
    }

    private FlowState finished(RunResult result) {
        if (!result.failures().isEmpty()) {
            throw new FlowFailedException(
                    storage.id(), compilation.name(), result.state().name(), result.failures());
        }
        return result.state();
    }

    /**
     * Starts a run as {@link #start} does and waits for its end.
     *
     * @return the state in which the run ends
     * @throws FlowFailedException when the flow ends REVERTED or FAILURE
     * @throws StorageException when it cannot be recorded here any further; also when this thread is interrupted
     *     while it waits: the run goes on then
     */
    public FlowState run() {
        return await(start());
    }

    /** Starts a run as {@link #restart} does and waits for its end as {@link #run} does. */
    public FlowState rerun() {
        return await(restart());
    }

    private FlowState await(CompletableFuture<FlowState> end) {
        try {
            return end.get();
        } catch (ExecutionException e) {
            throw e.getCause() instanceof WindlassException ours ? ours : new StorageException("the run broke", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StorageException("interrupted while waiting for flow " + storage.id() + "; it goes on", e);
        }
    }

    /**
     * Asks the run that is under way to start nothing more and to end SUSPENDED once what is in flight has come back;
     * without a run nothing happens.
     */
    public synchronized void suspend() {
        if (running && current != null) {
            current.suspend();
        }
    }

    /** {@return the state of the flow, once the run has ended} */
    public FlowState state() {
        return storage.flowState();
    }

    /**
     * Reads a value that the flow was given or made.
     *
     * @return null when the value is null
     * @throws NotFoundException when there is none of that name now; says who provides it, and which state that is in
     */
    public <T> @Nullable T result(String name, Class<T> type) {
        return type.cast(read(name, type));
    }

    /**
     * Reads a value of a generic type.
     *
     * @return null when the value is null
     * @throws NotFoundException when there is none of that name now; says who provides it, and which state that is in
     */
    @SuppressWarnings("unchecked") // Jackson read it as exactly this type
    public <T> @Nullable T result(String name, TypeReference<T> type) {
        return (T) read(name, type.getType());
    }

    /**
     * {@return all values under a name, the store's first, then those of its providers in order; perhaps empty}
     */
    public <T> List<@Nullable T> results(String name, Class<T> type) {
        List<@Nullable T> all = new ArrayList<>();
        storage.values().fetchAll(name).forEach(value -> all.add(type.cast(Values.read(value, type))));
        return all;
    }

    private @Nullable Object read(String name, Type type) {
        Value value = storage.values()
                .fetch(name)
                .orElseThrow(() -> new NotFoundException("flow '" + compilation.name() + "' has no value '" + name
                        + "' now; " + storage.values().whyNot(name)));
        return Values.read(value, type);
    }

    /** Describes a run. Not thread-safe. */
    public static final class Builder {
        private final Flow flow;
        private final Map<String, Value> store = new LinkedHashMap<>();
        private final List<FlowListener> listeners = new ArrayList<>();
        private UUID id = UUID.randomUUID();
        private RunOptions options = RunOptions.DEFAULT;
        private @Nullable StoredFlow stored;
        private @Nullable Persistence persistence;
        private @Nullable TaskExecutor executor;
        private @Nullable RunThreads threads;

        private Builder(Flow flow) {
            this.flow = flow;
        }

        /** Gives the flow a value, seen by all its tasks and hiding what they provide under that name. */
        public Builder store(String name, @Nullable Object value) {
            store.put(name, Values.write(value));
            return this;
        }

        /** Sets the id; default: a random one. */
        public Builder id(UUID flowId) {
            this.id = flowId;
            return this;
        }

        /** Goes on with a flow that is stored, and that {@code persistence} owns, with the values it was given then. */
        public Builder resume(StoredFlow storedFlow) {
            this.stored = storedFlow;
            return this;
        }

        /** Where the flow is recorded; default: in memory, gone with the engine. Not closed by the engine. */
        public Builder persistence(Persistence backend) {
            this.persistence = backend;
            return this;
        }

        /** Who runs the tasks; default: this process, one after the other. Not closed by the engine. */
        public Builder executor(TaskExecutor taskExecutor) {
            this.executor = taskExecutor;
            return this;
        }

        /** The threads of the run's loop and listeners, shared with other runs; default: its own. */
        public Builder threads(RunThreads runThreads) {
            this.threads = runThreads;
            return this;
        }

        /** Adds somebody to tell of each change. */
        public Builder listener(FlowListener listener) {
            listeners.add(listener);
            return this;
        }

        /** When true a failed task ends the run in FAILURE and nothing is undone; default false. */
        public Builder neverResolve(boolean never) {
            this.options = new RunOptions(never, options.deferReverts());
            return this;
        }

        /**
         * When true a retry that gives up does not have its own flow undone but what the enclosing flow's controller
         * says, or everything where there is none; default false.
         */
        public Builder deferReverts(boolean defer) {
            this.options = new RunOptions(options.neverResolve(), defer);
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
    }
}
