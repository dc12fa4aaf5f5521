package io.windlass.runtime;

import io.windlass.execution.TaskExecutor;
import io.windlass.failure.CancelledException;
import io.windlass.failure.Failure;
import io.windlass.persistence.CancelMeta;
import io.windlass.persistence.CancelMeta.Cancelled;
import io.windlass.state.Action;
import io.windlass.state.Cancellation;
import io.windlass.state.RequestName;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Ends a run before its time. That it is to end is stored with the next step; then what is in flight is told, and what
 * has not ended when its time is up is given up on. Undoing is left alone. Used by the run's loop.
 */
final class Cancelling {
    private static final Logger LOG = LoggerFactory.getLogger(Cancelling.class);

    private final RunContext run;
    private final Consumer<Map<RequestName, Failure>> giveUp;
    private final Alarm alarm;
    private final Executor loop;
    /** Not looked at by a step yet. */
    private @Nullable Cancelled fresh;

    private @Nullable Instant toldAt;

    /** Of one run; gives up on requests by what it is given. */
    Cancelling(RunContext run, RunThreads threads, Executor loop, Consumer<Map<RequestName, Failure>> giveUp) {
        this.run = run;
        this.alarm = new Alarm(threads);
        this.loop = loop;
        this.giveUp = giveUp;
    }

    /** Has the flow cancelled by the next step, unless it is already. */
    void ask(Cancellation how) {
        if (run.isCancelled() || fresh != null) {
            LOG.info("Flow {} is being cancelled already; it stays as it was asked for first", run.storage.id());
        } else {
            fresh = new Cancelled(how, run.now());
        }
    }

    /** {@return whether a step is to be taken for it} */
    boolean isFresh() {
        return fresh != null;
    }

    /** Has a step take it into account, and store it. */
    void into(Step step) {
        if (fresh != null) {
            LOG.info("Flow {} is {}", run.storage.id(), fresh);
            run.storage.putFlowMeta(CancelMeta.entries(fresh));
            step.cancel(fresh);
            fresh = null;
        }
    }

    /** Tells what is in flight, once; from then on its time runs. To be called when requests were handed out. */
    void tell(TaskExecutor.Session session) {
        Cancelled cancelled = run.cancelled();
        if (cancelled == null || toldAt != null) {
            return;
        }
        Instant now = run.now();
        toldAt = now;
        session.cancel(executing());
        alarm.set(
                Optional.of(now.plus(cancelled.how().patience())),
                now,
                () -> loop.execute(() -> losePatience(session, cancelled)));
    }

    private List<RequestName> executing() {
        return run.inFlight.names().stream()
                .filter(name -> name.action() == Action.EXECUTE)
                .toList();
    }

    private void losePatience(TaskExecutor.Session session, Cancelled cancelled) {
        Map<RequestName, Failure> reasons = new LinkedHashMap<>();
        for (RequestName name : executing()) {
            String where = session.startOf(name)
                    .map(start -> " on " + start.worker() + " (run " + start.runId() + ")")
                    .orElse("");
            CancelledException reason = new CancelledException(
                    name + where + " was told at " + toldAt + " that its flow is cancelled, and has not ended within "
                            + cancelled.how().patience() + "; it is given up, and what it still brings does not count");
            LOG.warn("{}", reason.getMessage());
            reasons.put(name, Failure.of(reason));
        }
        giveUp.accept(reasons);
    }

    void stop() {
        alarm.cancel();
    }
}
