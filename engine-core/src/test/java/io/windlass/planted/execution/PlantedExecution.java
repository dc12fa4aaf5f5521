package io.windlass.planted.execution;

import io.windlass.planted.runtime.PlantedRuntime;
import org.jspecify.annotations.Nullable;

/** Breaks a rule on purpose. */
public final class PlantedExecution {
    @Nullable
    PlantedRuntime above;
}
