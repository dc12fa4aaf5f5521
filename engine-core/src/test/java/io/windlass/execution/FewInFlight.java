package io.windlass.execution;

import java.util.UUID;

/** An executor that wants so many requests of a kind in flight, and no more. */
public final class FewInFlight implements TaskExecutor {
    private final TaskExecutor executor;
    private final int most;

    public FewInFlight(TaskExecutor executor, int most) {
        this.executor = executor;
        this.most = most;
    }

    @Override
    public Session open(UUID flow, OutcomeListener listener) {
        return executor.open(flow, listener);
    }

    @Override
    public boolean outlivesProcess() {
        return executor.outlivesProcess();
    }

    @Override
    public int mostInFlight() {
        return most;
    }

    @Override
    public void close() {
        executor.close();
    }
}
