package io.windlass.planted.picture;

import io.windlass.planted.listener.PlantedListener;
import org.jspecify.annotations.Nullable;

/** Breaks a rule on purpose. */
public final class PlantedPicture {
    @Nullable
    PlantedListener above;
}
