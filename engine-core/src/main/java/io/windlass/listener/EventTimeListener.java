package io.windlass.listener;

import io.windlass.notify.FlowListener;
import io.windlass.notify.MetadataWriter;
import java.math.BigDecimal;
import java.time.Clock;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Notes in the metadata of the flow and of each atom when it came into each state, for instance under {@code
 * SUCCESS-timestamp}: seconds since 1970, to the millisecond; of several times the newest. For one engine. Thread-safe.
 */
public final class EventTimeListener implements FlowListener {
    /** What follows the state's name in the metadata. */
    public static final String SUFFIX = "-timestamp";

    private static final int MILLIS = 3;

    private final MetadataWriter metadata;
    private final Clock clock;

    /** Notes times by the system's clock. */
    public EventTimeListener(MetadataWriter metadata) {
        this(metadata, Clock.systemUTC());
    }

    /** Notes times by another clock. */
    public EventTimeListener(MetadataWriter metadata, Clock clock) {
        this.metadata = metadata;
        this.clock = clock;
    }

    @Override
    public void flowChanged(FlowChanged change) {
        note(null, change.to().name());
    }

    @Override
    public void atomChanged(AtomChanged change) {
        note(change.atom(), change.to().name());
    }

    private void note(@Nullable String atom, String state) {
        metadata.put(atom, Map.of(state + SUFFIX, BigDecimal.valueOf(clock.millis(), MILLIS)));
    }
}
