package io.windlass.storage;

import static org.assertj.core.api.Assertions.assertThat;

import io.windlass.atom.Tasks;
import io.windlass.persistence.AtomChange;
import io.windlass.persistence.Samples;
import io.windlass.state.AtomState;
import io.windlass.state.FlowState;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class JournalTest {
    private final Journal journal = new Journal(Samples.flow(UUID.randomUUID(), FlowState.RUNNING, 0), false);

    private static AtomCell cell(String name) {
        return new AtomCell(Tasks.of(name, List.of(), in -> 1));
    }

    private List<Boolean> handOver() {
        return journal.handOver(FlowState.RUNNING).atoms().stream()
                .map(AtomChange::created)
                .toList();
    }

    @Test
    void anAtomIsNewOnceUntilTheStoreRefusesIt() {
        AtomCell atom = cell("a");
        journal.move(atom, AtomState.RUNNING);
        assertThat(handOver()).containsExactly(true);
        journal.takeBack();
        assertThat(handOver()).containsExactly(true);
        journal.move(atom, AtomState.SUCCESS);
        assertThat(handOver()).containsExactly(false);
        journal.takeBack();
        journal.move(cell("b"), AtomState.RUNNING);
        assertThat(handOver()).containsExactly(false, true);
    }

    @Test
    void anAtomThatWasReadFromTheStoreIsNotNew() {
        AtomCell atom = cell("a");
        atom.load(Samples.atom("a", AtomState.RUNNING, null));
        journal.move(atom, AtomState.SUCCESS);
        assertThat(handOver()).containsExactly(false);
    }
}
