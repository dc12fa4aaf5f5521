package io.windlass.remote;

import io.windlass.failure.CancelledException;
import io.windlass.proxy.Address;
import io.windlass.proxy.Ask;
import io.windlass.proxy.Cancel;
import io.windlass.proxy.Naming;
import io.windlass.proxy.Proxy;
import io.windlass.proxy.Running;
import io.windlass.proxy.Verdict;
import io.windlass.state.RequestName;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Takes back what runs would rather have ended, or wait for no longer. What has not begun does not begin any more; a
 * worker that is heard to run it is told, each time that it is heard. Used by one thread.
 */
final class Cancels {
    private final RemoteExecutor executor;
    private final Proxy proxy;

    Cancels(RemoteExecutor executor, Proxy proxy) {
        this.executor = executor;
        this.proxy = proxy;
    }

    /** Tells who runs these; takes back what nobody has; what the broker has must be asked for. */
    void cancel(RemoteSession session, Collection<RequestName> names) {
        List<InFlight> here = new ArrayList<>();
        boolean out = false;
        for (InFlight entry : entries(session, names)) {
            entry.cancel();
            InFlight.Holder holder = entry.holder();
            if (holder != null) {
                tell(entry, holder.worker(), holder.runId());
            } else if (entry.place() == InFlight.Place.WAITING || entry.place() == InFlight.Place.READY) {
                here.add(entry);
            } else {
                out = true;
            }
        }
        here.forEach(entry -> end(session, entry, !entry.mayHaveBegun()));
        if (out) {
            executor.beginEpoch();
        }
    }

    /** Forgets these; copies of them are stale. */
    void abandon(RemoteSession session, Collection<RequestName> names) {
        boolean out = false;
        for (InFlight entry : entries(session, names)) {
            InFlight.Holder holder = entry.holder();
            if (holder != null) {
                tell(entry, holder.worker(), holder.runId());
            }
            out |= entry.mayBeOut();
            session.forget(entry);
            executor.ended(entry, RemoteEvents.End.GIVEN_UP);
        }
        if (out) {
            executor.beginEpoch(); // else a first delivery might start without asking whether it is stale
        }
    }

    private static List<InFlight> entries(RemoteSession session, Collection<RequestName> names) {
        List<InFlight> entries = new ArrayList<>();
        for (RequestName name : names) {
            InFlight entry = session.find(name);
            if (entry != null) {
                entries.add(entry);
            }
        }
        return entries;
    }

    /** A worker asks for what is not to start any more. */
    void refuse(RemoteSession session, InFlight entry, Ask ask) {
        executor.answer(ask, Verdict.STALE);
        end(session, entry, !ask.redelivered() && !entry.mayHaveBegun());
    }

    /** No worker says that it runs what is not to be issued again either. */
    void lost(RemoteSession session, InFlight entry) {
        end(session, entry, false);
    }

    private static void end(RemoteSession session, InFlight entry, boolean hasNotBegun) {
        if (hasNotBegun) {
            session.withdrawn(entry);
        } else {
            session.fail(
                    entry,
                    new CancelledException(entry.request().name()
                            + " is cancelled and not issued again: it may have been started, and nobody says that it"
                            + " runs"));
        }
    }

    /** A worker is heard to run something. What nobody waits for any more may end too. */
    void heard(RemoteSession session, @Nullable InFlight entry, String worker, Running running) {
        if (entry == null && session.isReady()) {
            tell(running.name(), worker, running.runId(), false);
        } else if (entry != null && entry.isCancelled()) {
            tell(entry, worker, running.runId());
        }
    }

    /** Tells a worker that a run should end. */
    void tell(InFlight entry, String worker, String runId) {
        tell(entry.request().name(), worker, runId, entry.request().task().isInterruptible());
    }

    private void tell(RequestName name, String worker, String runId, boolean interrupt) {
        proxy.announce(Address.control(Naming.workerControl(worker)), new Cancel(name, runId, interrupt));
    }
}
