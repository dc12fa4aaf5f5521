package io.windlass.execution;

import io.micrometer.core.instrument.MeterRegistry;
import io.windlass.atom.CancelSignal;
import io.windlass.failure.Failure;
import io.windlass.failure.InvalidStateException;
import io.windlass.failure.RunTimeoutException;
import io.windlass.state.Action;
import io.windlass.state.RequestName;
import java.lang.reflect.InvocationTargetException;
import java.time.Duration;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Runs tasks at once in this process: on a pool of threads, or each on a virtual thread where the JVM has them. One
 * serves any number of runs.
 */
public final class ParallelExecutor implements TaskExecutor {
    private final ExecutorService threads;
    private final int count;
    /** What was submitted and has neither ended nor been taken back. */
    private final AtomicInteger unfinished = new AtomicInteger();

    private final RunLimits limits = new RunLimits();
    private volatile LocalEvents events = LocalEvents.NONE;

    private ParallelExecutor(ExecutorService threads, int count) {
        this.threads = threads;
        this.count = count;
    }

    /**
     * On so many threads; what is more waits its turn.
     *
     * @param count at least 1
     */
    public static ParallelExecutor ofThreads(int count) {
        AtomicInteger number = new AtomicInteger();
        return new ParallelExecutor(
                Executors.newFixedThreadPool(count, task -> {
                    Thread thread = new Thread(task, "windlass-parallel-" + number.incrementAndGet());
                    thread.setDaemon(true);
                    return thread;
                }),
                count);
    }

    /**
     * Each task on a virtual thread of its own, as many as there are.
     *
     * @throws InvalidStateException on a JVM older than 21
     */
    public static ParallelExecutor ofVirtualThreads() {
        try {
            return new ParallelExecutor(
                    (ExecutorService) Executors.class
                            .getMethod("newVirtualThreadPerTaskExecutor")
                            .invoke(null),
                    Integer.MAX_VALUE);
        } catch (NoSuchMethodException | IllegalAccessException | InvocationTargetException e) {
            throw new InvalidStateException("Java " + Runtime.version().feature()
                    + " has no virtual threads; run on 21 or newer, or use ParallelExecutor.ofThreads");
        }
    }

    /**
     * Measures, from the next run of a flow on, how long requests wait and bodies run. Without this call Micrometer need
     * not be on the class path.
     *
     * @return this executor
     */
    public ParallelExecutor meters(MeterRegistry registry) {
        events.closed();
        events = new LocalMeters(registry);
        return this;
    }

    @Override
    public Session open(UUID flow, OutcomeListener listener) {
        return new ParallelSession(listener, events);
    }

    @Override
    public boolean outlivesProcess() {
        return false;
    }

    /** Lets running tasks finish and starts no more. */
    @Override
    public void close() {
        threads.shutdown();
        limits.close();
        events.closed();
    }

    /** A thread that a body keeps which was given up on is replaced, for as long as it does. */
    private synchronized void moreThreads(int more) {
        if (threads instanceof ThreadPoolExecutor pool) {
            int size = pool.getCorePoolSize() + more;
            if (more > 0) {
                pool.setMaximumPoolSize(size);
                pool.setCorePoolSize(size);
            } else {
                pool.setCorePoolSize(size);
                pool.setMaximumPoolSize(size);
            }
        }
    }

    /** One request until its outcome is told. */
    private static final class Ticket {
        private final TaskRequest request;
        /** Whether no thread was free when it came. */
        private final boolean waits;

        private final CancelSignal signal = new CancelSignal();
        private final AtomicBoolean taken = new AtomicBoolean();

        Ticket(TaskRequest request, boolean waits) {
            this.request = request;
            this.waits = waits;
        }

        /** To be run, or to be taken back; {@return whether the other was not said before} */
        boolean take() {
            return taken.compareAndSet(false, true);
        }

        void cancel() {
            signal.cancel(request.task().isInterruptible());
        }
    }

    private final class ParallelSession implements Session {
        private final OutcomeListener listener;
        private final LocalEvents sessionEvents;
        private final Map<RequestName, Ticket> open = new ConcurrentHashMap<>();

        ParallelSession(OutcomeListener listener, LocalEvents sessionEvents) {
            this.listener = listener;
            this.sessionEvents = sessionEvents;
        }

        @Override
        public void submit(List<TaskRequest> batch) {
            long now = System.nanoTime();
            sessionEvents.submitted(batch.size());
            for (TaskRequest request : batch) {
                Ticket ticket = new Ticket(request, unfinished.incrementAndGet() > count);
                open.put(request.name(), ticket);
                threads.execute(() -> {
                    if (ticket.take()) {
                        run(ticket, now);
                    }
                });
            }
        }

        private void run(Ticket ticket, long submitted) {
            TaskRequest request = ticket.request;
            Future<?> limited = request.task()
                    .runTimeout()
                    .<Future<?>>map(limit -> limits.begin(limit, () -> runsTooLong(ticket, limit)))
                    .orElse(RunLimits.NONE);
            TaskOutcome outcome = LocalRun.of(request, ticket.signal, listener, sessionEvents, submitted);
            limited.cancel(false);
            // A body's interrupt is no business of the run, which may go on on this thread.
            boolean unused = Thread.interrupted();
            if (open.remove(request.name(), ticket)) {
                unfinished.decrementAndGet();
                listener.completed(List.of(outcome));
            } else {
                moreThreads(-1); // it was given up on
            }
        }

        private void runsTooLong(Ticket ticket, Duration limit) {
            RequestName name = ticket.request.name();
            if (giveUp(ticket)) {
                RunTimeoutException why = new RunTimeoutException(name + " was given up: its run in this process takes"
                        + " longer than " + limit + "; its body is told to end, and what it still brings is dropped");
                listener.completed(List.of(TaskOutcome.of(name, Failure.of(why))));
            }
        }

        /** Waits for a body no longer; {@return false when it has ended before} */
        private boolean giveUp(Ticket ticket) {
            if (!open.remove(ticket.request.name(), ticket)) {
                return false;
            }
            unfinished.decrementAndGet();
            moreThreads(1);
            ticket.cancel();
            return true;
        }

        @Override
        public Set<RequestName> withdraw() {
            Set<RequestName> withdrawn = new HashSet<>();
            open.forEach((name, ticket) -> {
                // Those for which no thread was free, if none was faster.
                if (ticket.waits && name.action() == Action.EXECUTE && ticket.take()) {
                    withdrawn.add(name);
                }
            });
            forget(withdrawn);
            return withdrawn;
        }

        private void forget(Collection<RequestName> names) {
            names.forEach(open::remove);
            unfinished.addAndGet(-names.size());
            sessionEvents.submitted(-names.size());
        }

        @Override
        public void cancel(Collection<RequestName> names) {
            List<RequestName> withdrawn = withdraw(names);
            running(names).forEach(Ticket::cancel);
            if (!withdrawn.isEmpty()) {
                listener.withdrawn(withdrawn);
            }
        }

        private List<RequestName> withdraw(Collection<RequestName> names) {
            List<RequestName> withdrawn = names.stream()
                    .filter(name -> {
                        Ticket ticket = open.get(name);
                        return ticket != null && ticket.take();
                    })
                    .toList();
            forget(withdrawn);
            return withdrawn;
        }

        private List<Ticket> running(Collection<RequestName> names) {
            return names.stream().map(open::get).filter(Objects::nonNull).toList();
        }

        @Override
        public void abandon(Collection<RequestName> names) {
            withdraw(names);
            running(names).forEach(this::giveUp);
        }

        @Override
        public void close() {}
    }
}
