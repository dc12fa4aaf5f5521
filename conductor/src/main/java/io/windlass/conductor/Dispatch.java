package io.windlass.conductor;

import io.windlass.conductor.ConductorEvent.Kind;
import io.windlass.engine.BuildListener;
import io.windlass.engine.Engine;
import io.windlass.engine.EngineBuilder;
import io.windlass.failure.FencedException;
import io.windlass.failure.FlowFailedException;
import io.windlass.failure.NotFoundException;
import io.windlass.failure.StorageException;
import io.windlass.job.Job;
import io.windlass.job.JobException;
import io.windlass.persistence.StoreState;
import io.windlass.state.FlowState;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One job, from its claim until it is consumed, abandoned or trashed. What it does it does one after the other, on the
 * conductor's threads; {@link #hurry} and {@link #stop} may come at any time.
 */
final class Dispatch {
    private static final Logger LOG = LoggerFactory.getLogger(Dispatch.class);

    private static final String STOPPED = "its conductor is stopped";

    private final Job job;
    private final Work work;
    private final AtomicBoolean closing = new AtomicBoolean();
    private final CompletableFuture<Void> closed = new CompletableFuture<>();
    private boolean hasSlot = true;
    private boolean hasEnded;
    private @Nullable Pause pause;
    private volatile @Nullable UUID flow;
    private volatile @Nullable Tries tries;
    private volatile boolean begun;
    private volatile @Nullable Engine engine;

    /** The claim is kept for a while. */
    private record Pause(Future<?> timer, String reason) {}

    Dispatch(Job job, Work work) {
        this.job = job;
        this.work = work;
    }

    /** Takes the job's flow and starts it. */
    void prepare() {
        if (work.isStopping()) {
            abandon(STOPPED);
            return;
        }
        Taking.Taken taken;
        try {
            UUID id = work.choice.flowOf(job, work.persistence);
            if (!work.hand.reserve(id, job.id())) {
                lookAgainLater("its flow " + id + " is run by this conductor for another job", 1);
                return;
            }
            flow = id;
            taken = work.taking.take(job, id);
        } catch (StorageException | JobException e) {
            failed("its flow cannot be taken now", e);
            return;
        } catch (RuntimeException | Error e) {
            undispatchable(e);
            return;
        }
        if (taken instanceof Taking.Ready ready) {
            start(ready);
        } else if (taken instanceof Taking.Ended over) {
            LOG.info("{}: its flow {} has ended {} before, so it is only consumed", job, flow, over.state());
            close(Kind.JOB_CONSUMED, null);
        } else if (taken instanceof Taking.Later later) {
            lookAgainLater(later.reason(), later.pause());
        } else if (taken instanceof Taking.Refused refused) {
            LOG.error("{} is trashed: {}", job, refused.reason());
            trash(refused.reason());
        }
    }

    private void undispatchable(Throwable error) {
        LOG.error("{} cannot be dispatched by anybody, and is trashed", job, error);
        trash(error.toString());
    }

    /** Nobody takes it to {@link #prepare}. */
    void refused() {
        close(Kind.JOB_ABANDONED, "its conductor was closed");
    }

    private void start(Taking.Ready ready) {
        tries = ready.tries();
        begun = ready.begun();
        EngineBuilder builder;
        try {
            builder = work.setUp(job, ready.engine()).buildListener(new Stages());
        } catch (RuntimeException | Error e) {
            undispatchable(e);
            return;
        }
        Engine built;
        try {
            built = builder.build();
        } catch (RuntimeException | Error e) {
            notBuilt(e);
            return;
        }
        engine = built;
        run(built);
    }

    private void notBuilt(Throwable error) {
        if (JobEnd.of(error) == JobEnd.ABANDON) {
            failed("its flow cannot be built now", error);
        } else if (begun) {
            LOG.error("{}: its flow {} was begun and cannot be gone on with; the job is trashed", job, flow, error);
            trash(error.toString());
        } else {
            LOG.error("{}: its flow {} cannot be run; the job is consumed", job, flow, error);
            release();
            close(Kind.JOB_CONSUMED, null);
        }
    }

    private void run(Engine built) {
        if (work.isStopping()) {
            abandon(STOPPED);
            return;
        }
        tell(Kind.RUNNING_START, null);
        try {
            CompletableFuture<FlowState> unused =
                    built.start().whenComplete((state, error) -> then(() -> ended(state, error)));
        } catch (RuntimeException | Error e) {
            failed("its flow cannot be started", e);
            return;
        }
        if (work.isStopping()) {
            stop(); // it was asked for when there was no run yet
        }
    }

    /** Does what comes next. */
    void then(Runnable next) {
        try {
            work.execute(next);
        } catch (RejectedExecutionException e) {
            LOG.warn(
                    "{}: its conductor was closed, and its claim ends with the board's connection or the store's", job);
        }
    }

    private void ended(@Nullable FlowState state, @Nullable Throwable thrown) {
        synchronized (this) {
            hasEnded = true;
        }
        @Nullable
        Throwable error =
                thrown instanceof CompletionException && thrown.getCause() != null ? thrown.getCause() : thrown;
        if (error == null) {
            tell(Kind.RUNNING_END, null);
            if (state != null && JobEnd.of(state) == JobEnd.ABANDON) {
                abandon("its flow is suspended");
            } else {
                close(Kind.JOB_CONSUMED, null);
            }
        } else if (!(error instanceof FlowFailedException)) {
            failed("its flow cannot be run any further here", error);
        } else if (JobEnd.of(error) == JobEnd.CONSUME) {
            LOG.warn("{} is consumed although it failed: {}", job, error.getMessage());
            close(Kind.JOB_CONSUMED, null);
        } else {
            LOG.warn("{} is abandoned: {}", job, error.getMessage());
            close(Kind.JOB_ABANDONED, error.getMessage()); // the flow has ended: the next one only consumes the job
        }
    }

    /** What failed may go better another time, here or elsewhere, but not at once, and not for ever. */
    private void failed(String what, Throwable error) {
        if (error instanceof FencedException || work.isStopping()) {
            LOG.warn("{}: {}; it is abandoned", job, what, error);
            abandon(error.toString());
            return;
        }
        if (error instanceof JobException || work.persistence.state() != StoreState.LEASED) {
            LOG.warn("{}: {}, which is not the job's fault", job, what, error);
            lookAgainLater(error.toString(), 1);
            return;
        }
        int failures = countFailure();
        if (failures >= work.taking.mostTries()) {
            LOG.error("{}: {}; it is trashed after {} tries", job, what, failures, error);
            trash("it failed " + failures + " times, the last time with " + error);
        } else {
            Duration wait = work.pauses.after(failures);
            LOG.warn("{}: {} (try {}); it is abandoned in {}", job, what, failures, wait, error);
            hold(wait, error.toString());
        }
    }

    /** {@return how often it has failed} The store knows that of a flow that was begun, and only of such. */
    private int countFailure() {
        @Nullable Tries counted = tries;
        return begun && counted != null ? counted.count() : work.failures.add(job.id());
    }

    private void lookAgainLater(String why, int pauses) {
        Duration wait = work.pauses.after(pauses);
        LOG.info("{}: {}; it is abandoned in {}, to be looked at again", job, why, wait);
        hold(wait, why);
    }

    /** Keeps the claim, so that nobody tries again at once, and abandons the job after a while. */
    private void hold(Duration wait, String reason) {
        giveBackSlot();
        synchronized (this) {
            if (!work.isEnding()) {
                pause = new Pause(work.after(wait, () -> abandon(reason)), reason);
                return;
            }
        }
        abandon(reason);
    }

    /** A job that is kept for a while is kept no longer. */
    void hurry() {
        @Nullable Pause waiting;
        synchronized (this) {
            waiting = pause;
        }
        if (waiting != null && waiting.timer().cancel(false)) {
            abandon(waiting.reason());
        }
    }

    /** As {@link #hurry}, and has the run suspended if there is one; that it was started is no try then. */
    void stop() {
        hurry();
        @Nullable Engine running = engine;
        @Nullable Tries counted = tries;
        if (running == null || counted == null || hasEnded()) {
            return;
        }
        running.suspend();
        try {
            running.storage().put(null, Map.of(Tries.META, counted.stopped().all()));
        } catch (RuntimeException e) {
            LOG.debug("{}: it is not noted that its run was stopped, which may count as a try", job, e);
        }
    }

    /** Gives the job to others at once: this process has lost its flow, and will find out when it next records something. */
    void lose() {
        close(Kind.JOB_ABANDONED, "this process lost its lease");
    }

    private synchronized boolean hasEnded() {
        return hasEnded;
    }

    private void abandon(String reason) {
        if (release() || work.isEnding()) {
            close(Kind.JOB_ABANDONED, reason);
        } else {
            hold(work.pauses.after(1), reason); // whoever claimed it could not have the flow
        }
    }

    private void trash(String reason) {
        release();
        close(Kind.JOB_TRASHED, reason);
    }

    /** Lets go of the flow, which nobody takes from a live process. {@return whether that is done} */
    private boolean release() {
        @Nullable UUID id = flow;
        try {
            if (id != null) {
                work.persistence.release(id);
            }
            return true;
        } catch (RuntimeException e) {
            LOG.warn("{}: its flow {} cannot be let go of now; others have it when this process ends", job, id, e);
            return false;
        }
    }

    /** Ends the claim, unless that was done before. */
    private void close(Kind how, @Nullable String reason) {
        if (closing.getAndSet(true)) {
            return;
        }
        try {
            switch (how) {
                case JOB_CONSUMED -> work.board.consume(job, work.who);
                case JOB_ABANDONED -> work.board.abandon(job, work.who);
                default -> work.board.trash(job, work.who, String.valueOf(reason));
            }
            LOG.info("{}: {}{}", job, how, reason == null ? "" : ", as " + reason);
            tell(how, reason);
        } catch (NotFoundException e) {
            LOG.warn("{}: {} failed, as this conductor does not claim it any more", job, how, e);
        } catch (RuntimeException e) {
            work.astray();
            LOG.warn("{}: {} failed; what is left of the claim is given up later", job, how, e);
        } finally {
            forget(how);
        }
    }

    private void forget(Kind how) {
        if (how != Kind.JOB_ABANDONED) {
            work.failures.forget(job.id());
        }
        @Nullable UUID id = flow;
        if (id != null) {
            work.hand.free(id, job.id());
        }
        giveBackSlot();
        work.hand.remove(job.id(), this);
        closed.complete(null);
    }

    /** Completes when there is nothing left to do or to tell; never fails. */
    CompletableFuture<Void> closed() {
        return closed;
    }

    private void giveBackSlot() {
        synchronized (this) {
            if (!hasSlot) {
                return;
            }
            hasSlot = false;
        }
        work.slots.release();
    }

    private void tell(Kind kind, @Nullable String reason) {
        work.told.tell(new ConductorEvent(kind, job, flow, work.who, reason));
    }

    /** Tells of the making of the engine. */
    private final class Stages implements BuildListener {
        @Override
        public void began(Stage stage) {
            tell(Kind.valueOf(stage + "_START"), null);
        }

        @Override
        public void ended(Stage stage) {
            tell(Kind.valueOf(stage + "_END"), null);
        }
    }
}
