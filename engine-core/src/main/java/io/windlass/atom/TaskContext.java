package io.windlass.atom;

import io.windlass.failure.InvalidFormatException;
import io.windlass.state.RequestName;
import io.windlass.value.Value;
import io.windlass.value.Values;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a body may know of its run, and tell of it. What it tells is no part of its outcome: what cannot be told is left
 * out, with a warning in the log, and never fails the task. Thread-safe.
 */
public final class TaskContext {
    /** The longest details of a progress, in characters of JSON: a worker's heartbeat carries those of all its runs. */
    public static final int MAX_PROGRESS_DETAILS = 4_096;

    /** The longest details of an event, in characters of JSON. */
    public static final int MAX_EVENT_DETAILS = 65_536;

    /** The longest type of an event, in bytes of UTF-8. */
    public static final int MAX_EVENT_TYPE = 255;

    private static final Logger LOG = LoggerFactory.getLogger(TaskContext.class);

    /** Asked for once: the JVM puts it together anew each time. */
    private static final String HERE = ManagementFactory.getRuntimeMXBean().getName();

    private final RequestName request;
    private final String runId;
    private final String process;
    private final BodyListener listener;
    private final CancelSignal signal;

    /**
     * For those who call bodies.
     *
     * @param request the request that the run answers
     * @param runId of this start: another for each time that the body is started
     * @param process where it runs: a worker's name, or the engine's own
     * @param listener is told what the body tells
     * @param signal tells the body that it should end
     */
    public TaskContext(RequestName request, String runId, String process, BodyListener listener, CancelSignal signal) {
        this.request = request;
        this.runId = runId;
        this.process = process;
        this.listener = listener;
        this.signal = signal;
    }

    /** {@return the context of a new run in this process, which nobody cancels} */
    public static TaskContext here(RequestName request, BodyListener listener) {
        return here(request, listener, new CancelSignal());
    }

    /** {@return the context of a new run in this process} */
    public static TaskContext here(RequestName request, BodyListener listener, CancelSignal signal) {
        // It only tells runs apart, so it need not be beyond guessing, which would take a lock and far more time.
        ThreadLocalRandom random = ThreadLocalRandom.current();
        UUID run = new UUID(random.nextLong(), random.nextLong());
        return new TaskContext(request, run.toString(), HERE, listener, signal);
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
     * {@return whether the body should end: its flow is cancelled, or it has been given up on} How it ends is its own
     * affair: what it throws is its failure, what it returns is its result. Where nobody waits for it any more either is
     * dropped. Cheap enough for every turn of a loop. A revert is told only when it is given up on.
     */
    public boolean isCancelled() {
        return signal.isCancelled();
    }

    /**
     * Has something called when the body should end, for instance to close what it waits for. It is called once, on a
     * thread of its own beside the body; on this thread, at once, when {@link #isCancelled} already. It is not called
     * when the body has ended before. What it throws is logged.
     */
    public void onCancel(Runnable callback) {
        signal.onCancel(callback);
    }

    /**
     * Tells how far the body has come: see {@link #progress(double, Map)}, without details.
     *
     * @param fraction from 0 to 1
     */
    public void progress(double fraction) {
        listener.progressed(new Progress(clamped(fraction), null));
    }

    /**
     * Tells how far the body has come. It is stored with the atom, and the flow's listeners hear of it; from a worker
     * within a heartbeat or two. Cheap, and what comes too fast is left out: the newest counts.
     *
     * @param fraction from 0 to 1; what is beyond is taken as the nearer end, with a warning
     * @param details more about it, written as JSON then and there; what is longer than {@value #MAX_PROGRESS_DETAILS}
     *     characters, or cannot be written, is left out with a warning
     */
    public void progress(double fraction, Map<String, ?> details) {
        listener.progressed(
                new Progress(clamped(fraction), written("the details of its progress", details, MAX_PROGRESS_DETAILS)));
    }

    private double clamped(double fraction) {
        double nearest = fraction >= 0 ? Math.min(1, fraction) : 0;
        if (nearest != fraction) {
            LOG.warn("{} tells of a progress of {}; it is taken as {}", request, fraction, nearest);
        }
        return nearest;
    }

    /**
     * Tells the flow's listeners of something. Events of one run come in order, but need not come: they are not stored,
     * and what is under way when a process or a connection dies is lost, as is what nobody listens to.
     *
     * @param type what has happened, in the task's own words; 1 to {@value #MAX_EVENT_TYPE} bytes, else the event is
     *     left out with a warning
     * @param details more about it, written as JSON then and there; when they are longer than
     *     {@value #MAX_EVENT_DETAILS} characters, or cannot be written, the event is left out with a warning
     */
    public void event(String type, Map<String, ?> details) {
        int bytes = type.getBytes(StandardCharsets.UTF_8).length;
        if (bytes < 1 || bytes > MAX_EVENT_TYPE) {
            LOG.warn(
                    "{} tells of an event whose type has {} bytes; only 1 to {} are told",
                    request,
                    bytes,
                    MAX_EVENT_TYPE);
            return;
        }
        Value value = written("an event", details, MAX_EVENT_DETAILS);
        if (value != null) {
            listener.event(type, value);
        }
    }

    private @Nullable Value written(String what, Map<String, ?> details, int longest) {
        try {
            Value value = Values.writeStorable(details);
            if (value.json().length() <= longest) {
                return value;
            }
            LOG.warn(
                    "{} tells {} with {} characters of JSON; at most {} are told, so they are left out",
                    request,
                    what,
                    value.json().length(),
                    longest);
        } catch (InvalidFormatException e) {
            LOG.warn("{} tells {} that cannot be written, so they are left out: {}", request, what, e.getMessage());
        }
        return null;
    }
}
