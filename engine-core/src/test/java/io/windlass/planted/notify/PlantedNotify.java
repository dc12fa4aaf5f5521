package io.windlass.planted.notify;

import io.windlass.planted.compiler.PlantedCompiler;
import org.jspecify.annotations.Nullable;

/** Breaks a rule on purpose. */
public final class PlantedNotify {
    @Nullable
    PlantedCompiler above;
}
