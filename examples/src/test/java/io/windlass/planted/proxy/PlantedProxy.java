package io.windlass.planted.proxy;

import io.windlass.planted.remote.PlantedRemote;
import org.jspecify.annotations.Nullable;

/** Breaks a rule on purpose. */
public final class PlantedProxy {
    @Nullable
    PlantedRemote forbidden;
}
