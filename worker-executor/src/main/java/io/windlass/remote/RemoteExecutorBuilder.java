package io.windlass.remote;

import io.micrometer.core.instrument.MeterRegistry;
import io.windlass.execution.ParallelExecutor;
import io.windlass.failure.StorageException;
import io.windlass.persistence.Persistence;
import io.windlass.proxy.Proxy;
import io.windlass.proxy.ProxyException;

/** Says how to open a {@link RemoteExecutor}. Not thread-safe; to be used once. */
public final class RemoteExecutorBuilder {
    private final Proxy proxy;
    private final Persistence persistence;
    private final ParallelExecutor here;
    private RemoteOptions options = RemoteOptions.DEFAULT;
    private RemoteEvents events = RemoteEvents.NONE;

    RemoteExecutorBuilder(Proxy proxy, Persistence persistence) {
        this.proxy = proxy;
        this.persistence = persistence;
        this.here = ParallelExecutor.ofThreads(Runtime.getRuntime().availableProcessors());
    }

    /** Its timings; default {@link RemoteOptions#DEFAULT}. */
    public RemoteExecutorBuilder options(RemoteOptions timings) {
        this.options = timings;
        return this;
    }

    /**
     * Where to measure requests and answers; a registry for each executor. Without this call nothing is measured, and
     * Micrometer need not be on the class path.
     */
    public RemoteExecutorBuilder meters(MeterRegistry registry) {
        events.closed();
        events = new RemoteMeters(registry);
        here.meters(registry);
        return this;
    }

    /**
     * Declares the process's reply queue, makes it known, and begins to listen to workers.
     *
     * @throws ProxyException when the broker refuses or cannot be reached
     * @throws StorageException when the store cannot be reached
     */
    public RemoteExecutor open() {
        return new RemoteExecutor(proxy, persistence, options, here, events);
    }
}
