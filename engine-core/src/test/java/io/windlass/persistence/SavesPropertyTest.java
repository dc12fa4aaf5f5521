package io.windlass.persistence;

import io.windlass.persistence.SavesModel.Step;
import io.windlass.persistence.memory.MemoryPersistence;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class SavesPropertyTest {
    @Provide
    static Arbitrary<List<Step>> steps() {
        Arbitrary<Boolean> either = Arbitraries.of(true, false);
        return Combinators.combine(
                        Arbitraries.integers().between(0, 3),
                        Arbitraries.integers().between(0, 99),
                        either,
                        either,
                        either,
                        either)
                .as(Step::new)
                .list()
                .ofMaxSize(30);
    }

    @Property(tries = 200)
    void theLastAbsoluteStateReadsBack(@ForAll("steps") List<Step> steps) {
        try (MemoryPersistence store = new MemoryPersistence()) {
            SavesModel.check(store, steps);
        }
    }
}
