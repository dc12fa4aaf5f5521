package io.windlass.planted.atom;

import io.windlass.planted.flow.PlantedFlow;
import org.jspecify.annotations.Nullable;

/** Breaks a rule on purpose. */
public final class PlantedAtom {
    @Nullable
    PlantedFlow above;
}
