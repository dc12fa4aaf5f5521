package io.windlass.listener;

import io.windlass.notify.FlowListener;
import io.windlass.notify.MetadataWriter;
import io.windlass.persistence.AtomKind;
import io.windlass.state.AtomState;
import io.windlass.state.FlowState;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Notes in the metadata, under {@value #KEY}, for how many seconds a flow ran, and each task's newest execute or revert;
 * as far as listeners hear of them, which is not what a body takes. For one engine. Thread-safe.
 */
public class DurationListener implements FlowListener {
    /** The name in the metadata. */
    public static final String KEY = "duration";

    private static final Logger LOG = LoggerFactory.getLogger(DurationListener.class);
    private static final double NANOS = 1e9;

    private final MetadataWriter metadata;
    private final LongSupplier nanoTime;
    /** When it started, in monotonic nanoseconds. */
    private final Map<Subject, Long> running = new ConcurrentHashMap<>();

    /** What takes time: a task, or the flow. */
    private record Subject(String kind, String name) {}

    /** Notes durations. */
    public DurationListener(MetadataWriter metadata) {
        this(metadata, System::nanoTime);
    }

    /**
     * Notes durations by another clock.
     *
     * @param nanoTime monotonic nanoseconds
     */
    public DurationListener(MetadataWriter metadata, LongSupplier nanoTime) {
        this.metadata = metadata;
        this.nanoTime = nanoTime;
    }

    @Override
    public void flowChanged(FlowChanged change) {
        Subject subject = new Subject("flow", change.name());
        if (change.to() == FlowState.PENDING) {
            running.remove(subject);
        } else if (change.to() == FlowState.RUNNING) {
            begin(subject);
        } else if (change.to().isTerminal()) {
            end(subject, null);
        }
    }

    @Override
    public void atomChanged(AtomChanged change) {
        if (change.kind() != AtomKind.TASK) {
            return;
        }
        Subject subject = new Subject("task", change.atom());
        if (change.to() == AtomState.PENDING) {
            running.remove(subject);
        } else if (change.to().isInFlight()) {
            begin(subject);
        } else if (change.to().isOutcome()) {
            end(subject, change.atom());
        }
    }

    private void begin(Subject subject) {
        running.put(subject, nanoTime.getAsLong());
        started(subject.kind(), subject.name());
    }

    private void end(Subject subject, @Nullable String atom) {
        Long began = running.remove(subject);
        if (began == null) {
            return;
        }
        long nanos = nanoTime.getAsLong() - began;
        try {
            metadata.put(atom, Map.of(KEY, nanos / NANOS));
        } catch (RuntimeException e) {
            LOG.warn("The duration of {} '{}' could not be noted", subject.kind(), subject.name(), e);
        }
        ended(subject.kind(), subject.name(), Duration.ofNanos(nanos));
    }

    /** The flow or a task has started; does nothing by itself. */
    protected void started(String kind, String name) {}

    /** The flow or a task has ended; does nothing by itself. */
    protected void ended(String kind, String name, Duration duration) {}

    @Override
    public void deregistered() {
        if (!running.isEmpty()) {
            LOG.warn("No durations are noted of what is still under way: {}", running.keySet());
            running.clear();
        }
    }
}
