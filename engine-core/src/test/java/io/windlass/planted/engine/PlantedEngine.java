package io.windlass.planted.engine;

/** Breaks a rule on purpose. */
public final class PlantedEngine {
    private PlantedEngine() {}
}
