package io.windlass.planted.value;

import com.rabbitmq.client.ConnectionFactory;
import io.github.resilience4j.core.IntervalFunction;

/** Breaks rules on purpose. */
public final class PlantedLibraries {
    private PlantedLibraries() {}

    static ConnectionFactory broker() {
        return new ConnectionFactory();
    }

    static IntervalFunction pauses() {
        return IntervalFunction.ofDefaults();
    }
}
