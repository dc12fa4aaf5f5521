package io.windlass.planted.remote;

import io.windlass.planted.worker.PlantedWorker;
import org.jspecify.annotations.Nullable;

/** Breaks a rule on purpose. */
public final class PlantedRemote {
    @Nullable
    PlantedWorker forbidden;
}
