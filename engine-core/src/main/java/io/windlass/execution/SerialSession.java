package io.windlass.execution;

import io.windlass.atom.CancelSignal;
import io.windlass.state.RequestName;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * One run's batches, one after the other. What the run submits while it is given outcomes is run by the thread that
 * brought them, so that a flow of one task after the other does not go from thread to thread. A body that is given up on
 * keeps its thread, and another one goes on with the rest.
 */
final class SerialSession implements TaskExecutor.Session {
    private final Executor threads;
    private final TaskExecutor.OutcomeListener listener;
    private final LocalEvents events;
    private final Queue<Batch> waiting = new ConcurrentLinkedQueue<>();
    /** The one that is being run; null when none is. */
    private volatile @Nullable Batch current;

    private final AtomicBoolean busy = new AtomicBoolean();

    SerialSession(Executor threads, TaskExecutor.OutcomeListener listener, LocalEvents events) {
        this.threads = threads;
        this.listener = listener;
        this.events = events;
    }

    /** A request that is being run. */
    private static final class Ticket {
        private final TaskRequest request;
        private final CancelSignal signal = new CancelSignal();

        Ticket(TaskRequest request) {
            this.request = request;
        }

        void cancel() {
            signal.cancel(request.task().isInterruptible());
        }
    }

    /** Requests, how far they are, and what came of them. */
    private static final class Batch {
        private final long submitted = System.nanoTime();
        private final Queue<TaskRequest> rest;
        private final List<TaskOutcome> outcomes = new ArrayList<>();
        private @Nullable Ticket running;

        Batch(List<TaskRequest> requests) {
            rest = new ArrayDeque<>(requests);
        }

        @Nullable
        synchronized Ticket next() {
            TaskRequest request = rest.poll();
            running = request == null ? null : new Ticket(request);
            return running;
        }

        /** Takes an outcome; {@return false when the body was given up on, and another thread has gone on} */
        synchronized boolean ended(Ticket ticket, TaskOutcome outcome) {
            if (running != ticket) {
                return false;
            }
            running = null;
            outcomes.add(outcome);
            return true;
        }

        synchronized List<TaskOutcome> outcomes() {
            return List.copyOf(outcomes);
        }

        /** Takes out what has not begun; {@return what is taken out} */
        synchronized List<RequestName> withdraw(Collection<RequestName> names) {
            List<RequestName> withdrawn =
                    rest.stream().map(TaskRequest::name).filter(names::contains).toList();
            rest.removeIf(request -> withdrawn.contains(request.name()));
            return withdrawn;
        }

        @Nullable
        synchronized Ticket running(Collection<RequestName> names) {
            return running != null && names.contains(running.request.name()) ? running : null;
        }

        /** Gives up on what runs, if it is one of these; {@return it} */
        @Nullable
        synchronized Ticket giveUp(Collection<RequestName> names) {
            Ticket given = running(names);
            running = given == null ? running : null;
            return given;
        }
    }

    @Override
    public void submit(List<TaskRequest> batch) {
        events.submitted(batch.size());
        waiting.add(new Batch(batch));
        work();
    }

    private void work() {
        if (!waiting.isEmpty() && busy.compareAndSet(false, true)) {
            threads.execute(() -> drain(waiting.poll()));
        }
    }

    private void drain(@Nullable Batch first) {
        boolean mine = true;
        try {
            for (Batch batch = first; batch != null; batch = waiting.poll()) {
                mine = run(batch);
                if (!mine) {
                    return;
                }
                listener.completed(batch.outcomes());
            }
        } finally {
            if (mine) {
                busy.set(false);
                work();
            }
        }
    }

    /** {@return whether this thread came to its end, instead of being given up on} */
    private boolean run(Batch batch) {
        current = batch;
        for (Ticket one = batch.next(); one != null; one = batch.next()) {
            TaskOutcome outcome = LocalRun.of(one.request, one.signal, listener, events, batch.submitted);
            // A body's interrupt is no business of the next one's, nor of the engine's.
            Thread.interrupted();
            if (!batch.ended(one, outcome)) {
                return false;
            }
        }
        current = null;
        return true;
    }

    @Override
    public void cancel(Collection<RequestName> names) {
        List<RequestName> withdrawn = withdraw(names);
        Batch batch = current;
        Ticket running = batch == null ? null : batch.running(names);
        if (running != null) {
            running.cancel();
        }
        if (!withdrawn.isEmpty()) {
            listener.withdrawn(withdrawn);
        }
    }

    private List<RequestName> withdraw(Collection<RequestName> names) {
        List<RequestName> withdrawn = new ArrayList<>();
        waiting.forEach(batch -> withdrawn.addAll(batch.withdraw(names)));
        Batch batch = current;
        if (batch != null) {
            withdrawn.addAll(batch.withdraw(names));
        }
        events.submitted(-withdrawn.size());
        return withdrawn;
    }

    @Override
    public void abandon(Collection<RequestName> names) {
        withdraw(names);
        Batch batch = current;
        Ticket given = batch == null ? null : batch.giveUp(names);
        if (given != null) {
            given.cancel();
            threads.execute(() -> drain(batch));
        }
    }

    @Override
    public void close() {}
}
