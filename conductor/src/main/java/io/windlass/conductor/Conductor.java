package io.windlass.conductor;

import io.windlass.engine.FlowFactories;
import io.windlass.failure.FencedException;
import io.windlass.failure.InvalidStateException;
import io.windlass.failure.StorageException;
import io.windlass.failure.WindlassException;
import io.windlass.job.Job;
import io.windlass.job.JobEntity;
import io.windlass.job.JobException;
import io.windlass.job.Jobboard;
import io.windlass.notify.Registration;
import io.windlass.persistence.Persistence;
import io.windlass.persistence.StoreState;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Claims jobs from a board and runs their flows, many at once, on a few threads. Any number of conductors, in as many
 * processes, share a board: each job's flow is run by one of them at a time, and what one leaves, as it is stopped or
 * dies, another goes on with.
 *
 * <p>A claim permits a try, no more. After it the flow is taken in the store, from nobody or from a dead process; while a
 * live one has it, the job is given back. A flow that has ended is not run again: its job is consumed. A job is consumed
 * when its flow has ended, also when that is in failure; it is abandoned when its flow was suspended or could not be
 * recorded, and trashed when nobody can run its flow, when its deadline is over before its flow was started, or when it
 * was tried too often: then what there is of its flow stays in the store.
 *
 * <p>Each conductor needs a {@link Persistence} that no other conductor runs flows of the same jobs with, as that is how
 * conductors tell each other apart. Thread-safe.
 */
public final class Conductor implements AutoCloseable {
    /** The kind of {@link JobEntity} that a conductor registers on its board. */
    public static final String ENTITY = "conductor";

    private static final Logger LOG = LoggerFactory.getLogger(Conductor.class);
    private static final Duration CLOSE_PATIENCE = Duration.ofSeconds(30);

    private static final CompletableFuture<Void> NOTHING = CompletableFuture.completedFuture(null);

    private enum Phase {
        IDLE,
        DISPATCHING,
        ENDING,
        ENDED
    }

    private final Jobboard board;
    private final Persistence persistence;
    private final Duration waitTimeout;
    private final JobEntity entity;
    private final Work work;
    /** Of the thread that claims. */
    private final Wakeable waits = new Wakeable();

    private Phase phase = Phase.IDLE;

    Conductor(ConductorBuilder builder) {
        this.board = builder.board;
        this.persistence = builder.persistence;
        this.waitTimeout = builder.waitTimeout;
        this.entity = Entities.conductor(builder.name);
        this.work = new Work(builder, entity.name());
        persistence.onFenced(waits::wake);
    }

    /**
     * Begins to describe a conductor.
     *
     * @param name for people; conductors of one process need different ones
     * @param board where jobs are claimed; closed with the conductor
     * @param persistence where flows are stored; not closed by the conductor
     * @param factories make the flows; those whose flows are not made by any have their jobs trashed
     */
    public static ConductorBuilder builder(
            String name, Jobboard board, Persistence persistence, FlowFactories factories) {
        return new ConductorBuilder(name, board, persistence, factories);
    }

    /** {@return the name that it claims jobs by: name, host and process id} */
    public String who() {
        return entity.name();
    }

    /** {@return whether it claims jobs at this moment} */
    public synchronized boolean isDispatching() {
        return phase == Phase.DISPATCHING;
    }

    /** {@return how many jobs it claims at this moment, with those that are kept back after a failure} */
    public int jobsInHand() {
        return work.hand.size();
    }

    /** Tells a listener what is done with jobs, from now on. {@return ends that when it is closed} */
    public Registration listen(ConductorListener listener) {
        return work.told.add(listener);
    }

    /** Runs as {@link #run(int)} does, without a limit. */
    public void run() throws InterruptedException {
        run(-1);
    }

    /**
     * Connects the board, makes this conductor known there, and claims jobs and runs their flows until it is stopped.
     * Returns when all that it claimed has ended. At once, when it was stopped before.
     *
     * @param mostDispatches after so many claimed jobs it ends; 0 for none, negative for no limit
     * @throws InterruptedException when this thread is interrupted: as {@link #stop}, but what runs is not waited for
     * @throws InvalidStateException when it is run already
     * @throws JobException when the board cannot be connected, or is closed meanwhile
     * @throws FencedException when this process lost its lease: what it ran belongs to others, and it is of no use any more
     * @throws StorageException when the store is closed or broken
     */
    public void run(int mostDispatches) throws InterruptedException {
        begin();
        try {
            board.connect();
            board.register(entity);
            LOG.info("Conductor {} claims jobs from board {}", who(), board.name());
            dispatch(mostDispatches);
            end();
            work.hand.awaitEmpty();
            letGoOfStrays();
        } catch (InterruptedException e) {
            stop();
            throw e;
        } catch (FencedException e) {
            work.hand.all().forEach(Dispatch::lose);
            throw e;
        } finally {
            end();
            LOG.info("Conductor {} claims no more jobs", who());
            ended();
        }
    }

    private synchronized void begin() {
        if (phase == Phase.DISPATCHING || phase == Phase.ENDING) {
            throw new InvalidStateException("conductor " + who() + " is run already; wait for it, or build another");
        }
        phase = Phase.DISPATCHING;
        work.ending(false);
    }

    private void dispatch(int most) throws InterruptedException {
        for (int dispatched = 0; dispatched != most && !work.isStopping(); ) {
            requireUsable();
            Optional<Job> job = claimed();
            job.ifPresent(this::submit);
            dispatched += job.isPresent() ? 1 : 0;
        }
    }

    /** {@return a job, with a slot; empty when there was none for a while, or the board cannot be asked} */
    private Optional<Job> claimed() throws InterruptedException {
        try {
            if (persistence.state() == StoreState.OVERDUE) {
                pause("The store is away, and conductor " + who() + " claims nothing", null);
                return Optional.empty();
            }
            if (work.wasAstray()) {
                new Strays(board, who(), work.hand).abandon();
            }
            if (waits.await(this::slot).isEmpty()) {
                return Optional.empty();
            }
            Optional<Job> job = Optional.empty();
            try {
                job = waits.await(() -> board.claimNext(who(), waitTimeout)).flatMap(claimed -> claimed);
            } finally {
                if (job.isEmpty()) {
                    work.slots.release();
                }
            }
            return job;
        } catch (RuntimeException e) {
            work.astray(); // a job may have been claimed all the same
            requireUsable();
            pause("Board " + board.name() + " cannot be asked for jobs", e);
            return Optional.empty();
        }
    }

    private Semaphore slot() throws InterruptedException {
        work.slots.acquire();
        return work.slots;
    }

    private void submit(Job job) {
        Dispatch dispatch = new Dispatch(job, work);
        CompletableFuture<Void> before =
                work.hand.add(job.id(), dispatch).map(Dispatch::closed).orElse(NOTHING);
        try {
            if (before.isDone()) {
                work.execute(dispatch::prepare);
            } else {
                CompletableFuture<Void> unused = before.thenRun(() -> dispatch.then(dispatch::prepare));
            }
        } catch (RejectedExecutionException e) {
            dispatch.refused();
            throw new InvalidStateException("conductor " + who() + " was closed while it claimed " + job, e);
        }
    }

    private void requireUsable() {
        StoreState state = persistence.state();
        if (state == StoreState.FENCED) {
            throw new FencedException("conductor " + who()
                    + " ends: its process lost its lease, and its flows belong to others; start another process");
        }
        if (state == StoreState.BROKEN || state == StoreState.CLOSED) {
            throw new StorageException("conductor " + who() + " ends: its store is " + state);
        }
        if (!board.isConnected() && !work.isStopping()) {
            throw new JobException("conductor " + who() + " ends: board " + board.name() + " was closed");
        }
    }

    private void pause(String why, @Nullable Throwable error) throws InterruptedException {
        if (work.isStopping()) {
            return;
        }
        Duration pause = work.pauses.after(1);
        LOG.warn("{}; looks again in {}", why, pause, error);
        waits.await(() -> {
            Thread.sleep(pause.toMillis());
            return pause;
        });
    }

    /** Nothing is claimed any more, and what is claimed comes to its end. */
    private void end() {
        synchronized (this) {
            phase = Phase.ENDING;
        }
        work.ending(true);
        work.hand.all().forEach(Dispatch::hurry);
    }

    private void letGoOfStrays() {
        try {
            if (work.wasAstray() && board.isConnected()) {
                new Strays(board, who(), work.hand).abandon();
            }
        } catch (WindlassException e) {
            LOG.warn("Conductor {} may leave claims behind, which end with its process", who(), e);
        }
    }

    private synchronized void ended() {
        phase = Phase.ENDED;
        notifyAll();
    }

    /**
     * Goes on with a flow that this process took over from a dead one, see {@link Persistence#takeOver}, unless a job is
     * about it: then it is let go of, for whoever claims the job. What is run so does not count as a job in hand. It is
     * not suspended when the conductor is stopped, but left to others, who take it over when the store is closed.
     *
     * @throws StorageException when the store cannot be asked; the flow is then this process's, to be adopted later
     */
    public void adopt(UUID flow) {
        new Adoption(flow, work).begin();
    }

    /**
     * Claims no more jobs, has what runs suspended, and its jobs abandoned. Returns at once; {@link #await} waits for all
     * of that. It is for good: a later run ends at once.
     */
    public void stop() {
        work.stop();
        waits.wake();
        for (Dispatch dispatch : work.hand.all()) {
            try {
                work.execute(dispatch::stop);
            } catch (RejectedExecutionException e) {
                LOG.debug("Conductor {} is closed already", who(), e);
            }
        }
    }

    /**
     * Waits until a run of this conductor has ended, and all that it claimed.
     *
     * @return whether one has, in that time
     */
    public synchronized boolean await(Duration patience) throws InterruptedException {
        awaitOther(Set.of(Phase.IDLE, Phase.DISPATCHING, Phase.ENDING), patience);
        return phase == Phase.ENDED;
    }

    /** {@return whether it is not run any more, in that time} */
    private synchronized boolean isOver(Duration patience) throws InterruptedException {
        awaitOther(Set.of(Phase.DISPATCHING, Phase.ENDING), patience);
        return phase == Phase.IDLE || phase == Phase.ENDED;
    }

    private void awaitOther(Set<Phase> than, Duration patience) throws InterruptedException {
        long start = System.nanoTime();
        long left = patience.toNanos();
        while (than.contains(phase) && left > 0) {
            TimeUnit.NANOSECONDS.timedWait(this, left);
            left = patience.toNanos() - (System.nanoTime() - start);
        }
    }

    /**
     * Stops, waits up to 30 s for what runs, and closes the board. What runs longer than that is left to others, who have
     * it when the store is closed. Idempotent.
     */
    @Override
    public void close() {
        stop();
        try {
            if (!isOver(CLOSE_PATIENCE) || !work.hand.awaitEmpty(CLOSE_PATIENCE)) {
                LOG.warn(
                        "Conductor {} leaves {} jobs to others, which did not end in {}",
                        who(),
                        jobsInHand(),
                        CLOSE_PATIENCE);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        work.close();
        work.hand.clear();
        board.close();
    }
}
