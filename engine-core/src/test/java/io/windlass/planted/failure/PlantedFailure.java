package io.windlass.planted.failure;

import io.windlass.planted.value.PlantedValue;
import org.jspecify.annotations.Nullable;

/** Breaks a rule on purpose. */
public final class PlantedFailure {
    @Nullable
    PlantedValue above;
}
