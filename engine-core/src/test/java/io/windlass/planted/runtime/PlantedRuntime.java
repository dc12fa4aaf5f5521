package io.windlass.planted.runtime;

import io.windlass.planted.engine.PlantedEngine;
import io.windlass.planted.flow.PlantedFlow;
import org.jspecify.annotations.Nullable;

/** Breaks a rule on purpose. */
public final class PlantedRuntime {
    @Nullable
    PlantedEngine above;

    @Nullable
    PlantedFlow flow;
}
