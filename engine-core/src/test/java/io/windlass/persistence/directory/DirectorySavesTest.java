package io.windlass.persistence.directory;

import io.windlass.persistence.SavesModel;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DirectorySavesTest {
    /** On one directory, as on one database. */
    @Test
    void theLastAbsoluteStateReadsBack(@TempDir Path root) {
        try (DirectoryPersistence store = DirectoryPersistence.open(root)) {
            SavesModel.checkManyIn(store);
        }
    }
}
