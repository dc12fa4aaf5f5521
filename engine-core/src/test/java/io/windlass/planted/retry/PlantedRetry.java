package io.windlass.planted.retry;

import io.windlass.planted.compiler.PlantedCompiler;
import org.jspecify.annotations.Nullable;

/** Breaks a rule on purpose. */
public final class PlantedRetry {
    @Nullable
    PlantedCompiler above;
}
