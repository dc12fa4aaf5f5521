package io.windlass.persistence.directory;

import io.windlass.persistence.SavesModel;
import io.windlass.persistence.SavesModel.Step;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DirectorySavesTest {
    private static final long SEED = 20261121;
    private static final int SEQUENCES = 40;

    /** A seeded loop on one directory, as on one database. */
    @Test
    void theLastAbsoluteStateReadsBack(@TempDir Path root) {
        Random random = new Random(SEED);
        try (DirectoryPersistence store = DirectoryPersistence.open(root)) {
            for (int i = 0; i < SEQUENCES; i++) {
                List<Step> steps = new ArrayList<>();
                for (int j = random.nextInt(40); j > 0; j--) {
                    steps.add(new Step(
                            random.nextInt(4),
                            random.nextInt(100),
                            random.nextBoolean(),
                            random.nextBoolean(),
                            random.nextBoolean(),
                            random.nextBoolean()));
                }
                SavesModel.check(store, steps);
            }
        }
    }
}
