package io.windlass.atom;

import io.windlass.state.RequestName;
import java.lang.management.ManagementFactory;
import java.util.UUID;
import java.util.function.DoubleConsumer;

/** What a body may know of its run, and tell of it. Thread-safe. */
public final class TaskContext {
    private final RequestName request;
    private final String runId;
    private final String process;
    private final DoubleConsumer progress;

    /**
     * For those who call bodies.
     *
     * @param request the request that the run answers
     * @param runId of this start: another for each time that the body is started
     * @param process where it runs: a worker's name, or the engine's own
     * @param progress is told of progress; must not block
     */
    public TaskContext(RequestName request, String runId, String process, DoubleConsumer progress) {
        this.request = request;
        this.runId = runId;
        this.process = process;
        this.progress = progress;
    }

    /** {@return the context of a new run in this process} */
    public static TaskContext here(RequestName request, DoubleConsumer progress) {
        return new TaskContext(
                request,
                UUID.randomUUID().toString(),
                ManagementFactory.getRuntimeMXBean().getName(),
                progress);
    }

    /** {@return the request that this run answers} */
    public RequestName request() {
        return request;
    }

    /** {@return names this start: another for each time that the body is started} */
    public String runId() {
        return runId;
    }

    /** {@return where it runs: a worker's name, or the engine's own} */
    public String process() {
        return process;
    }

    /**
     * {@return the same text for every run of this action of this atom in this round: a body that records its effect
     * under this key has it once, however often it is started}
     */
    public String idempotencyKey() {
        return request.idempotencyKey();
    }

    /**
     * Tells how far the body has come; the flow's listeners hear of it, from a worker within a heartbeat or two. Cheap,
     * and what comes too fast is left out.
     *
     * @param fraction from 0 to 1; what is beyond is taken as the nearer end
     */
    public void progress(double fraction) {
        progress.accept(Math.min(1, Math.max(0, fraction)));
    }
}
