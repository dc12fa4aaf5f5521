package io.windlass.runtime;

import io.windlass.failure.FlowFailedException;
import io.windlass.failure.StorageException;
import io.windlass.failure.WindlassException;
import io.windlass.state.FlowState;
import io.windlass.state.MachineState;
import java.time.Duration;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/**
 * Takes a run on from state to state. Each state is told of before its work is done, which begins when the next one is
 * asked for, by {@link #hasNext} or {@link #next}: after SCHEDULING nothing has been started yet. RESUMING comes first,
 * then SCHEDULING, WAITING and ANALYZING in turns, last SUCCESS, SUSPENDED or REVERTED. When the flow ends REVERTED or
 * FAILURE with failures to tell of, asking for the state after the last one throws {@link FlowFailedException}.
 *
 * <p>To be used by one thread at a time.
 */
public final class RunIterator implements Iterator<MachineState>, AutoCloseable {
    private final FlowRun run;
    private final Gate gate;
    private final CompletableFuture<FlowState> end;
    private final @Nullable Duration patience;
    private @Nullable MachineState current;
    private @Nullable MachineState next;
    private boolean over;

    RunIterator(FlowRun run, Gate gate, CompletableFuture<FlowState> end, @Nullable Duration patience) {
        this.run = run;
        this.gate = gate;
        this.end = end.whenComplete((state, error) -> gate.ended());
        this.patience = patience;
    }

    /**
     * Lets the work of the current state be done; {@return whether the run reaches another state}
     *
     * @throws FlowFailedException when the flow has ended REVERTED or FAILURE; from then on there is no next state
     * @throws StorageException when the flow cannot be recorded any further, or this thread is interrupted
     */
    @Override
    public boolean hasNext() {
        if (next == null && !over) {
            gate.letGo();
            next = await().state();
            over = next == null;
            if (over) {
                raise();
            }
        }
        return next != null;
    }

    private Gate.Reached await() {
        try {
            if (patience != null && current == MachineState.WAITING) {
                Gate.Reached reached = gate.next(patience.toNanos());
                if (reached != null) {
                    return reached;
                }
                run.lookRound();
            }
            return gate.next();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StorageException("interrupted while waiting for the run's next state; it can be asked again", e);
        }
    }

    private void raise() {
        try {
            end.join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof WindlassException ours ? ours : new StorageException("the run broke", e);
        }
    }

    /**
     * {@return the state that the run has reached and whose work is not done yet}
     *
     * @throws FlowFailedException as {@link #hasNext} does
     * @throws NoSuchElementException when the run has ended
     */
    @Override
    public MachineState next() {
        if (!hasNext() || next == null) {
            throw new NoSuchElementException("the run has ended");
        }
        current = next;
        next = null;
        return current;
    }

    /** Asks the run to start nothing more and to end SUSPENDED once what is in flight has come back. */
    public void suspend() {
        run.suspend();
    }

    /** Makes the run start nothing more, and end in FAILURE with this error once what is in flight has come back. */
    public void fail(Throwable error) {
        run.fail(error);
    }

    /** Suspends the run and waits for its end; what it would throw is dropped. Nothing happens when it has ended. */
    @Override
    public void close() {
        if (over) {
            return;
        }
        over = true;
        next = null;
        run.suspend();
        gate.open();
        end.handle((state, error) -> state).join();
    }
}
