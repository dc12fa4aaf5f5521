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
import io.windlass.state.Start;
import io.windlass.value.Failures;
import io.windlass.value.Value;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** One run's requests. The public methods may be called by any thread, the others by what acts on the executor's state. */
final class RemoteSession implements TaskExecutor.Session {
    private final RemoteExecutor executor;
    private final UUID flow;
    private final TaskExecutor.OutcomeListener listener;
    /** For tasks that nobody else has. */
    private final TaskExecutor.Session here;

    /** In the order in which they came. Changed by what acts on the executor's state only, looked up by any thread. */
    private final Map<RequestName, InFlight> open = Collections.synchronizedMap(new LinkedHashMap<>());

    private final List<Reply> early = new ArrayList<>(0);
    /** By requests whose outcomes are with the run and not recorded yet: replies to them that came since. */
    private final Map<RequestName, List<Reply>> recording = new ConcurrentHashMap<>();

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
        List<TaskRequest> remote = batch;
        if (batch.stream().anyMatch(RemoteSession::isForHere)) {
            here.submit(batch.stream().filter(RemoteSession::isForHere).toList());
            remote = batch.stream().filter(request -> !isForHere(request)).toList();
        }
        List<TaskRequest> requests = remote;
        executor.act(() -> executor.submitted(this, requests));
    }

    private static boolean isForHere(TaskRequest request) {
        return request.task().place() == TaskPlace.ENGINE;
    }

    @Override
    public void cancel(Collection<RequestName> names) {
        here.cancel(names);
        List<RequestName> copy = List.copyOf(names);
        executor.act(() -> executor.cancels().cancel(this, copy));
    }

    @Override
    public Optional<Start> startOf(RequestName name) {
        return Optional.ofNullable(open.get(name)).map(InFlight::holder).map(InFlight.Holder::start);
    }

    @Override
    public void abandon(Collection<RequestName> names) {
        here.abandon(names);
        List<RequestName> copy = List.copyOf(names);
        executor.act(() -> executor.cancels().abandon(this, copy));
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
        if (early.isEmpty()) {
            return List.of();
        }
        List<Reply> kept = List.copyOf(early);
        early.clear();
        return kept;
    }

    /** {@return what came before the run had said what it is waiting for; called when it has ended} */
    List<Reply> early() {
        return early;
    }

    /** Matches a reply with its request; what a reply is that nobody waits for, the store tells. */
    void take(Reply reply) {
        if (!ready) {
            early.add(reply);
            return;
        }
        InFlight entry = open.remove(reply.name());
        if (entry == null) {
            unmatched(reply);
            return;
        }
        executor.ended(entry, reply.success() ? RemoteEvents.End.SUCCESS : RemoteEvents.End.FAILURE);
        Value result = reply.success() ? reply.payload() : null;
        Failure failure = reply.success() ? null : Failures.read(reply.payload());
        recording.put(reply.name(), List.of());
        complete(new TaskOutcome(
                reply.name(),
                result,
                failure,
                reply.worker(),
                reply.runId(),
                () -> handled(reply, reply.done()),
                () -> handled(reply, () -> executor.late(reply))));
    }

    /** The store can tell whether a run is the recorded one when the outcome of its request is recorded, not before. */
    private void unmatched(Reply reply) {
        boolean waits = recording.computeIfPresent(reply.name(), (name, others) -> with(others, reply)) != null;
        if (!waits) {
            executor.late(reply);
        }
    }

    private static List<Reply> with(List<Reply> others, Reply reply) {
        List<Reply> all = new ArrayList<>(others);
        all.add(reply);
        return all;
    }

    /** On any thread: the run has recorded what it was handed, or has no use for it. */
    private void handled(Reply reply, Runnable then) {
        List<Reply> others = recording.remove(reply.name());
        then.run();
        if (others != null) {
            others.forEach(executor::late);
        }
    }

    void fail(InFlight entry, Throwable reason) {
        RequestName name = entry.request().name();
        if (open.remove(name) != null) {
            executor.ended(entry, RemoteEvents.End.GIVEN_UP);
            complete(TaskOutcome.of(name, Failure.of(reason)));
        }
    }

    /** Takes what a worker tells of a run: it may have come further. */
    void heard(InFlight entry, Running running) {
        Progress progress = new Progress(running.progress(), running.details());
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

    /** Lets go of a request without an outcome. */
    void forget(InFlight entry) {
        open.remove(entry.request().name(), entry);
    }

    /** Lets go of a cancelled request that has not begun. */
    void withdrawn(InFlight entry) {
        forget(entry);
        executor.ended(entry, RemoteEvents.End.WITHDRAWN);
        listener.withdrawn(List.of(entry.request().name()));
    }

    /** The run may go on on this thread, which is not to keep others from acting. */
    private void complete(TaskOutcome outcome) {
        executor.afterwards(() -> listener.completed(List.of(outcome)));
    }

    @Nullable
    InFlight find(RequestName name) {
        return open.get(name);
    }
}
