package io.windlass.persistence.postgres;

import io.windlass.persistence.SavesModel;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("services")
class SavesTest {
    /** Not a property: the database outlives one try, and shrinking would take minutes. */
    @Test
    void theLastAbsoluteStateReadsBack() {
        try (StoreFixture fixture = new StoreFixture("saves")) {
            SavesModel.checkManyIn(fixture.open());
        }
    }
}
