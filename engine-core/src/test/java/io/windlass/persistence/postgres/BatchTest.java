package io.windlass.persistence.postgres;

import static io.windlass.persistence.Samples.atom;
import static io.windlass.persistence.Samples.created;
import static io.windlass.persistence.Samples.described;
import static io.windlass.persistence.Samples.flow;
import static io.windlass.persistence.Samples.flowEntry;
import static io.windlass.persistence.Samples.running;
import static io.windlass.persistence.Samples.started;
import static io.windlass.persistence.Samples.succeeded;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.windlass.persistence.AtomChange;
import io.windlass.persistence.FlowChange;
import io.windlass.persistence.Samples;
import io.windlass.persistence.postgres.Batch.AtomRow;
import io.windlass.persistence.postgres.Batch.HistoryRow;
import io.windlass.state.AtomState;
import io.windlass.state.FlowState;
import io.windlass.value.Value;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class BatchTest {
    private static final Map<String, Value> META = Map.of("weight", new Value("0.5"));

    private final UUID one = UUID.randomUUID();
    private final UUID other = UUID.randomUUID();

    private static FlowChange change(UUID id, int sequence, AtomChange... atoms) {
        return new FlowChange(
                flow(id, FlowState.RUNNING, sequence), false, false, List.of(atoms), List.of(flowEntry(sequence)));
    }

    @Test
    void whatComesLaterCountsAndWhatItDoesNotSayStays() {
        AtomChange described = new AtomChange(described(atom("a", AtomState.RUNNING, null), META, null), false, true);
        Batch batch = Batch.of(
                List.of(change(one, 2, started("a")), change(one, 3, succeeded("a", "1")), change(one, 4, described)));
        assertThat(batch.flows()).singleElement().satisfies(merged -> {
            assertThat(merged.flow().history()).isEqualTo(4);
            assertThat(merged.created()).isFalse();
        });
        assertThat(batch.atomsCreated(false)).isEmpty();
        assertThat(batch.atomsCreated(true)).singleElement().satisfies(row -> {
            assertThat(row.atom().state()).isEqualTo(AtomState.RUNNING);
            assertThat(row.atom().result()).isEqualTo(new Value("1"));
            assertThat(row.atom().meta()).isEqualTo(META);
            assertThat(row.change().outcome()).isTrue();
            assertThat(row.change().meta()).isTrue();
        });
        assertThat(batch.history()).extracting(row -> row.entry().sequence()).containsExactly(2L, 3L, 4L);
    }

    @Test
    void aFlowThatIsCreatedAndChangedIsCreatedAsItIsInTheEnd() {
        FlowChange ended = Samples.ended(one, FlowState.SUCCESS);
        Batch batch = Batch.of(List.of(change(other, 2), created(one), change(one, 2, started("a")), ended));
        assertThat(batch.flows(false)).extracting(change -> change.flow().id()).containsExactly(other);
        assertThat(batch.flows(true)).singleElement().satisfies(change -> {
            assertThat(change.flow().state()).isEqualTo(FlowState.SUCCESS);
            assertThat(change.flow().store()).isEqualTo(Samples.STORE);
        });
    }

    @Test
    void rowsNameTheirFlow() {
        Batch batch = Batch.of(
                List.of(change(other, 2, started("a"), running("b")), created(one), change(one, 2, started("a"))));
        assertThat(batch.atomsCreated(true))
                .extracting(AtomRow::flow, row -> row.atom().name())
                .containsExactly(tuple(one, "a"), tuple(other, "a"));
        assertThat(batch.atomsCreated(false))
                .extracting(AtomRow::flow, row -> row.atom().name())
                .containsExactly(tuple(other, "b"));
        assertThat(batch.history())
                .extracting(HistoryRow::flow, row -> row.entry().sequence())
                .containsExactly(tuple(one, 1L), tuple(one, 2L), tuple(other, 2L));
        assertThat(batch.atoms(false)).hasSize(3);
        assertThat(batch.atoms(true)).isEmpty();
    }
}
