package io.windlass.job;

import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A job that cannot be claimed now: somebody has claimed it already, or its time has not come. */
public final class UnclaimableJobException extends JobException {
    private static final long serialVersionUID = 1L;

    private final UUID job;
    private final @Nullable String owner;

    /** @param owner who claims it; null when that is not known, or nobody does */
    public UnclaimableJobException(String message, UUID job, @Nullable String owner) {
        super(message);
        this.job = job;
        this.owner = owner;
    }

    /** {@return the job's id} */
    public UUID job() {
        return job;
    }

    /** {@return who claims it; empty when that is not known, or nobody does} */
    public Optional<String> owner() {
        return Optional.ofNullable(owner);
    }
}
