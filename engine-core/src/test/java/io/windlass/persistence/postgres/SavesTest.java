package io.windlass.persistence.postgres;

import io.windlass.persistence.SavesModel;
import io.windlass.persistence.SavesModel.Step;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("services")
class SavesTest {
    private static final long SEED = 20261121;
    private static final int SEQUENCES = 40;

    /** A seeded loop and not a property: the database outlives one try, and shrinking would take minutes. */
    @Test
    void theLastAbsoluteStateReadsBack() {
        Random random = new Random(SEED);
        try (StoreFixture fixture = new StoreFixture("saves")) {
            PostgresPersistence store = fixture.open();
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
