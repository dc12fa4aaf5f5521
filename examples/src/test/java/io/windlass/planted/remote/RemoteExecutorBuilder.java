package io.windlass.planted.remote;

import io.micrometer.core.instrument.MeterRegistry;

/** Breaks a rule on purpose: it may take a registry, not measure by itself. */
public final class RemoteExecutorBuilder {
    private RemoteExecutorBuilder() {}

    static void count(MeterRegistry registry) {
        registry.counter("planted").increment();
    }
}
