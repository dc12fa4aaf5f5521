package io.windlass.planted.worker;

import io.windlass.planted.remote.PlantedRemote;
import org.jspecify.annotations.Nullable;

/** Breaks a rule on purpose. */
public final class PlantedWorker {
    @Nullable
    PlantedRemote forbidden;
}
