package io.windlass.runtime;

import io.windlass.atom.Task;
import io.windlass.compiler.NodeKind;
import io.windlass.state.AtomState;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * By when what a run has started must have ended. The moments are recorded when it starts, with the change that says so,
 * and hold for whoever goes on with the flow. Used by the run's loop.
 */
final class Deadlines {
    /** Later than this nothing can be stored. */
    static final Instant LAST = Instant.parse("9999-12-31T23:59:59.999999Z");

    private final RunContext run;
    /** How long a request may wait for a busy worker, unless its task says; null for ever. */
    private final @Nullable Duration queued;

    private final Waits tasks = new Waits();
    /** Whether the flow's deadline has been looked at when it was over. */
    private boolean flowOver;

    Deadlines(RunContext run, Optional<Duration> queued) {
        this.run = run;
        this.queued = queued.orElse(null);
    }

    /** {@return the moment so long after another, or the last one that can be stored} */
    static Instant after(Instant now, Duration limit) {
        try {
            Instant moment = now.plus(limit);
            return moment.isAfter(LAST) ? LAST : moment;
        } catch (DateTimeException | ArithmeticException e) {
            return LAST;
        }
    }

    /** The flow is started, or gone on with. */
    void flowBegins() {
        Duration limit = run.options.timeout();
        if (limit != null && run.storage.deadline() == null) {
            run.storage.limit(after(run.now(), limit));
        }
    }

    /**
     * A task is started to execute.
     *
     * @param round whether this begins a round of its
     */
    void taskBegins(int node, boolean round) {
        Task task = run.graph.task(node);
        Duration limit = round ? or(task.timeout(), run.options.taskTimeout()) : null;
        Duration wait = or(task.queuedTimeout(), queued);
        if (limit != null || wait != null) {
            Instant now = run.now();
            run.storage.limit(
                    node,
                    wait == null ? null : after(now, wait),
                    limit == null ? run.storage.deadline(node) : after(now, limit));
            watch(node);
        }
    }

    private static @Nullable Duration or(Optional<Duration> own, @Nullable Duration general) {
        return own.isPresent() ? own.get() : general;
    }

    /** Looks after an atom that is under way, if its time is limited. */
    void watch(int node) {
        Instant deadline = run.storage.deadline(node);
        if (deadline != null) {
            tasks.add(new Waits.Wait(node, deadline, null));
        }
    }

    /** {@return whether an atom will have no time left then} */
    boolean isOver(int node, Instant then) {
        Instant deadline = run.storage.deadline(node);
        return deadline != null && !deadline.isAfter(then);
    }

    /** {@return when to look again; empty while nothing is limited} */
    Optional<Instant> earliest() {
        Optional<Instant> first = tasks.earliest();
        Instant flow = flowOver || run.isCancelled() ? null : run.storage.deadline();
        return flow == null || first.filter(flow::isAfter).isPresent() ? first : Optional.of(flow);
    }

    /** {@return whether anything has taken too long} */
    boolean isAnyOverdue(Instant now) {
        Instant flow = flowOver || run.isCancelled() ? null : run.storage.deadline();
        return tasks.anyDue(now) || (flow != null && !flow.isAfter(now));
    }

    /** {@return whether nothing is limited now} */
    boolean isEmpty() {
        return tasks.isEmpty() && run.storage.deadline() == null;
    }

    /** {@return the tasks that have taken too long; they are looked after no more} */
    List<Integer> takeOverdue(Instant now) {
        List<Integer> overdue = new ArrayList<>();
        for (Waits.Wait task : tasks.takeDue(now)) {
            if (isUnderWay(task.node()) && isOver(task.node(), now)) {
                overdue.add(task.node());
            } else {
                watchLater(task.node());
            }
        }
        return overdue;
    }

    /** It has ended meanwhile, or was started anew with other limits. */
    private void watchLater(int node) {
        if (isUnderWay(node)) {
            watch(node);
        }
    }

    private boolean isUnderWay(int node) {
        return run.storage.state(node) == AtomState.RUNNING && run.graph.kind(node) == NodeKind.TASK;
    }

    /** {@return the tasks that are under way, which the flow's end ends too} */
    List<Integer> underWay() {
        return run.graph.atoms().stream().filter(this::isUnderWay).toList();
    }

    /** {@return whether the flow has taken too long and has something left to do, which is found out once} */
    boolean takeFlowOverdue(Instant now) {
        Instant deadline = run.storage.deadline();
        if (flowOver || deadline == null || deadline.isAfter(now) || run.isCancelled()) {
            return false;
        }
        flowOver = true;
        return run.graph.atoms().stream().anyMatch(this::isLeftToDo);
    }

    private boolean isLeftToDo(int node) {
        AtomState state = run.storage.state(node);
        boolean done = state == AtomState.SUCCESS || state == AtomState.IGNORE;
        return switch (run.storage.intention(node)) {
            case EXECUTE -> !done;
            case RETRY -> true;
            case REVERT, IGNORE -> false;
        };
    }

    /** An atom has ended. */
    void forget(int node) {
        if (!tasks.isEmpty()) {
            tasks.forget(node);
        }
    }
}
