package io.windlass.planted.job.memory;

import io.windlass.planted.worker.PlantedWorker;
import org.jspecify.annotations.Nullable;

/** Breaks a rule on purpose. */
public final class PlantedBoard {
    @Nullable
    PlantedWorker forbidden;
}
