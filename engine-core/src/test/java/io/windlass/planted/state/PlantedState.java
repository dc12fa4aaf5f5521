package io.windlass.planted.state;

import io.windlass.planted.value.PlantedValue;
import org.jspecify.annotations.Nullable;

/** Breaks a rule on purpose. */
public final class PlantedState {
    @Nullable
    PlantedValue above;
}
