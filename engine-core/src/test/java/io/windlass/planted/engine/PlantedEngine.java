package io.windlass.planted.engine;

import io.windlass.planted.listener.PlantedListener;
import org.jspecify.annotations.Nullable;

/** Breaks a rule on purpose. */
public final class PlantedEngine {
    @Nullable
    PlantedListener above;
}
