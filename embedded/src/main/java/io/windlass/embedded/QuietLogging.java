package io.windlass.embedded;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps a talkative library from flooding the log. SLF4J cannot set levels and this module is not bound to one logging
 * library, so Logback is spoken to by reflection if it happens to be the one; a level that somebody configured stands.
 */
final class QuietLogging {
    private static final Logger log = LoggerFactory.getLogger(QuietLogging.class);

    private QuietLogging() {}

    /** Lets these loggers say warnings and errors only. */
    static void of(String... names) {
        for (var name : names) {
            quieten(LoggerFactory.getLogger(name));
        }
    }

    private static void quieten(Logger logger) {
        try {
            var level = logger.getClass().getMethod("getLevel");
            if (level.invoke(logger) == null) {
                Method set = logger.getClass().getMethod("setLevel", level.getReturnType());
                set.invoke(logger, level.getReturnType().getField("WARN").get(null));
            }
        } catch (NoSuchMethodException e) {
            log.debug("{} keeps its level: the logging library is not Logback", logger.getName());
        } catch (IllegalAccessException | InvocationTargetException | NoSuchFieldException e) {
            log.debug("{} keeps its level", logger.getName(), e);
        }
    }
}
