package io.windlass.job;

import io.windlass.failure.WindlassException;
import org.jspecify.annotations.Nullable;

/** A board cannot do what it was asked for: it is not reached, or the job is another's. */
public class JobException extends WindlassException {
    private static final long serialVersionUID = 1L;

    public JobException(String message) {
        super(message);
    }

    public JobException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
