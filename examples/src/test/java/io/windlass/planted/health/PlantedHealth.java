package io.windlass.planted.health;

import io.windlass.planted.worker.PlantedWorker;
import org.jspecify.annotations.Nullable;

/** Breaks a rule on purpose. */
public final class PlantedHealth {
    @Nullable
    PlantedWorker above;
}
