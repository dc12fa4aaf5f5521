package io.windlass.runtime;

import io.windlass.atom.DeciderDepth;
import io.windlass.compiler.NodeKind;
import io.windlass.execution.RetryInvoker;
import io.windlass.execution.TaskOutcome;
import io.windlass.failure.CancelledException;
import io.windlass.failure.Failure;
import io.windlass.persistence.CancelMeta;
import io.windlass.persistence.CancelMeta.Cancelled;
import io.windlass.state.Action;
import io.windlass.state.AtomState;
import io.windlass.state.FlowState;
import io.windlass.state.Intention;
import io.windlass.state.RequestName;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One turn of the machine, recorded as one change. It takes outcomes ({@link #question}, {@link #answered}), lets
 * deciders vote on what may start ({@link #selection}), and starts it, or ends the run ({@link #schedule}). Between these the run asks user code what the step wants to know.
 */
final class Step {
    private static final Logger LOG = LoggerFactory.getLogger(Step.class);

    private final RunContext run;
    private final Deque<TaskOutcome> outcomes;
    private final Deque<Integer> unresolved = new ArrayDeque<>(0);
    private final List<TaskOutcome> taken;
    /** Outcomes that ended their atoms. */
    private final List<TaskOutcome> ended = new ArrayList<>(0);

    private final Selection selection;
    /** What has happened before anything new is started. */
    private final Tidings happened;
    /** What was started, or the flow's end. */
    private final Tidings started;

    private final Starter starter;
    /** Requests whose outcomes are not waited for any more. */
    private final List<RequestName> abandoned = new ArrayList<>(0);

    private @Nullable Resolution open;
    private boolean resuming;
    private boolean stale;

    Step(RunContext run, Collection<TaskOutcome> outcomes) {
        this.run = run;
        this.outcomes = new ArrayDeque<>(outcomes);
        this.taken = new ArrayList<>(outcomes);
        this.happened = new Tidings(run);
        this.started = new Tidings(run);
        this.selection = new Selection(run, happened::atom);
        this.starter = new Starter(run, started);
    }

    /** The first step of a run, from whatever is stored. */
    static Step first(RunContext run) {
        Step step = new Step(run, List.of());
        if (run.storage.flowState() == FlowState.REVERTED) {
            step.reset();
        }
        Overdue.recall(run, run.storage.flowState() == FlowState.SUSPENDED);
        step.move(FlowState.RUNNING, step.happened);
        run.deadlines.flowBegins();
        run.parking.recall();
        step.resuming = true;
        run.graph.atoms().forEach(run.deadlines::watch);
        Cancelled cancelled = CancelMeta.of(run.storage.flowMeta()).orElse(null);
        if (cancelled != null) {
            step.cancel(cancelled);
        } else {
            step.takeUp();
        }
        return step;
    }

    /** What follows from failures, and from what an operator did about them, is worked out before anything is started. */
    private void takeUp() {
        for (int node : run.graph.atoms()) {
            AtomState state = run.storage.state(node);
            boolean open = run.storage.intention(node) == Intention.EXECUTE;
            if (state == AtomState.IGNORE && open) {
                run.intentions.ignore(node, DeciderDepth.ALL, happened::atom);
            } else if (state == AtomState.REVERTED && open && run.options.neverResolve()) {
                Optional.ofNullable(run.storage.failure(node)).ifPresent(run.engineFailures::add);
            } else if ((state == AtomState.FAILURE && !run.options.neverResolve() && !run.parking.isStuck(node))
                    || (state == AtomState.REVERTED && open)) {
                unresolved.add(node);
            }
        }
    }

    /** Nothing new is to be done, and what is not to be left as it is undone. */
    void cancel(Cancelled how) {
        run.cancel(how);
        if (how.how().reverts()) {
            run.intentions.revertAll();
        }
        stale = true;
    }

    /** Makes everything be done afresh. */
    void reset() {
        run.intentions.renewAll(happened::atom);
        move(FlowState.PENDING, happened);
    }

    List<TaskOutcome> taken() {
        return taken;
    }

    Starter starter() {
        return starter;
    }

    Selection selection() {
        return selection;
    }

    List<Told> happened() {
        return happened.all();
    }

    List<Told> started() {
        return started.all();
    }

    /** Looks at outcomes until one wants a controller asked; {@return the question, null when all are looked at} */
    @Nullable
    Supplier<RetryInvoker.Answer> question() {
        while (true) {
            if (open != null) {
                Supplier<RetryInvoker.Answer> question = open.question();
                if (question != null) {
                    return question;
                }
                close(open);
            } else if (!outcomes.isEmpty()) {
                complete(outcomes.remove());
            } else if (!unresolved.isEmpty()) {
                resolve(unresolved.remove());
            } else if (!abandonWaits()) {
                gather();
                return null;
            }
        }
    }

    /** Takes the answer to the last question. */
    void answered(RetryInvoker.Answer answer) {
        Objects.requireNonNull(open).answered(answer);
    }

    private void close(Resolution resolution) {
        open = null;
        run.resolved++;
        stale |= resolution.changed();
        undo(resolution.failed());
    }

    private void resolve(int node) {
        Failure failure = run.storage.failure(node);
        if (failure != null && run.givenUp == null) {
            open = new Resolution(run, node, failure);
        }
    }

    /** Requests that were taken back are not waited for; what they were to do is to be done by another run. */
    void withdrawn(Set<RequestName> names) {
        names.forEach(this::takeBack);
    }

    /** {@return the atom whose request did not begin and is not waited for any more; null when it was not waited for} */
    private @Nullable Integer takeBack(RequestName name) {
        Integer node = run.inFlight.remove(name);
        if (node != null) {
            run.storage.withdraw(node);
            happened.atom(node, AtomState.RUNNING);
        }
        return node;
    }

    /** Gives up what has taken too long. */
    void giveUp(Overdue overdue) {
        boolean before = run.givenUp != null;
        List<TaskOutcome> given = overdue.take();
        outcomes.addAll(given);
        given.forEach(outcome -> abandoned.add(outcome.name()));
        if (run.givenUp == null || before) {
            return;
        }
        if (run.options.neverResolve()) {
            run.engineFailures.add(run.givenUp);
        } else {
            stale |= run.intentions.revertAll();
        }
    }

    List<RequestName> abandoned() {
        return abandoned;
    }

    /** Requests that were cancelled before they began. Where an attempt was made before, it counts as failed. */
    void cancelled(Collection<RequestName> names) {
        for (RequestName name : names) {
            if (name.attempt() > 1) {
                outcomes.add(TaskOutcome.of(
                        name, Failure.of(new CancelledException(name + " was cancelled before it began"))));
                continue;
            }
            Integer node = takeBack(name);
            if (node != null) {
                run.readiness.clear(node, selection::addReady);
            }
        }
    }

    private void complete(TaskOutcome outcome) {
        Integer node = run.inFlight.remove(outcome.name());
        if (node == null) {
            LOG.debug("Flow {}: {} is not waited for; this answer is not used", run.storage.id(), outcome.name());
            taken.remove(outcome);
            outcome.unused().run();
            return;
        }
        run.completed++;
        if (!again(node, outcome)) {
            ended(node, outcome);
        }
    }

    /** {@return whether a task that failed is to be tried again} */
    private boolean again(int node, TaskOutcome outcome) {
        Failure failure = outcome.failure();
        boolean tried = outcome.name().action() == Action.EXECUTE
                && run.graph.kind(node) == NodeKind.TASK
                && run.storage.intention(node) == Intention.EXECUTE
                && !run.isCancelled();
        if (failure == null || !tried) {
            return false;
        }
        int made = outcome.name().attempt();
        Optional<Duration> wait = run.graph.task(node).attempts().next(made, failure);
        if (wait.isEmpty()) {
            return false;
        }
        Instant due = Deadlines.after(run.now(), wait.get());
        if (run.deadlines.isOver(node, due)) {
            return false;
        }
        LOG.info("Flow {}: {} failed ({}); it is tried again at {}", run.storage.id(), outcome.name(), failure, due);
        run.storage.again(node, outcome, due);
        run.waits.add(new Waits.Wait(node, due, outcome));
        happened.atom(node, AtomState.RUNNING, outcome);
        return true;
    }

    /** Those who waited to be done again, but are to be undone now, have failed for good; {@return whether there are any} */
    private boolean abandonWaits() {
        List<Waits.Wait> abandoned = stale ? run.waits.takeUnwanted(this::isWanted) : List.of();
        abandoned.forEach(wait -> {
            if (wait.last() != null) {
                ended(wait.node(), wait.last());
            } else if (run.storage.state(wait.node()).isInFlight()) {
                selection.add(wait.node());
            }
        });
        return !abandoned.isEmpty();
    }

    private boolean isWanted(int node) {
        return run.storage.intention(node) != Intention.REVERT && !run.isCancelled();
    }

    private void ended(int node, TaskOutcome outcome) {
        ended.add(outcome);
        run.deadlines.forget(node);
        AtomState before = run.storage.state(node);
        run.storage.finished(node, outcome);
        happened.atom(node, before, outcome);
        if (outcome.name().action() == Action.EXECUTE) {
            executed(node, outcome.failure());
        } else {
            reverted(node, outcome.failure());
        }
    }

    private void executed(int node, @Nullable Failure failure) {
        if (failure == null) {
            if (run.storage.intention(node) == Intention.REVERT) {
                undo(node);
            } else if (!stale) {
                run.readiness.settle(node, selection::addReady);
            }
        } else if (run.isCancelled()) {
            undo(node); // no controller is asked, and what is left as it is may not be undone
        } else if (run.options.neverResolve()) {
            run.engineFailures.add(failure);
        } else if (run.givenUp != null) {
            undo(node);
        } else if (!run.parking.take(node)) {
            open = new Resolution(run, node, failure);
        }
    }

    private void reverted(int node, @Nullable Failure failure) {
        if (failure != null) {
            if (!run.parking.take(node)) {
                run.engineFailures.add(failure);
            }
        } else if (!stale) {
            run.readiness.clear(node, selection::addReady);
        }
    }

    private void undo(int node) {
        if (!stale && run.readiness.mayRevert(node)) {
            selection.add(node);
        }
    }

    /** Once all is looked at: what was in flight when a process died goes on; where intentions changed count anew. */
    private void gather() {
        if (resuming) {
            run.graph.atoms().stream()
                    .filter(node -> run.storage.state(node) == AtomState.RETRYING
                            && !run.options.neverResolve()
                            && !run.isCancelled())
                    .forEach(this::prepareRound);
            for (int node : run.graph.atoms()) {
                if (run.storage.state(node).isInFlight()) {
                    selection.add(node);
                }
            }
        }
        if (resuming || stale) {
            run.readiness.rebuild();
            run.backlog.retain(run.readiness::mayStart);
            run.readiness.all(selection::addReady);
        }
        if (!run.waits.isEmpty()) {
            run.waits.takeDue(run.now()).stream()
                    .map(Waits.Wait::node)
                    .filter(node -> run.storage.due(node) != null)
                    .forEach(selection::add);
        }
        resuming = false;
        stale = false;
    }

    private void prepareRound(int retry) {
        run.intentions.renewAfter(retry, happened::atom);
        run.storage.intend(retry, Intention.EXECUTE);
    }

    /** Starts what was selected, or ends the run when nothing is left to wait for. */
    void schedule() {
        run.storage.markStarts();
        if (run.suspendAsked()) {
            move(FlowState.SUSPENDING, started);
        }
        if (run.mayStart()) {
            starter.start(run.backlog.next(
                    selection.selected(), node -> run.storage.state(node).isInFlight(), run.readiness::mayStart));
            selection.clear();
        }
        run.parking.note();
        boolean mayBeSuspended = run.listened() && !run.suspendAsked() && !(happened.isEmpty() && started.isEmpty());
        if (!mayBeSuspended && !run.stepwise) {
            endIfIdle();
        }
    }

    /** Ends the run when nothing is in flight; {@return whether it has ended} */
    boolean endIfIdle() {
        if (!run.isIdle()) {
            return false;
        }
        if (run.suspendAsked()) {
            move(FlowState.SUSPENDING, started);
        }
        FlowState end = End.of(run);
        if (end == FlowState.SUSPENDED) {
            move(FlowState.SUSPENDING, started);
        }
        run.parking.note();
        move(end, started);
        return true;
    }

    private void move(FlowState to, Tidings told) {
        FlowState from = run.storage.flowState();
        if (run.storage.moveFlow(to)) {
            told.flow(from);
        }
    }

    /** Takes back what this step was to start, but not what was in flight before it, and looks again. */
    void unschedule() {
        takeBackStarts();
        schedule();
    }

    /** What has happened is recorded and told. */
    void forgetHappened() {
        taken.clear();
        happened.clear();
    }

    private void takeBackStarts() {
        run.storage.takeBackStarts();
        starter.forgetNew();
        started.clear();
        selection.clear();
        run.readiness.rebuild();
    }

    /** {@return whether the outcomes of all these atoms are in this step} */
    boolean holds(List<String> atoms) {
        return !atoms.isEmpty() && byAtom().keySet().containsAll(atoms);
    }

    private Map<String, TaskOutcome> byAtom() {
        Map<String, TaskOutcome> byAtom = new HashMap<>();
        ended.forEach(outcome -> byAtom.put(outcome.name().atom(), outcome));
        return byAtom;
    }

    /** The same step again, in which atoms whose results the store refused have failed for that reason. */
    Step withoutResultsOf(List<String> atoms, Failure reason) {
        run.storage.uncommit();
        takeBackStarts();
        Step redone = new Step(run, List.of());
        redone.starter.adopt(starter);
        redone.taken.addAll(taken);
        redone.abandoned.addAll(abandoned);
        redone.happened.adopt(happened, atoms);
        redone.taken.removeIf(outcome -> atoms.contains(outcome.name().atom()));
        Map<String, TaskOutcome> byAtom = byAtom();
        for (String atom : atoms) {
            TaskOutcome outcome = Objects.requireNonNull(byAtom.get(atom));
            int node = Objects.requireNonNull(run.graph.node(atom));
            run.storage.unfinish(node);
            run.inFlight.put(outcome.name(), node);
            TaskOutcome failed = new TaskOutcome(
                    outcome.name(),
                    null,
                    reason,
                    outcome.worker(),
                    outcome.runId(),
                    outcome.recorded(),
                    outcome.unused());
            redone.outcomes.add(failed);
            redone.taken.add(failed);
        }
        redone.stale = true;
        return redone;
    }
}
