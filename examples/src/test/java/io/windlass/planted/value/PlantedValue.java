package io.windlass.planted.value;

import io.windlass.planted.worker.PlantedWorker;
import org.jspecify.annotations.Nullable;

/** Breaks a rule on purpose. */
public final class PlantedValue {
    @Nullable
    PlantedWorker forbidden;
}
