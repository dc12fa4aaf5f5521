package io.windlass.planted.value;

import io.windlass.planted.graph.PlantedGraph;
import org.jspecify.annotations.Nullable;

/** Breaks a rule on purpose. */
public final class PlantedValue {
    @Nullable
    PlantedGraph above;
}
