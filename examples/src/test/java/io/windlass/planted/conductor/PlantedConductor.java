package io.windlass.planted.conductor;

import io.windlass.planted.job.memory.PlantedBoard;
import org.jspecify.annotations.Nullable;

/** Breaks a rule on purpose. */
public final class PlantedConductor {
    @Nullable
    PlantedBoard forbidden;
}
