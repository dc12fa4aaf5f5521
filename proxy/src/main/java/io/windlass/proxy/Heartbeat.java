package io.windlass.proxy;

import java.util.List;

/**
 * A worker process lives, and this is all that it runs.
 *
 * @param worker the process
 * @param running each task that it runs; empty when idle
 * @param returned runs that were asked for, and perhaps granted, and were given back before they began: they never will
 */
public record Heartbeat(String worker, List<Running> running, List<Running> returned) implements Message {
    public Heartbeat {
        Checks.text(worker, "the worker");
        running = List.copyOf(Checks.present(running, "the list of what runs"));
        returned = Checks.listOrNone(returned);
    }
}
