package io.windlass.planted.persistence;

import io.windlass.planted.compiler.PlantedCompiler;
import org.jspecify.annotations.Nullable;

/** Breaks a rule on purpose. */
public final class PlantedPersistence {
    @Nullable
    PlantedCompiler above;
}
