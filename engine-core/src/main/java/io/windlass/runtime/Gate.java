package io.windlass.runtime;

import io.windlass.state.MachineState;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Holds a run back before the work of each state until somebody lets it go on. What is only passed through is not
 * held, nor is anything once the gate is open. Thread-safe.
 */
final class Gate implements Machine.Pace {
    /**
     * That a run has come so far.
     *
     * @param state null when it has ended
     */
    record Reached(@Nullable MachineState state) {}

    private final Executor loop;
    private final BlockingQueue<Reached> reached = new LinkedBlockingQueue<>();
    private @Nullable Runnable held;
    private boolean open;

    /** Lets work begin on the run's loop. */
    Gate(Executor loop) {
        this.loop = loop;
    }

    @Override
    public void enter(MachineState state, Runnable work) {
        synchronized (this) {
            if (!open && state != MachineState.GAME_OVER && state != MachineState.FAILURE) {
                reached.add(new Reached(state));
                if (!state.isLast()) {
                    held = work;
                    return;
                }
            }
        }
        work.run();
    }

    /** Lets the work begin that is held. */
    synchronized void letGo() {
        Runnable work = held;
        held = null;
        if (work != null) {
            loop.execute(work);
        }
    }

    /** Holds nothing any more. */
    synchronized void open() {
        open = true;
        letGo();
    }

    /** There is no further state. */
    void ended() {
        reached.add(new Reached(null));
    }

    /** {@return what the run reaches next} */
    Reached next() throws InterruptedException {
        return reached.take();
    }

    /** {@return what the run reaches next; null when that takes too long} */
    @Nullable
    Reached next(long nanos) throws InterruptedException {
        return reached.poll(nanos, TimeUnit.NANOSECONDS);
    }
}
