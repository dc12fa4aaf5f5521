package io.windlass.remote;

import io.windlass.atom.Progress;
import io.windlass.atom.TaskPlace;
import io.windlass.execution.TaskExecutor;
import io.windlass.execution.TaskOutcome;
import io.windlass.execution.TaskRequest;
import io.windlass.failure.Failure;
import io.windlass.proxy.Event;
import io.windlass.proxy.Running;
import io.windlass.state.RequestName;
import io.windlass.value.Failures;
import io.windlass.value.Value;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** One run's requests. The public methods may be called by any thread, the others by the executor's own. */
final class RemoteSession implements TaskExecutor.Session {
    private final RemoteExecutor executor;
    private final UUID flow;
    private final TaskExecutor.OutcomeListener listener;
    /** For tasks that nobody else has. */
    private final TaskExecutor.Session here;

    private final Map<RequestName, InFlight> open = new HashMap<>();
    private final List<Reply> early = new ArrayList<>();
    private boolean ready;

    /** A reply, with what is to be done once its outcome is recorded or it is found to be of no use. */
    record Reply(RequestName name, String runId, String worker, boolean success, Value payload, Runnable done) {}

    RemoteSession(
            RemoteExecutor executor, UUID flow, TaskExecutor.OutcomeListener listener, TaskExecutor.Session here) {
        this.executor = executor;
        this.here = here;
        this.flow = flow;
        this.listener = listener;
    }

    @Override
    public void submit(List<TaskRequest> batch) {
        Map<Boolean, List<TaskRequest>> byPlace = batch.stream()
                .collect(Collectors.partitioningBy(request -> request.task().place() == TaskPlace.ENGINE));
        here.submit(byPlace.getOrDefault(true, List.of()));
        executor.act(() -> executor.submitted(this, byPlace.getOrDefault(false, List.of())));
    }

    @Override
    public void close() {
        here.close();
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
        executor.ended(entry, reply.success() ? RemoteEvents.End.SUCCESS : RemoteEvents.End.FAILURE);
        Value result = reply.success() ? reply.payload() : null;
        Failure failure = reply.success() ? null : Failures.read(reply.payload());
        complete(new TaskOutcome(reply.name(), result, failure, reply.worker(), reply.runId(), reply.done()));
    }

    void fail(InFlight entry, Throwable reason) {
        RequestName name = entry.request().name();
        if (open.remove(name) != null) {
            executor.ended(entry, RemoteEvents.End.GIVEN_UP);
            complete(TaskOutcome.of(name, Failure.of(reason)));
        }
    }

    /** Takes what a worker tells of a run: it may have come further, or taken too long. */
    void heard(InFlight entry, String worker, Running running) {
        progressed(entry, new Progress(running.progress(), running.details()));
        entry.request()
                .task()
                .runTimeout()
                .filter(limit -> running.since().compareTo(limit) > 0)
                .ifPresent(limit -> fail(
                        entry,
                        new RunTimeoutException(running.name() + " was given up: its run on worker " + worker
                                + " takes longer than " + limit + "; what that run still brings is dropped")));
    }

    private void progressed(InFlight entry, Progress progress) {
        if (entry.progressed(progress)) {
            listener.progressed(entry.request().name(), progress);
        }
    }

    /** Takes what a task tells of; that of a request without need for it, or of a run that does not count, is dropped. */
    void heard(Event event) {
        InFlight entry = open.get(event.name());
        InFlight.Holder holder = entry == null ? null : entry.holder();
        if (entry != null && (holder == null || holder.runId().equals(event.runId()))) {
            listener.event(event.name(), event.type(), event.details());
        }
    }

    /** Keeps the starts of a request, so that its owner's successors know of them. */
    CompletionStage<Void> keepStarts(InFlight entry) {
        return listener.started(entry.request().name(), entry.starts());
    }

    private void complete(TaskOutcome outcome) {
        listener.completed(List.of(outcome));
    }

    @Nullable
    InFlight find(RequestName name) {
        return open.get(name);
    }
}
