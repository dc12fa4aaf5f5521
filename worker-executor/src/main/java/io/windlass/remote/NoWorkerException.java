package io.windlass.remote;

import io.windlass.failure.WindlassException;

/** No live worker serves a task's type and version; the failure of a task that waited too long for one. */
public final class NoWorkerException extends WindlassException {
    private static final long serialVersionUID = 1L;

    /** Says what was wanted, for how long, and what there is. */
    public NoWorkerException(String message) {
        super(message);
    }
}
