package io.windlass.engine;

import com.fasterxml.jackson.core.type.TypeReference;
import io.windlass.atom.Task;
import io.windlass.compiler.Compilation;
import io.windlass.compiler.Compiler;
import io.windlass.engine.BuildListener.Stage;
import io.windlass.execution.SerialExecutor;
import io.windlass.execution.TaskExecutor;
import io.windlass.failure.FlowFailedException;
import io.windlass.failure.InvalidStateException;
import io.windlass.failure.StorageException;
import io.windlass.flow.Flow;
import io.windlass.flow.LinearFlow;
import io.windlass.notify.Notifier;
import io.windlass.persistence.CancelMeta;
import io.windlass.persistence.CancelMeta.Cancelled;
import io.windlass.persistence.Orphan;
import io.windlass.persistence.OrphanState;
import io.windlass.persistence.ParkedMeta;
import io.windlass.persistence.ParkedMeta.Parked;
import io.windlass.persistence.Persistence;
import io.windlass.persistence.StoredFlow;
import io.windlass.persistence.memory.MemoryPersistence;
import io.windlass.runtime.FlowRun;
import io.windlass.runtime.RunIterator;
import io.windlass.runtime.RunOptions;
import io.windlass.runtime.RunResult;
import io.windlass.runtime.RunThreads;
import io.windlass.runtime.Statistics;
import io.windlass.state.Cancellation;
import io.windlass.state.FlowState;
import io.windlass.storage.FlowStorage;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs one flow. Built from a flow that is checked then and there; recorded in a {@link Persistence}, and run by a
 * {@link TaskExecutor}. A flow that was suspended is run on by another {@link #run}; one that has ended is run again
 * only by {@link #rerun}. Thread-safe; values may be asked for while no run is under way.
 */
public final class Engine {
    private static final Logger LOG = LoggerFactory.getLogger(Engine.class);

    private final Compilation compilation;
    private final Persistence persistence;
    private final FlowStorage storage;
    private final Notifier notifier = new Notifier();
    private final RunOptions options;
    private final Storage view;
    private final @Nullable TaskExecutor givenExecutor;
    private final @Nullable RunThreads givenThreads;
    private @Nullable FlowRun current;
    private CompletableFuture<FlowState> newestEnd = CompletableFuture.completedFuture(FlowState.PENDING);
    private boolean compensating;
    private boolean running;
    private boolean abandoned;
    private boolean released;
    /** Whether somebody else may have asked for operations on the flow before. */
    private boolean resumed;

    Engine(EngineBuilder builder) {
        BuildListener told = builder.buildListener;
        told.began(Stage.COMPILATION);
        this.compilation = Compiler.compile(builder.flow);
        told.ended(Stage.COMPILATION);
        told.began(Stage.PREPARATION);
        StoredFlow stored = builder.stored;
        this.resumed = stored != null;
        builder.listeners.forEach(notifier::register);
        this.options = builder.options;
        this.givenExecutor = builder.executor;
        this.givenThreads = builder.threads;
        this.persistence = builder.persistence != null ? builder.persistence : new MemoryPersistence();
        this.storage = stored == null
                ? FlowStorage.create(compilation, persistence, builder.id, builder.book, builder.store)
                : FlowStorage.load(compilation, persistence, stored);
        if (stored != null && !builder.store.isEmpty()) {
            storage.inject(builder.store, false);
        }
        if (!builder.injectTransient) {
            storage.storeInjected();
        }
        this.view = new Storage(compilation, storage, new Access());
        storage.putFlowMeta(builder.meta);
        told.ended(Stage.PREPARATION);
        if (builder.checked) {
            told.began(Stage.VALIDATION);
            Validation.check(compilation, storage.values());
            told.ended(Stage.VALIDATION);
        }
    }

    /** Begins to describe a run of the flow. */
    public static EngineBuilder builder(Flow flow) {
        return new EngineBuilder(flow);
    }

    /** Begins to describe a run of one task, in a flow of its name. */
    public static EngineBuilder builder(Task task) {
        return new EngineBuilder(LinearFlow.named(task.name()).add(task));
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

    /** Records a new flow as it is, and lets go of it. {@return its id} */
    synchronized UUID record() {
        requireIdle();
        Ends.await(storage.commit().toCompletableFuture(), storage.id());
        persistence.release(storage.id());
        return storage.id();
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
        if (released) {
            throw new InvalidStateException("flow '" + compilation.name() + "' (" + storage.id()
                    + ") waits for an operator, and this engine has let go of it; resume it from the store");
        }
        if (running || abandoned || compensating) {
            String why = running ? "is being run by this engine" : "has orphans that this engine compensates";
            throw new InvalidStateException("flow '" + compilation.name() + "' ("
                    + storage.id() + ") "
                    + (abandoned ? "could not be recorded; resume it from the store" : why));
        }
    }

    private CompletableFuture<FlowState> launch(boolean stepwise, Function<FlowRun, CompletableFuture<RunResult>> how) {
        Ends.forgetCancellation(storage);
        storage.moveFlow(FlowState.RESUMING);
        storage.moveFlow(FlowState.SUSPENDED);
        RunThreads threads = givenThreads != null ? givenThreads : new RunThreads(1);
        TaskExecutor executor = givenExecutor != null ? givenExecutor : new SerialExecutor();
        FlowRun run = new FlowRun(compilation, storage, executor, notifier, options, threads, stepwise);
        RunOperations operations = new RunOperations(persistence, storage);
        if (resumed) {
            operations.recall(run);
            resumed = false;
        }
        operations.attend(run);
        current = run;
        running = true;
        CompletableFuture<FlowState> end = how.apply(run)
                .whenComplete((result, error) -> {
                    ended(error != null, operations.ended(error != null));
                    if (givenExecutor == null) {
                        executor.close();
                    }
                    if (givenThreads == null) {
                        threads.close();
                    }
                })
                .thenApply(result -> Ends.stateOf(result, storage.id(), compilation.name()));
        newestEnd = end;
        return end;
    }

    private synchronized void ended(boolean broken, boolean letGo) {
        running = false;
        abandoned = broken;
        released = letGo;
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

    /**
     * Undoes what the flow's orphans did, of those tasks that say so ({@link Task#compensateOrphans}), and waits until
     * that is recorded. Each is undone by a flow of its own, run by this engine's executor, which goes on where a dead
     * process left it. To be called when the flow has ended, and again for orphans that are found later; {@link
     * Persistence#orphans(OrphanState, int)} tells of which flows there are some. What fails stays FOUND, or is FAILED
     * when revert failed; the log says why.
     *
     * @return all orphans of the flow as they are then, the oldest first
     * @throws InvalidStateException when the flow has not ended, another process owns it, or a run is under way: nothing
     *     is undone beside a run that may do it again
     * @throws StorageException when the store does not answer
     */
    public List<Orphan> compensateOrphans() {
        synchronized (this) {
            requireIdle();
            compensating = true;
        }
        try {
            return new Compensations(compilation, storage, persistence, this::compensation).run();
        } finally {
            synchronized (this) {
                compensating = false;
            }
        }
    }

    /** An engine that goes on with a flow which undoes an orphan: it has nothing to execute. */
    private Engine compensation(Flow flow, StoredFlow undo) {
        EngineBuilder builder = builder(flow).persistence(persistence).resume(undo);
        builder.executor = givenExecutor;
        builder.threads = givenThreads;
        builder.checked = false;
        return builder.build();
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
        return Ends.await(end, storage.id());
    }

    /**
     * Asks the run that is under way to start nothing more and to end SUSPENDED once what is in flight has come back;
     * without a run nothing happens. This process keeps the flow, unless somebody has an operation for it then: after
     * {@link Operations#suspend}, and when it is parked, it lets go of the flow, which is resumed from the store.
     */
    public synchronized void suspend() {
        if (running && current != null) {
            current.suspend();
        }
    }

    /** Cancels the flow as {@link Cancellation#revert} says. */
    public CompletableFuture<FlowState> cancel() {
        return cancel(Cancellation.revert());
    }

    /**
     * Ends the flow before its time: see {@link Cancellation}. {@link #run} then throws a {@link FlowFailedException}
     * whose first failure is a {@link io.windlass.failure.CancelledException}. A flow that is suspended, or was never
     * run, is run to that end by this engine. Only the process that owns a flow can cancel it by this; see {@link
     * Operations#cancel} for others.
     *
     * @return the state in which the flow ends; SUCCESS where it was too late. One that has ended stays as it is: its
     *     state is returned, and the log says so. One that is being cancelled goes on as it was asked for first. Fails
     *     with {@link StorageException} when the flow cannot be recorded here any further
     * @throws InvalidStateException when an earlier run could not be recorded: resume from the store then
     */
    public synchronized CompletableFuture<FlowState> cancel(Cancellation how) {
        if (running && current != null) {
            current.cancel(how);
            return cancelled(newestEnd, how);
        }
        requireIdle();
        if (storage.flowState().isTerminal()) {
            LOG.info("Flow {} has ended {}; there is nothing to cancel", storage.id(), storage.flowState());
            return CompletableFuture.completedFuture(storage.flowState());
        }
        if (CancelMeta.of(storage.flowMeta()).isEmpty()) {
            storage.putFlowMeta(CancelMeta.entries(new Cancelled(how, storage.now())));
        }
        return cancelled(launch(false, FlowRun::start), how);
    }

    private CompletableFuture<FlowState> cancelled(CompletableFuture<FlowState> end, Cancellation how) {
        // A suspension of before does not get in the way.
        return Ends.state(end, view::flowState)
                .thenCompose(
                        state -> state == FlowState.SUSPENDED ? cancel(how) : CompletableFuture.completedFuture(state));
    }

    /** {@return what the flow waits for an operator for; empty when it is not parked, see {@link EngineBuilder#park}} */
    public List<Parked> parked() {
        return ParkedMeta.of(view.storedMeta());
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
}
