package io.windlass.planted.graph;

import io.windlass.planted.flow.PlantedFlow;
import org.jspecify.annotations.Nullable;

/** Breaks a rule on purpose. */
public final class PlantedGraph {
    @Nullable
    PlantedFlow above;
}
