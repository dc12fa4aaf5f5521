package io.windlass.remote;

import io.windlass.execution.TaskExecutor;
import io.windlass.execution.TaskOutcome;
import io.windlass.execution.TaskRequest;
import io.windlass.failure.Failure;
import io.windlass.state.RequestName;
import io.windlass.value.Failures;
import io.windlass.value.Value;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** One run's requests. The public methods may be called by any thread, the others by the executor's own. */
final class RemoteSession implements TaskExecutor.Session {
    private final RemoteExecutor executor;
    private final UUID flow;
    private final TaskExecutor.OutcomeListener listener;
    private final Map<RequestName, InFlight> open = new HashMap<>();
    private final List<Reply> early = new ArrayList<>();
    private boolean ready;

    /** A reply, with what is to be done once its outcome is recorded or it is found to be of no use. */
    record Reply(RequestName name, String runId, String worker, boolean success, Value payload, Runnable done) {}

    RemoteSession(RemoteExecutor executor, UUID flow, TaskExecutor.OutcomeListener listener) {
        this.executor = executor;
        this.flow = flow;
        this.listener = listener;
    }

    @Override
    public void submit(List<TaskRequest> batch) {
        executor.act(() -> executor.submitted(this, batch));
    }

    @Override
    public void close() {
        executor.act(() -> executor.closed(this));
    }

    UUID flow() {
        return flow;
    }

    Map<RequestName, InFlight> open() {
        return open;
    }

    /** {@return whether the run has said what it is waiting for, so that anything else is known to be stale} */
    boolean isReady() {
        return ready;
    }

    /** From the first submission on, replies are matched; {@return those that came before} */
    List<Reply> becomeReady() {
        ready = true;
        List<Reply> kept = List.copyOf(early);
        early.clear();
        return kept;
    }

    /** Matches a reply with its request; a reply that nobody waits for is done with. */
    void take(Reply reply) {
        if (!ready) {
            early.add(reply);
            return;
        }
        InFlight entry = open.remove(reply.name());
        if (entry == null) {
            reply.done().run();
            return;
        }
        executor.released(entry);
        Value result = reply.success() ? reply.payload() : null;
        Failure failure = reply.success() ? null : Failures.read(reply.payload());
        complete(new TaskOutcome(reply.name(), result, failure, reply.worker(), reply.runId(), reply.done()));
    }

    void fail(InFlight entry, Throwable reason) {
        RequestName name = entry.request().name();
        if (open.remove(name) != null) {
            executor.released(entry);
            complete(TaskOutcome.of(name, Failure.of(reason)));
        }
    }

    private void complete(TaskOutcome outcome) {
        listener.completed(List.of(outcome));
    }

    @Nullable
    InFlight find(RequestName name) {
        return open.get(name);
    }
}
