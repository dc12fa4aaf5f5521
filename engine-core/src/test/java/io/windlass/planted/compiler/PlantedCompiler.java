package io.windlass.planted.compiler;

import io.windlass.planted.runtime.PlantedRuntime;
import org.jspecify.annotations.Nullable;

/** Breaks a rule on purpose. */
public final class PlantedCompiler {
    @Nullable
    PlantedRuntime above;
}
