package io.windlass.planted.flow;

import io.windlass.planted.compiler.PlantedCompiler;
import org.jspecify.annotations.Nullable;

/** Breaks a rule on purpose. */
public final class PlantedFlow {
    @Nullable
    PlantedCompiler above;
}
