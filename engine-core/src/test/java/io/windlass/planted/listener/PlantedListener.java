package io.windlass.planted.listener;

/** Breaks a rule on purpose. */
public final class PlantedListener {
    private PlantedListener() {}
}
