package io.windlass.planted.job;

import io.windlass.planted.job.memory.PlantedBoard;
import org.jspecify.annotations.Nullable;

/** Breaks a rule on purpose. */
public final class PlantedJob {
    @Nullable
    PlantedBoard forbidden;
}
