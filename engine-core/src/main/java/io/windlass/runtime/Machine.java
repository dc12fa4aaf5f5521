package io.windlass.runtime;

import io.windlass.failure.InvalidStateException;
import io.windlass.state.MachineState;
import java.time.Duration;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;

/** Where a run is in its turns, and for how long it was where. Used by the run's loop. */
final class Machine {
    private static final Set<MachineState> WORKING =
            EnumSet.of(MachineState.RESUMING, MachineState.SCHEDULING, MachineState.WAITING, MachineState.ANALYZING);

    private final Pace pace;
    private final Map<MachineState, Stay> stays = new EnumMap<>(MachineState.class);
    private MachineState state = MachineState.UNDEFINED;
    private long since = System.nanoTime();

    /** How long the run was in a state, earlier turns included. */
    private static final class Stay {
        private long nanos;
    }

    /** Who lets the work of each state begin. */
    interface Pace {
        /** Lets the work begin now or, from the run's loop too, later. */
        void enter(MachineState state, Runnable work);
    }

    Machine(Pace pace) {
        this.pace = pace;
        WORKING.forEach(working -> stays.put(working, new Stay()));
    }

    MachineState state() {
        return state;
    }

    /** Goes on to a state, whose work begins when the pace lets it. */
    void enter(MachineState next, Runnable work) {
        if (!state.mayBecome(next)) {
            throw new InvalidStateException("a run cannot go from " + state + " to " + next);
        }
        long now = System.nanoTime();
        leave(now);
        state = next;
        pace.enter(next, work);
    }

    private void leave(long now) {
        Stay stay = stays.get(state);
        if (stay != null) {
            stay.nanos += now - since;
        }
        since = now;
    }

    /** {@return how long it was in each state in which it works or waits, up to now or its end} */
    Map<MachineState, Duration> timeIn() {
        leave(System.nanoTime());
        Map<MachineState, Duration> times = new EnumMap<>(MachineState.class);
        stays.forEach((one, stay) -> times.put(one, Duration.ofNanos(stay.nanos)));
        return times;
    }
}
