package io.windlass.runtime;

import io.windlass.atom.FlowFailures;
import io.windlass.atom.Outcome;
import io.windlass.atom.Task;
import io.windlass.compiler.Compilation;
import io.windlass.execution.TaskExecutor;
import io.windlass.execution.TaskOutcome;
import io.windlass.execution.TaskRequest;
import io.windlass.failure.Failure;
import io.windlass.failure.StorageException;
import io.windlass.failure.WindlassException;
import io.windlass.notify.FlowListener;
import io.windlass.persistence.RefusedException;
import io.windlass.state.Action;
import io.windlass.state.AtomState;
import io.windlass.state.FlowState;
import io.windlass.state.Intention;
import io.windlass.state.RequestName;
import io.windlass.storage.FlowStorage;
import io.windlass.value.Value;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One run of a flow: a state machine fed from a mailbox. A step takes the outcomes that have come, works out what
 * follows, records outcomes and the starting of what follows in one change, and only when that is durable tells the
 * listeners, lets go of the outcomes and hands the requests to the executor. One step is under way at a time; what
 * comes meanwhile waits for the next.
 */
public final class FlowRun {
    private static final Logger LOG = LoggerFactory.getLogger(FlowRun.class);

    private final Compilation graph;
    private final FlowStorage storage;
    private final TaskExecutor executor;
    private final Notifications notifications;
    private final Mailbox mailbox;
    private final Executor user;
    private final Readiness readiness;
    private final Completion completion;
    private final List<Failure> engineFailures = new ArrayList<>();
    private final Map<RequestName, Integer> inFlight = new HashMap<>();
    private final List<TaskOutcome> finished = new ArrayList<>();
    private final CompletableFuture<RunResult> ended = new CompletableFuture<>();
    private TaskExecutor.@Nullable Session session;
    private volatile boolean suspendAsked;
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
        this.graph = graph;
        this.storage = storage;
        this.executor = executor;
        this.notifications = new Notifications(listeners, threads.user());
        this.mailbox = new Mailbox(threads.loops());
        this.user = threads.user();
        this.readiness = new Readiness(graph, storage);
        this.completion = new Completion(graph, storage, readiness, options, engineFailures);
    }

    /** Starts the run; to be called once. {@return how it ends; fails when its state cannot be recorded} */
    public CompletableFuture<RunResult> start() {
        post(() -> {
            session = executor.open(storage.id(), outcomes -> post(() -> arrived(outcomes)));
            Step step = new Step();
            step.moveFlow(FlowState.RUNNING);
            step.select(completion.resume());
            take(step);
        });
        return ended;
    }

    /** Asks the run to start nothing more and to end SUSPENDED once what is in flight has come back. */
    public void suspend() {
        suspendAsked = true;
        post(this::next);
    }

    private void post(Runnable message) {
        mailbox.post(() -> {
            if (over) {
                return;
            }
            try {
                message.run();
            } catch (RuntimeException | Error e) {
                abort(e);
            }
        });
    }

    private void arrived(List<TaskOutcome> outcomes) {
        finished.addAll(outcomes);
        next();
    }

    /** Takes the next step, when none is under way and there is something to do. */
    private void next() {
        if (stepping || over || session == null) {
            return;
        }
        if (finished.isEmpty() && !(suspendAsked && storage.flowState() == FlowState.RUNNING)) {
            return;
        }
        Step step = new Step();
        List<TaskOutcome> outcomes = List.copyOf(finished);
        finished.clear();
        outcomes.forEach(step::analyze);
        take(step);
    }

    private void take(Step step) {
        stepping = true;
        step.schedule();
        record(step);
    }

    private void record(Step step) {
        if (!storage.hasChanges()) {
            recorded(step);
            return;
        }
        storage.commit()
                .whenComplete((done, error) -> post(() -> {
                    if (error == null) {
                        recorded(step);
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
        take(step.withoutResultsOf(refusal));
    }

    /** All of the step is durable: now others may see it. */
    private void recorded(Step step) {
        notifications.deliver(
                List.copyOf(step.outcomeChanges.values()),
                () -> post(() -> {
                    step.taken.forEach(outcome -> outcome.recorded().run());
                    if (suspendAsked && storage.flowState() == FlowState.RUNNING && !step.isEmpty()) {
                        // Somebody asked while the outcomes were told: what was about to start stays where it was.
                        step.unschedule();
                        record(step);
                        return;
                    }
                    notifications.deliver(step.startChanges, () -> post(() -> dispatch(step)));
                }));
    }

    private void dispatch(Step step) {
        if (!step.requests.isEmpty() && session != null) {
            session.submit(step.requests);
        }
        stepping = false;
        if (inFlight.isEmpty()) {
            end();
        } else {
            next();
        }
    }

    private void end() {
        closeSession();
        over = true;
        FlowState state = storage.flowState();
        List<Failure> raised = new ArrayList<>();
        if (state == FlowState.FAILURE) {
            raised.addAll(engineFailures);
        } else if (state == FlowState.REVERTED) {
            raised.addAll(storage.executeFailures().values());
            raised.addAll(storage.revertFailures().values());
        }
        RunResult result = new RunResult(state, raised);
        user.execute(() -> ended.complete(result)); // what others hang on to it is no work for a loop thread
    }

    private void abort(Throwable error) {
        LOG.error(
                "Flow {} cannot be recorded or run any further here; it stays as it is stored, for whoever resumes it",
                storage.id(),
                error);
        closeSession();
        over = true;
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

    /** One turn of the machine: analyze, schedule, and perhaps end, recorded as one change. */
    private final class Step {
        private final List<TaskOutcome> taken = new ArrayList<>();
        private final Map<String, TaskOutcome> outcomes = new HashMap<>();
        private final Set<Integer> selected = new LinkedHashSet<>();
        private final Map<Integer, AtomState> before = new HashMap<>();
        private final List<TaskRequest> requests = new ArrayList<>();
        private final Map<String, Consumer<FlowListener>> outcomeChanges = new LinkedHashMap<>();
        private final List<Consumer<FlowListener>> startChanges = new ArrayList<>();

        boolean isEmpty() {
            return requests.isEmpty() && inFlight.isEmpty();
        }

        void select(List<Integer> nodes) {
            selected.addAll(nodes);
        }

        void analyze(TaskOutcome outcome) {
            taken.add(outcome);
            Integer node = inFlight.remove(outcome.name());
            if (node == null) {
                LOG.debug("Flow {}: {} was answered before; this answer is dropped", storage.id(), outcome.name());
                return;
            }
            outcomes.put(outcome.name().atom(), outcome);
            AtomState from = storage.state(node);
            List<Integer> ready = completion.complete(node, outcome.name().action(), outcome);
            outcomeChanges.put(outcome.name().atom(), atomChange(node, from, outcome.failure(), outcome.worker()));
            if (engineFailures.isEmpty()) {
                select(ready);
            }
        }

        /** Starts what was selected, or ends the run when nothing is left to wait for. */
        void schedule() {
            if (suspendAsked) {
                moveFlow(FlowState.SUSPENDING);
            }
            if (storage.flowState() == FlowState.RUNNING && engineFailures.isEmpty()) {
                List<Integer> sorted = new ArrayList<>(selected);
                sorted.sort(Comparator.comparingInt(
                        (Integer node) -> -graph.task(node).priority()));
                for (int node : sorted) {
                    if (!begin(node)) {
                        break;
                    }
                }
            }
            if (inFlight.isEmpty()) {
                moveFlow(finalState());
            }
        }

        /** Starts one atom; {@return whether the next one may start} */
        private boolean begin(int node) {
            AtomState from = storage.state(node);
            Action action = actionFor(node, from);
            if (action == null) {
                return true;
            }
            boolean reissued = from.isInFlight();
            before.put(node, from);
            RequestName name = storage.begin(node, action);
            if (from != storage.state(node)) {
                startChanges.add(atomChange(node, from, null, null));
            }
            try {
                requests.add(request(node, name, reissued));
                inFlight.put(name, node);
                return true;
            } catch (WindlassException e) {
                engineFailures.add(Failure.of(e));
                return false;
            }
        }

        private @Nullable Action actionFor(int node, AtomState from) {
            if (from == AtomState.RUNNING && executor.outlivesProcess()) {
                return Action.EXECUTE;
            }
            if (storage.intention(node) == Intention.REVERT) {
                // An atom that was selected, but is not to start any more since another failed, stays PENDING.
                return from == AtomState.PENDING ? null : Action.REVERT;
            }
            return Action.EXECUTE;
        }

        private TaskRequest request(int node, RequestName name, boolean reissued) {
            Task task = graph.task(node);
            boolean execute = name.action() == Action.EXECUTE;
            Map<String, Value> arguments = storage.values()
                    .arguments(
                            node,
                            execute
                                    ? task.signature().execute()
                                    : task.signature().revert());
            Outcome<Value> previous = execute ? new Outcome.Unknown<>() : storage.previousOutcome(node);
            FlowFailures failures = new FlowFailures(execute ? Map.of() : storage.executeFailures());
            return new TaskRequest(name, task, arguments, previous, failures, reissued);
        }

        private FlowState finalState() {
            if (!engineFailures.isEmpty()) {
                return FlowState.FAILURE;
            }
            if (storage.flowState() == FlowState.SUSPENDING && !readiness.all().isEmpty()) {
                return FlowState.SUSPENDED;
            }
            boolean allDone = graph.atoms().stream()
                    .map(storage::state)
                    .allMatch(state -> state == AtomState.SUCCESS || state == AtomState.IGNORE);
            return allDone ? FlowState.SUCCESS : FlowState.REVERTED;
        }

        void moveFlow(FlowState to) {
            FlowState from = storage.flowState();
            if (storage.moveFlow(to)) {
                FlowListener.FlowChanged change = new FlowListener.FlowChanged(storage.id(), graph.name(), from, to);
                startChanges.add(listener -> listener.flowChanged(change));
            }
        }

        private Consumer<FlowListener> atomChange(
                int node, AtomState from, @Nullable Failure failure, @Nullable String worker) {
            FlowListener.AtomChanged change = new FlowListener.AtomChanged(
                    storage.id(), graph.task(node).name(), from, storage.state(node), failure, worker);
            return listener -> listener.atomChanged(change);
        }

        /** Takes back what this step was to start, but not what was in flight before it, and looks again. */
        void unschedule() {
            takeBackStarts();
            taken.clear();
            outcomeChanges.clear();
            schedule();
        }

        private void takeBackStarts() {
            List<TaskRequest> starts =
                    requests.stream().filter(request -> !request.reissued()).toList();
            before.forEach(storage::unbegin);
            starts.forEach(request -> inFlight.remove(request.name()));
            requests.removeAll(starts);
            before.clear();
            startChanges.clear();
            selected.clear();
            readiness.rebuild();
        }

        boolean holds(List<String> atoms) {
            return !atoms.isEmpty() && outcomes.keySet().containsAll(atoms);
        }

        /** The same step again, in which the atoms that the store refused have failed. */
        Step withoutResultsOf(RefusedException refusal) {
            storage.uncommit();
            takeBackStarts();
            Step redone = new Step();
            redone.requests.addAll(requests);
            redone.taken.addAll(taken);
            redone.taken.removeIf(
                    outcome -> refusal.atoms().contains(outcome.name().atom()));
            redone.outcomeChanges.putAll(outcomeChanges);
            List<TaskOutcome> failures = new ArrayList<>();
            for (String atom : refusal.atoms()) {
                TaskOutcome outcome = Objects.requireNonNull(outcomes.get(atom));
                int node = Objects.requireNonNull(graph.node(atom));
                storage.unfinish(node);
                inFlight.put(outcome.name(), node);
                failures.add(refused(outcome, refusal));
            }
            readiness.rebuild();
            redone.select(readiness.all());
            failures.forEach(redone::analyze);
            return redone;
        }

        private static TaskOutcome refused(TaskOutcome outcome, RefusedException refusal) {
            StorageException reason =
                    new StorageException("the store refuses the result of " + outcome.name(), refusal);
            return new TaskOutcome(
                    outcome.name(), null, Failure.of(reason), outcome.worker(), outcome.runId(), outcome.recorded());
        }
    }
}
