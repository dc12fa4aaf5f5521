package io.windlass.engine;

import com.fasterxml.jackson.core.type.TypeReference;
import io.windlass.atom.Task;
import io.windlass.compiler.Compilation;
import io.windlass.compiler.Compiler;
import io.windlass.execution.SerialExecutor;
import io.windlass.execution.TaskExecutor;
import io.windlass.failure.FlowFailedException;
import io.windlass.failure.InvalidStateException;
import io.windlass.failure.StorageException;
import io.windlass.failure.WindlassException;
import io.windlass.flow.Flow;
import io.windlass.flow.LinearFlow;
import io.windlass.notify.FlowListener;
import io.windlass.notify.Notifier;
import io.windlass.persistence.Persistence;
import io.windlass.persistence.StoredFlow;
import io.windlass.persistence.memory.MemoryPersistence;
import io.windlass.runtime.FlowRun;
import io.windlass.runtime.RunIterator;
import io.windlass.runtime.RunOptions;
import io.windlass.runtime.RunResult;
import io.windlass.runtime.RunThreads;
import io.windlass.runtime.Statistics;
import io.windlass.state.FlowState;
import io.windlass.storage.FlowStorage;
import io.windlass.value.Value;
import io.windlass.value.Values;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Runs one flow. Built from a flow that is checked then and there; recorded in a {@link Persistence}, and run by a
 * {@link TaskExecutor}. A flow that was suspended is run on by another {@link #run}; one that has ended is run again
 * only by {@link #rerun}. Thread-safe; values may be asked for while no run is under way.
 */
public final class Engine {
    private final Compilation compilation;
    private final FlowStorage storage;
    private final Notifier notifier = new Notifier();
    private final RunOptions options;
    private final Storage view;
    private final @Nullable TaskExecutor givenExecutor;
    private final @Nullable RunThreads givenThreads;
    private @Nullable FlowRun current;
    /** The end of the current run. */
    private CompletableFuture<FlowState> newestEnd = CompletableFuture.completedFuture(FlowState.PENDING);

    private boolean running;
    private boolean abandoned;

    private Engine(Builder builder) {
        this.compilation = Compiler.compile(builder.flow);
        StoredFlow stored = builder.stored;
        builder.listeners.forEach(notifier::register);
        this.options = builder.options;
        this.givenExecutor = builder.executor;
        this.givenThreads = builder.threads;
        Persistence persistence = builder.persistence != null ? builder.persistence : new MemoryPersistence();
        this.storage = stored == null
                ? FlowStorage.create(compilation, persistence, builder.id, builder.book, builder.store)
                : FlowStorage.load(compilation, persistence, stored);
        if (stored != null && !builder.store.isEmpty()) {
            storage.inject(builder.store, false);
        }
        if (!builder.injectTransient) {
            storage.storeInjected();
        }
        Validation.check(compilation, storage.values());
        this.view = new Storage(compilation, storage, new Access());
        storage.putFlowMeta(builder.meta);
    }

    /** Begins to describe a run of the flow. */
    public static Builder builder(Flow flow) {
        return new Builder(flow);
    }

    /** Begins to describe a run of one task, in a flow of its name. */
    public static Builder builder(Task task) {
        return new Builder(LinearFlow.named(task.name()).add(task));
    }

    /** {@return the id under which the flow is stored} */
    public UUID id() {
        return storage.id();
    }

    /** {@return the flow as it is compiled} */
    public Compilation compilation() {
        return compilation;
    }

    /** {@return who is told what happens; listeners may come and go while a run is under way} */
    public Notifier notifier() {
        return notifier;
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
                : launch(false, FlowRun::start);
    }

    /** Starts a run that is taken on from state to state, and waits for outcomes for as long as they take. */
    public RunIterator iterate() {
        return iterating(null);
    }

    /**
     * Starts a run that is taken on from state to state, by whoever asks the iterator for the next one. A flow that has
     * ended is run again, as by {@link #restart}.
     *
     * @param patience how long outcomes are waited for in one WAITING; when none has come by then the run goes on to
     *     ANALYZING and waits again. Nothing is given up
     * @throws InvalidStateException when a run is under way, or could not be recorded: resume from the store then
     */
    public RunIterator iterate(Duration patience) {
        return iterating(patience);
    }

    private synchronized RunIterator iterating(@Nullable Duration patience) {
        requireIdle();
        CompletableFuture<FlowState> end = launch(true, FlowRun::start);
        return Objects.requireNonNull(current).iterator(end, patience);
    }

    /**
     * Starts a run, also of a flow that has ended: after SUCCESS what was not done yet, after FAILURE what is left to
     * do or undo, after REVERTED everything afresh. Else as {@link #start}.
     */
    public synchronized CompletableFuture<FlowState> restart() {
        requireIdle();
        return launch(false, FlowRun::start);
    }

    private void requireIdle() {
        if (running || abandoned) {
            throw new InvalidStateException("flow '" + compilation.name() + "' ("
                    + storage.id() + ") "
                    + (running ? "is being run by this engine" : "could not be recorded; resume it from the store"));
        }
    }

    private CompletableFuture<FlowState> launch(boolean stepwise, Function<FlowRun, CompletableFuture<RunResult>> how) {
        storage.moveFlow(FlowState.RESUMING);
        storage.moveFlow(FlowState.SUSPENDED);
        RunThreads threads = givenThreads != null ? givenThreads : new RunThreads(1);
        TaskExecutor executor = givenExecutor != null ? givenExecutor : new SerialExecutor();
        FlowRun run = new FlowRun(compilation, storage, executor, notifier, options, threads, stepwise);
        current = run;
        running = true;
        CompletableFuture<FlowState> end = how.apply(run)
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
        newestEnd = end;
        return end;
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
            done = launch(false, FlowRun::reset);
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

    /**
     * Starts a run as {@link #start} does and waits for its end, but no longer than told.
     *
     * @return the state in which the run ends; empty when it goes on: suspend it, or wait by {@link #start}'s future
     *     where that may be
     * @throws FlowFailedException when the flow ends REVERTED or FAILURE
     * @throws StorageException as {@link #run()} does
     */
    public Optional<FlowState> run(Duration timeout) {
        CompletableFuture<FlowState> end = start();
        CompletableFuture<Optional<FlowState>> bounded = end.thenApply(Optional::of);
        return await(bounded.completeOnTimeout(Optional.empty(), timeout.toNanos(), TimeUnit.NANOSECONDS));
    }

    /** Starts a run as {@link #restart} does and waits for its end as {@link #run} does. */
    public FlowState rerun() {
        return await(restart());
    }

    private <T> T await(CompletableFuture<T> end) {
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

    /** {@return what the newest run has done so far; {@link Statistics#NONE} before the first} */
    public Statistics statistics() {
        FlowRun run;
        synchronized (this) {
            run = current;
        }
        return run == null ? Statistics.NONE : run.statistics();
    }

    /** {@return the state of the flow} */
    public FlowState state() {
        return view.flowState();
    }

    /** {@return what is recorded of the flow, and how to give it more} */
    public Storage storage() {
        return view;
    }

    /** Reads a value that the flow was given or made, as {@link Storage#fetch(String, Class)} does. */
    public <T> @Nullable T result(String name, Class<T> type) {
        return view.fetch(name, type);
    }

    /** Reads a value of a generic type, as {@link Storage#fetch(String, TypeReference)} does. */
    public <T> @Nullable T result(String name, TypeReference<T> type) {
        return view.fetch(name, type);
    }

    /** Reads all values under a name, as {@link Storage#fetchAll(String, Class)} does. */
    public <T> List<@Nullable T> results(String name, Class<T> type) {
        return view.fetchAll(name, type);
    }

    /** Between the run's moves while one is under way, else under the engine's lock. */
    private final class Access implements Storage.Access {
        @Override
        public <T> T look(Supplier<T> look) {
            FlowRun run = underWay();
            if (run != null) {
                return run.look(look);
            }
            synchronized (Engine.this) {
                return look.get();
            }
        }

        @Override
        public void change(Runnable change) {
            FlowRun run = underWay();
            if (run != null && run.change(change)) {
                return;
            }
            newestEnd.handle((state, error) -> state).join();
            synchronized (Engine.this) {
                requireIdle();
                change.run();
                if (storage.isStored()) {
                    await(storage.commit().toCompletableFuture());
                }
            }
        }

        private @Nullable FlowRun underWay() {
            synchronized (Engine.this) {
                return running ? current : null;
            }
        }
    }

    /** Describes a run. Not thread-safe. */
    public static final class Builder {
        private final Flow flow;
        private final Map<String, Value> store = new LinkedHashMap<>();
        private final Map<String, Value> meta = new LinkedHashMap<>();
        private final List<FlowListener> listeners = new ArrayList<>();
        private UUID id = UUID.randomUUID();
        private RunOptions options = RunOptions.DEFAULT;
        private boolean injectTransient = true;
        private @Nullable UUID book;
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

        /** Keeps something with the flow that its tasks do not see, for programs and people, beside what is kept. */
        public Builder meta(String name, @Nullable Object value) {
            meta.put(name, Values.write(value));
            return this;
        }

        /** Makes the flow part of a log book; default: of none. Of no effect when a flow is resumed. */
        public Builder book(UUID bookId) {
            this.book = bookId;
            return this;
        }

        /**
         * When false what the flow's definition injects into its atoms is stored with them, so that a later definition
         * which does not inject it finds it there; default true.
         */
        public Builder injectTransient(boolean inMemory) {
            this.injectTransient = inMemory;
            return this;
        }

        /** Sets the id; default: a random one. */
        public Builder id(UUID flowId) {
            this.id = flowId;
            return this;
        }

        /**
         * Goes on with a flow that is stored, and that {@code persistence} owns, with the values it was given then; those
         * of {@link #store} are added to them.
         */
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

        /** Adds somebody to tell of everything from the start; see {@link Engine#notifier()}. */
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
