package io.windlass.planted.storage;

import io.windlass.planted.runtime.PlantedRuntime;
import org.jspecify.annotations.Nullable;

/** Breaks a rule on purpose. */
public final class PlantedStorage {
    @Nullable
    PlantedRuntime above;
}
