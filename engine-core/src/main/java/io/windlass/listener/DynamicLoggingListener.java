package io.windlass.listener;

import io.windlass.failure.Failure;
import io.windlass.notify.FlowListener;
import io.windlass.persistence.AtomKind;
import io.windlass.state.AtomState;
import io.windlass.state.FlowState;
import io.windlass.value.Value;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * Logs each change of the flow and of its tasks: what goes well at one level, what goes wrong at another. Results are
 * logged where the first level is enabled, as far as they are not hidden; failures with what ran before, when there is
 * a {@link FailureFormatter}. Thread-safe.
 */
public final class DynamicLoggingListener implements FlowListener {
    private static final Set<FlowState> WRONG_FLOW = Set.of(FlowState.FAILURE, FlowState.REVERTED);
    private static final Set<AtomState> WRONG_TASK =
            Set.of(AtomState.FAILURE, AtomState.REVERTED, AtomState.RETRYING, AtomState.REVERT_FAILURE);

    private final Logger logger;
    private final Level level;
    private final Level failureLevel;
    private final Masking masking;
    private final @Nullable FailureFormatter formatter;

    /** Logs with this class's own logger at DEBUG, what goes wrong at WARN; hides nothing. */
    public DynamicLoggingListener() {
        this(LoggerFactory.getLogger(DynamicLoggingListener.class), Level.DEBUG, Level.WARN, Masking.NONE, null);
    }

    /**
     * Logs as told.
     *
     * @param level for what goes well
     * @param failureLevel for what goes wrong
     * @param masking which results, and what in them, is not logged
     * @param formatter describes failures; null when their exception is enough
     */
    public DynamicLoggingListener(
            Logger logger, Level level, Level failureLevel, Masking masking, @Nullable FailureFormatter formatter) {
        this.logger = logger;
        this.level = level;
        this.failureLevel = failureLevel;
        this.masking = masking;
        this.formatter = formatter;
    }

    @Override
    public void flowChanged(FlowChanged change) {
        log(
                WRONG_FLOW.contains(change.to()) ? failureLevel : level,
                "Flow '" + change.name() + "' (" + change.flow() + ") has gone into state '" + change.to()
                        + "' from state '" + change.from() + "'",
                null);
    }

    @Override
    public void atomChanged(AtomChanged change) {
        if (change.kind() == AtomKind.TASK) {
            String line = "Task '" + change.atom() + "' (" + change.flow() + ") has gone into state '" + change.to()
                    + "' from state '" + change.from() + "'";
            Failure failure = change.failure();
            if (failure == null) {
                log(WRONG_TASK.contains(change.to()) ? failureLevel : level, line + ending(change), null);
            } else {
                failed(line, failure, change);
            }
        }
    }

    private void failed(String line, Failure failure, AtomChanged change) {
        if (formatter == null) {
            String trace = failure.exception() == null ? System.lineSeparator() + failure.stackTrace() : "";
            log(failureLevel, line + trace, failure.exception());
            return;
        }
        FailureFormatter.Formatted formatted = formatter.format(change);
        String details = formatted.text().isEmpty() ? "" : System.lineSeparator() + formatted.text();
        log(failureLevel, line + details, formatted.exception());
    }

    private String ending(AtomChanged change) {
        Value result = change.result();
        if (result == null || !logger.isEnabledForLevel(level) || masking.hides(change.atom())) {
            return "";
        }
        return " with result '" + masking.result(result) + "'";
    }

    private void log(Level at, String line, @Nullable Throwable exception) {
        logger.atLevel(at).setCause(exception).log(line);
    }
}
