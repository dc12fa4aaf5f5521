package io.windlass.runtime;

import io.windlass.compiler.Compilation;
import io.windlass.execution.TaskExecutor;
import io.windlass.execution.TaskOutcome;
import io.windlass.execution.TaskRequest;
import io.windlass.failure.Failure;
import io.windlass.failure.StorageException;
import io.windlass.failure.WindlassException;
import io.windlass.notify.Notifier;
import io.windlass.persistence.RefusedException;
import io.windlass.state.Cancellation;
import io.windlass.state.FlowState;
import io.windlass.state.MachineState;
import io.windlass.state.RequestName;
import io.windlass.storage.FlowStorage;
import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One run of a flow: a state machine fed from a mailbox. A step takes the outcomes that have come, works out what
 * follows, records outcomes and the starting of what follows in one change, and only when that is durable tells the
 * listeners, lets go of the outcomes and hands the requests to the executor. One step is under way at a time; what
 * comes meanwhile waits for the next. Controllers and deciders are asked on threads for user code; their answers come
 * back through the mailbox.
 */
public final class FlowRun {
    private static final Logger LOG = LoggerFactory.getLogger(FlowRun.class);

    private final RunContext run;
    private final FlowStorage storage;
    private final TaskExecutor executor;
    private final Notifications notifications;
    private final Loop loop;
    private final Metadata metadata;
    private final BodyReports reports;
    private final Executor user;
    private final @Nullable Gate gate;
    private final Machine machine;
    private final Arrivals arrivals = new Arrivals();
    private final CompletableFuture<RunResult> ended = new CompletableFuture<>();
    private final Alarm alarm;
    private final Cancelling cancelling;
    private TaskExecutor.@Nullable Session session;
    private boolean stepping;
    /** Whether outcomes may be taken as they come. */
    private boolean waiting;

    private int awaiting;

    /**
     * A run of the flow that the storage holds; nothing happens before {@link #start}.
     *
     * @param stepwise whether {@link #iterator} takes it on from state to state, instead of it going on by itself
     */
    public FlowRun(
            Compilation graph,
            FlowStorage storage,
            TaskExecutor executor,
            Notifier notifier,
            RunOptions options,
            RunThreads threads,
            boolean stepwise) {
        this.run = new RunContext(graph, storage, options, executor, () -> !notifier.isEmpty(), stepwise);
        this.gate = stepwise ? new Gate(this::post) : null;
        this.machine = new Machine(gate == null ? (state, work) -> work.run() : gate);
        this.storage = storage;
        this.executor = executor;
        this.loop = new Loop(threads, this::abort);
        this.notifications = new Notifications(notifier, threads.user(), loop);
        this.metadata = new Metadata(storage, this::post, () -> stepping || session == null);
        this.reports = new BodyReports(run, notifications, metadata, this::post);
        this.user = threads.user();
        this.alarm = new Alarm(threads);
        this.cancelling = new Cancelling(run, threads, loop, this::giveUp);
    }

    /**
     * Starts the run; to be called once. A flow that was reverted is done afresh.
     *
     * @return how it ends; fails when its state cannot be recorded
     */
    public CompletableFuture<RunResult> start() {
        post(() -> {
            session = executor.open(storage.id(), new Outcomes(loop, reports, this::arrived, this::withdrawn));
            stepping = true;
            machine.enter(MachineState.RESUMING, () -> take(timely(Step.first(run))));
        });
        return ended;
    }

    /**
     * Makes the flow PENDING, and all in it, instead of running it; to be called once, and not with {@link #start}.
     *
     * @return completes when that is recorded and told of; fails when the flow's state forbids it
     */
    public CompletableFuture<RunResult> reset() {
        post(() -> {
            Step step = new Step(run, List.of());
            step.reset();
            record(step, () -> notifications.deliver(step.happened(), this::end));
        });
        return ended;
    }

    /**
     * Takes a run that goes on stepwise from state to state; to be called once.
     *
     * @param end completes when the run has ended, with what there is to raise
     * @param patience how long outcomes are waited for before the run looks round without any; null for ever
     */
    public RunIterator iterator(CompletableFuture<FlowState> end, @Nullable Duration patience) {
        return new RunIterator(this, Objects.requireNonNull(gate), end, patience);
    }

    /** Makes the run end in FAILURE once what is in flight has come back. */
    void fail(Throwable error) {
        post(() -> run.engineFailures.add(Failure.of(error)));
    }

    /** {@return what the run has done so far; may be asked on any thread but the run's own} */
    public Statistics statistics() {
        return look(() -> {
            Map<MachineState, Duration> timeIn = machine.timeIn();
            Duration active = timeIn.values().stream().reduce(Duration.ZERO, Duration::plus);
            return new Statistics(active, awaiting, run.completed, run.inFlight.size(), run.resolved, timeIn);
        });
    }

    /** {@return what a view of the run, and of its storage, shows between two of its moves} */
    public <T> T look(Supplier<T> view) {
        if (ended.isDone()) {
            return view.get();
        }
        try {
            CompletableFuture<T> seen = CompletableFuture.supplyAsync(view, loop::executeAlways);
            return ended.isDone() && !seen.isDone() ? view.get() : seen.join();
        } catch (RejectedExecutionException e) {
            return view.get(); // the threads are gone, and the run with them
        } catch (CompletionException e) {
            throw e.getCause() instanceof WindlassException ours ? ours : e;
        }
    }

    /** Asks the run to start nothing more and to end SUSPENDED once what is in flight has come back. */
    public void suspend() {
        run.suspend();
        post(this::next);
    }

    /** Cancels the run, unless that was asked for already; nothing happens when it has ended before. */
    public void cancel(Cancellation how) {
        post(() -> {
            cancelling.ask(how);
            next();
        });
    }

    /**
     * Makes a change to what is kept besides states and outcomes, and has it recorded soon, which nobody waits for; may be
     * called on any thread but the run's own.
     *
     * @return whether it is made; false when the run is over, which it may be although it has not told so yet
     */
    public boolean change(Runnable change) {
        return look(() -> {
            if (!loop.isClosed()) {
                metadata.put(change);
            }
            return !loop.isClosed();
        });
    }

    private void post(Runnable message) {
        loop.execute(message);
    }

    /** Called also when the run is over. */
    private void arrived(List<TaskOutcome> outcomes) {
        if (arrivals.add(outcomes)) {
            loop.run(this::lookAtArrivals);
        }
    }

    private void lookAtArrivals() {
        if (machine.state() == MachineState.SCHEDULING && !stepping) {
            await();
        } else {
            next();
        }
    }

    private void withdrawn(Collection<RequestName> names) {
        arrivals.withdrawn(names);
        arrived(List.of());
    }

    /**
     * Waits for requests no longer: their atoms have these outcomes. One that has another by then keeps that. To be
     * called on the run's loop.
     */
    void giveUp(Map<RequestName, Failure> reasons) {
        Map<RequestName, Failure> open = new LinkedHashMap<>(reasons);
        open.keySet().removeIf(name -> run.inFlight.node(name) == null);
        if (session != null && !open.isEmpty()) {
            session.abandon(open.keySet());
            arrived(open.entrySet().stream()
                    .map(given -> TaskOutcome.of(given.getKey(), given.getValue()))
                    .toList());
        }
    }

    /** Takes the next step, when none is under way and there is something to do. */
    private void next() {
        if (!waiting) {
            return;
        }
        if (run.isIdle()) {
            analyze(this::gameOver);
        } else if (!arrivals.isEmpty()
                || cancelling.isFresh()
                || run.isAnyDue()
                || (run.suspendAsked() && storage.flowState() == FlowState.RUNNING)) {
            analyze(() -> {
                Step step = arrivals.step(run);
                cancelling.into(step);
                if (run.suspendAsked() && !step.taken().isEmpty() && session != null) {
                    step.withdrawn(session.withdraw());
                }
                take(timely(step));
            });
        }
    }

    /** {@return the step, which also gives up what has taken too long} */
    private Step timely(Step step) {
        if (session != null && run.isAnyDue()) {
            step.giveUp(new Overdue(run, session));
        }
        return step;
    }

    private void analyze(Runnable work) {
        waiting = false;
        stepping = true;
        machine.enter(MachineState.ANALYZING, work);
    }

    private void await() {
        machine.enter(MachineState.WAITING, () -> {
            waiting = true;
            next();
        });
    }

    /** Looks round although nothing has come, as somebody waited for long enough. */
    void lookRound() {
        post(() -> {
            if (waiting) {
                analyze(() -> {
                    stepping = false;
                    await();
                });
            }
        });
    }

    private void take(Step step) {
        var question = step.question();
        if (question == null) {
            decide(step);
            return;
        }
        loop.ask(question, answer -> {
            step.answered(answer);
            take(step);
        });
    }

    private void decide(Step step) {
        List<Ballot> ballots = step.selection().ballots();
        if (ballots.isEmpty()) {
            if (run.stepwise) {
                record(step, () -> tell(step, () -> moveOn(step)));
            } else {
                moveOn(step); // what has happened and what follows are recorded together
            }
            return;
        }
        loop.ask(() -> Ballot.vote(ballots), verdicts -> {
            step.selection().voted(verdicts);
            decide(step);
        });
    }

    private void moveOn(Step step) {
        awaiting = step.selection().selected().size() + run.backlog.size();
        boolean starts = machine.state() == MachineState.RESUMING || (run.mayStart() && awaiting > 0);
        if (starts && machine.state() != MachineState.SCHEDULING) {
            machine.enter(MachineState.SCHEDULING, () -> schedule(step));
        } else {
            schedule(step);
        }
    }

    private void schedule(Step step) {
        step.schedule();
        record(step, () -> recorded(step));
    }

    private void record(Step step, Runnable then) {
        if (!storage.hasChanges()) {
            then.run();
            return;
        }
        storage.commit()
                .whenComplete((done, error) -> loop.executeHere(() -> {
                    if (error == null) {
                        then.run();
                    } else {
                        refused(
                                step,
                                error instanceof CompletionException e && e.getCause() != null ? e.getCause() : error);
                    }
                }));
    }

    /** The store refuses the outcomes of some atoms: they become those atoms' failures, and the step is redone. */
    private void refused(Step step, Throwable error) {
        if (!(error instanceof RefusedException refusal) || !step.holds(refusal.atoms())) {
            abort(error);
            return;
        }
        LOG.warn(
                "Flow {}: the store refuses what {} brought; their results are given up and they fail",
                storage.id(),
                refusal.atoms());
        StorageException reason = new StorageException("the store refuses the result of " + refusal.atoms(), refusal);
        take(step.withoutResultsOf(refusal.atoms(), Failure.of(reason)));
    }

    /** All of the step is durable: now others may see it. */
    private void recorded(Step step) {
        tell(step, () -> {
            if (run.suspendAsked()
                    && storage.flowState() == FlowState.RUNNING
                    && step.starter().hasNew()) {
                // Somebody asked while the outcomes were told: what was about to start stays where it was.
                step.unschedule();
                record(step, () -> recorded(step));
                return;
            }
            notifications.deliver(step.started(), () -> dispatch(step));
        });
    }

    private void tell(Step step, Runnable then) {
        notifications.deliver(step.happened(), () -> {
            step.taken().forEach(outcome -> outcome.recorded().run());
            step.forgetHappened();
            then.run();
        });
    }

    private void dispatch(Step step) {
        storage.keepStarts();
        awaiting = run.backlog.size();
        if (session != null && !step.abandoned().isEmpty()) {
            session.abandon(step.abandoned());
        }
        submit(step.starter());
        cancelling.tell(Objects.requireNonNull(session));
        stepping = false;
        setTimer();
        if (run.isIdle() && machine.state() == MachineState.ANALYZING) {
            gameOver();
        } else if (run.inFlight.isEmpty() || !run.stepwise || !executor.answersTogether()) {
            await();
        }
        // else the work of SCHEDULING lasts until all of the batch has run
        metadata.save();
    }

    /** Looks again when the first of those who wait need wait no longer. */
    private void setTimer() {
        alarm.set(
                run.nextDue(),
                run.now(),
                () -> post(() -> {
                    next();
                    if (!stepping) {
                        setTimer();
                    }
                }));
    }

    private void gameOver() {
        machine.enter(MachineState.GAME_OVER, () -> {
            if (isEnded()) {
                end();
                return;
            }
            Step last = new Step(run, List.of());
            stepping = true;
            last.endIfIdle();
            record(last, () -> notifications.deliver(last.started(), this::end));
        });
    }

    private boolean isEnded() {
        FlowState state = storage.flowState();
        return state.isTerminal() || state == FlowState.SUSPENDED;
    }

    private void submit(Starter starter) {
        List<ControlRequest> controls = starter.controls();
        List<TaskRequest> requests = starter.requests();
        boolean together = executor.answersTogether() && !requests.isEmpty();
        if (!controls.isEmpty()) {
            loop.ask(() -> controls.stream().map(ControlRequest::run).toList(), outcomes -> {
                if (together) {
                    arrivals.hold(outcomes);
                    submit(requests);
                } else {
                    arrived(outcomes);
                }
            });
        }
        if (controls.isEmpty() || !together) {
            submit(requests);
        }
    }

    private void submit(List<TaskRequest> requests) {
        if (!requests.isEmpty() && session != null) {
            session.submit(requests);
        }
    }

    private void end() {
        closeSession();
        arrivals.close();
        if (machine.state() == MachineState.GAME_OVER) {
            machine.enter(MachineState.endingIn(storage.flowState()), () -> {});
        }
        metadata.finish(this::finish);
    }

    private void finish() {
        loop.close();
        RunResult result = End.result(run);
        user.execute(() -> ended.complete(result)); // what others hang on to it is no work for a loop thread
    }

    private void abort(Throwable error) {
        closeSession();
        loop.close();
        LOG.error(
                "Flow {} cannot be recorded or run any further here; it stays as it is stored, for whoever resumes it",
                storage.id(),
                error);
        Throwable reason = error instanceof WindlassException
                ? error
                : new StorageException("flow " + storage.id() + " was abandoned: " + error, error);
        user.execute(() -> ended.completeExceptionally(reason));
    }

    private void closeSession() {
        alarm.cancel();
        cancelling.stop();
        if (session != null) {
            session.close();
        }
    }
}
