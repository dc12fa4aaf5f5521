package io.windlass.listener;

import io.windlass.failure.Failure;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/** Logs each change of the flow and of its tasks, results included. Thread-safe. */
public final class LoggingListener extends DumpingListener {
    private final Logger logger;
    private final Level level;

    /** Logs with this class's own logger at DEBUG. */
    public LoggingListener() {
        this(LoggerFactory.getLogger(LoggingListener.class), Level.DEBUG);
    }

    /** Logs with a logger at a level. */
    public LoggingListener(Logger logger, Level level) {
        this.logger = logger;
        this.level = level;
    }

    @Override
    protected void dump(String line, @Nullable Failure failure) {
        logger.atLevel(level)
                .setCause(failure == null ? null : failure.exception())
                .log(line);
    }
}
