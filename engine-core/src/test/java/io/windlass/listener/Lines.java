package io.windlass.listener;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.util.List;
import java.util.UUID;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/** A logger of its own, whose lines are kept. */
final class Lines implements AutoCloseable {
    private final Logger logger = (Logger) LoggerFactory.getLogger("lines." + UUID.randomUUID());
    private final ListAppender<ILoggingEvent> appender = new ListAppender<>();

    Lines(Level enabled) {
        logger.setLevel(ch.qos.logback.classic.Level.convertAnSLF4JLevel(enabled));
        logger.setAdditive(false);
        logger.addAppender(appender);
        appender.start();
    }

    org.slf4j.Logger logger() {
        return logger;
    }

    List<ILoggingEvent> events() {
        return List.copyOf(appender.list);
    }

    /** {@return level and message of each, without ids of flows} */
    List<String> all() {
        return appender.list.stream()
                .map(event ->
                        event.getLevel() + " " + event.getFormattedMessage().replaceAll("\\([0-9a-f-]{36}\\)", "(id)"))
                .toList();
    }

    @Override
    public void close() {
        logger.detachAppender(appender);
    }
}
