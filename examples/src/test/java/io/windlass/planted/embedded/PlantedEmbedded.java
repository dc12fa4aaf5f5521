package io.windlass.planted.embedded;

import io.windlass.planted.proxy.PlantedProxy;
import org.jspecify.annotations.Nullable;

/** Breaks a rule on purpose. */
public final class PlantedEmbedded {
    @Nullable
    PlantedProxy forbidden;
}
