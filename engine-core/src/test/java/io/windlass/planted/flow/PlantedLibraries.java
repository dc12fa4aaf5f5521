package io.windlass.planted.flow;

import org.jdbi.v3.core.Jdbi;

/** Breaks a rule on purpose. */
public final class PlantedLibraries {
    private PlantedLibraries() {}

    static Jdbi database() {
        return Jdbi.create("jdbc:none");
    }
}
