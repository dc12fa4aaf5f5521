package io.windlass.execution;

import io.windlass.atom.TaskContext;
import io.windlass.state.RequestName;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.MDC;

/**
 * Says in SLF4J's diagnostic context (MDC) for whom user code runs on this thread, so that its log lines tell it.
 * Afterwards the thread's context is what it was before, whatever the code put there. Stateless.
 */
public final class LogContext {
    /** The flow's id. */
    public static final String FLOW = "windlass.flow";

    /** The atom's name. */
    public static final String ATOM = "windlass.atom";

    /** The request's attempt, from 1; not there while a decider votes. */
    public static final String ATTEMPT = "windlass.attempt";

    /** The run's id, another for each start; not there while a decider votes. */
    public static final String RUN = "windlass.run";

    private LogContext() {}

    /** User code, or what calls it. */
    @FunctionalInterface
    public interface Code<T extends @Nullable Object, X extends Exception> {
        /** Runs it. */
        T run() throws X;
    }

    /** Runs a body or a controller on this thread. */
    static <T extends @Nullable Object, X extends Exception> T during(TaskContext context, Code<T, X> code) throws X {
        RequestName request = context.request();
        return restored(() -> {
            MDC.put(FLOW, request.flow().toString());
            MDC.put(ATOM, request.atom());
            MDC.put(ATTEMPT, Integer.toString(request.attempt()));
            MDC.put(RUN, context.runId());
            return code.run();
        });
    }

    /** Runs what decides about an atom on this thread. */
    public static <T extends @Nullable Object, X extends Exception> T during(UUID flow, String atom, Code<T, X> code)
            throws X {
        return restored(() -> {
            MDC.put(FLOW, flow.toString());
            MDC.put(ATOM, atom);
            return code.run();
        });
    }

    private static <T extends @Nullable Object, X extends Exception> T restored(Code<T, X> code) throws X {
        @Nullable Map<String, String> before = MDC.getCopyOfContextMap();
        try {
            return code.run();
        } finally {
            if (before == null) {
                MDC.clear();
            } else {
                MDC.setContextMap(before);
            }
        }
    }
}
