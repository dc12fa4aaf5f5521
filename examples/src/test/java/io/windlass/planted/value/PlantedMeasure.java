package io.windlass.planted.value;

import io.micrometer.core.instrument.MeterRegistry;

/** Breaks a rule on purpose: nobody asked it to measure. */
public final class PlantedMeasure {
    private PlantedMeasure() {}

    static void count(MeterRegistry registry) {
        registry.counter("planted").increment();
    }
}
