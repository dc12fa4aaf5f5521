package io.windlass.runtime;

import io.windlass.compiler.Compilation;
import io.windlass.execution.TaskExecutor;
import io.windlass.execution.TaskOutcome;
import io.windlass.execution.TaskRequest;
import io.windlass.failure.Failure;
import io.windlass.failure.StorageException;
import io.windlass.failure.WindlassException;
import io.windlass.notify.FlowListener;
import io.windlass.persistence.RefusedException;
import io.windlass.state.FlowState;
import io.windlass.state.RequestName;
import io.windlass.storage.FlowStorage;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
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
    private final Mailbox mailbox;
    private final Executor user;
    private final List<TaskOutcome> finished = new ArrayList<>();
    /** Outcomes of controllers that wait for the rest of their batch. */
    private final List<TaskOutcome> held = new ArrayList<>();

    private final CompletableFuture<RunResult> ended = new CompletableFuture<>();
    private TaskExecutor.@Nullable Session session;
    private boolean stepping;
    private boolean over;

    /** A run of the flow that the storage holds; nothing happens before {@link #start}. */
    public FlowRun(
            Compilation graph,
            FlowStorage storage,
            TaskExecutor executor,
            List<FlowListener> listeners,
            RunOptions options,
            RunThreads threads) {
        this.run = new RunContext(graph, storage, options, executor.outlivesProcess(), !listeners.isEmpty());
        this.storage = storage;
        this.executor = executor;
        this.notifications = new Notifications(listeners, threads.user());
        this.mailbox = new Mailbox(threads.loops());
        this.user = threads.user();
    }

    /**
     * Starts the run; to be called once. A flow that was reverted is done afresh.
     *
     * @return how it ends; fails when its state cannot be recorded
     */
    public CompletableFuture<RunResult> start() {
        post(() -> {
            session = executor.open(storage.id(), new Outcomes());
            take(Step.first(run));
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
            record(step, () -> notifications.deliver(step.happened(), () -> post(this::end)));
        });
        return ended;
    }

    /** Asks the run to start nothing more and to end SUSPENDED once what is in flight has come back. */
    public void suspend() {
        run.suspend();
        post(this::next);
    }

    private void post(Runnable message) {
        mailbox.post(guarded(message));
    }

    private Runnable guarded(Runnable message) {
        return () -> {
            if (over) {
                return;
            }
            try {
                message.run();
            } catch (RuntimeException | Error e) {
                abort(e);
            }
        };
    }

    /** Runs user code, whose exceptions are caught in there, where it may block; goes on with what it returns. */
    private <T> void ask(Supplier<T> question, Consumer<T> then) {
        user.execute(() -> {
            try {
                T answer = question.get();
                post(() -> then.accept(answer));
            } catch (RuntimeException | Error e) {
                post(() -> abort(e));
            }
        });
    }

    /** What the executor brings, on any thread. */
    private final class Outcomes implements TaskExecutor.OutcomeListener {
        /** The newest of each request, so that a body which tells too much delays nobody but its listeners. */
        private final Map<RequestName, Double> progress = new ConcurrentHashMap<>();

        @Override
        public void completed(List<TaskOutcome> outcomes) {
            Runnable message = guarded(() -> arrived(outcomes));
            if (executor.answersTogether()) {
                mailbox.postHere(message); // nothing else of this run is under way there: it goes on on that thread
            } else {
                mailbox.post(message);
            }
        }

        @Override
        public void progressed(RequestName name, double fraction) {
            if (run.listened && progress.put(name, fraction) == null) {
                post(() -> told(name, progress.remove(name)));
            }
        }

        private void told(RequestName name, @Nullable Double fraction) {
            if (fraction != null && run.inFlight.containsKey(name)) {
                notifications.deliver(List.of(Told.progress(run, name.atom(), fraction)), () -> {});
            }
        }
    }

    private void arrived(List<TaskOutcome> outcomes) {
        finished.addAll(held);
        held.clear();
        finished.addAll(outcomes);
        next();
    }

    /** Takes the next step, when none is under way and there is something to do. */
    private void next() {
        if (stepping || over || session == null) {
            return;
        }
        if (finished.isEmpty() && !(run.suspendAsked() && storage.flowState() == FlowState.RUNNING)) {
            return;
        }
        Step step = new Step(run, finished);
        finished.clear();
        take(step);
    }

    private void take(Step step) {
        stepping = true;
        var question = step.question();
        if (question == null) {
            decide(step);
            return;
        }
        ask(question, answer -> {
            step.answered(answer);
            take(step);
        });
    }

    private void decide(Step step) {
        List<Ballot> ballots = step.selection().ballots();
        if (ballots.isEmpty()) {
            step.schedule();
            record(step, () -> recorded(step));
            return;
        }
        ask(() -> Ballot.vote(ballots), verdicts -> {
            step.selection().voted(verdicts);
            decide(step);
        });
    }

    private void record(Step step, Runnable then) {
        if (!storage.hasChanges()) {
            then.run();
            return;
        }
        storage.commit()
                .whenComplete((done, error) -> post(() -> {
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
        notifications.deliver(
                step.happened(),
                () -> post(() -> {
                    step.taken().forEach(outcome -> outcome.recorded().run());
                    if (run.suspendAsked()
                            && storage.flowState() == FlowState.RUNNING
                            && step.starter().hasNew()) {
                        // Somebody asked while the outcomes were told: what was about to start stays where it was.
                        step.unschedule();
                        record(step, () -> recorded(step));
                        return;
                    }
                    notifications.deliver(step.started(), () -> post(() -> dispatch(step)));
                }));
    }

    private void dispatch(Step step) {
        storage.keepStarts();
        submit(step.starter());
        stepping = false;
        if (!run.inFlight.isEmpty()) {
            next();
        } else if (isEnded()) {
            end();
        } else {
            Step last = new Step(run, List.of());
            stepping = true;
            last.endIfIdle();
            record(last, () -> notifications.deliver(last.started(), () -> post(this::end)));
        }
    }

    private boolean isEnded() {
        FlowState state = storage.flowState();
        return state.isTerminal() || state == FlowState.SUSPENDED;
    }

    private void submit(Starter starter) {
        List<ControlRequest> controls = List.copyOf(starter.controls());
        List<TaskRequest> requests = List.copyOf(starter.requests());
        boolean together = executor.answersTogether() && !requests.isEmpty();
        if (!controls.isEmpty()) {
            ask(() -> controls.stream().map(ControlRequest::run).toList(), outcomes -> {
                if (together) {
                    held.addAll(outcomes);
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
        over = true;
        RunResult result = End.result(run);
        user.execute(() -> ended.complete(result)); // what others hang on to it is no work for a loop thread
    }

    private void abort(Throwable error) {
        closeSession();
        over = true;
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
        if (session != null) {
            session.close();
        }
    }
}
