package io.windlass.remote;

import io.windlass.proxy.Address;
import io.windlass.proxy.Proxy;
import io.windlass.proxy.Query;
import java.util.Collection;
import java.util.List;

/** Finds out who has what, after a time in which that could not be known. Used by one thread. */
final class Search {
    private final RemoteExecutor executor;
    private final Proxy proxy;
    private final LiveView view;
    private final Starts starts;
    private final Placement placement;
    private final Collection<RemoteSession> sessions;

    Search(
            RemoteExecutor executor,
            Proxy proxy,
            LiveView view,
            Starts starts,
            Placement placement,
            Collection<RemoteSession> sessions) {
        this.executor = executor;
        this.proxy = proxy;
        this.view = view;
        this.starts = starts;
        this.placement = placement;
        this.sessions = sessions;
    }

    /**
     * After a time in which this process heard nobody, or nobody could speak: a broker that blocks publishers blocks
     * the workers' heartbeats too. It says nothing about them.
     */
    void startTimersAgain() {
        view.awaitAll();
        long now = System.nanoTime();
        sessions.forEach(session -> session.open().values().stream()
                .filter(entry -> entry.place() == InFlight.Place.WAITING)
                .forEach(entry -> entry.restart(now)));
    }

    /**
     * After a lost connection. What was not heard meanwhile says nothing about the workers, and the broker may have
     * lost what it had: what no worker claims is issued again. Copies of before have to ask from now on.
     */
    void all() {
        these(sessions.stream()
                .flatMap(session -> session.open().values().stream())
                .filter(entry -> entry.place() != InFlight.Place.WAITING && entry.mayBeOut())
                .toList());
    }

    /** Workers are asked what they have of it; what none claims is issued again, in a new epoch. */
    void these(List<InFlight> out) {
        executor.beginEpoch();
        long now = System.nanoTime();
        for (InFlight entry : out) {
            starts.release(entry);
            entry.search(now);
        }
        out.forEach(placement.lanes()::ended);
        proxy.announce(Address.control("workers"), new Query());
    }
}
