package io.windlass.persistence.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.windlass.atom.Tasks;
import io.windlass.engine.Engine;
import io.windlass.failure.FlowFailedException;
import io.windlass.failure.StorageException;
import io.windlass.flow.LinearFlow;
import io.windlass.persistence.Persistence;
import io.windlass.persistence.StoredAtom;
import io.windlass.state.FlowState;
import io.windlass.value.Failures;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.postgresql.ds.PGSimpleDataSource;

@Tag("services")
class FlowCatalogueTest {
    private final StoreFixture fixture = new StoreFixture("catalogue");

    @AfterEach
    void drop() {
        fixture.close();
    }

    private FlowCatalogue catalogue() {
        PGSimpleDataSource source = new PGSimpleDataSource();
        source.setUrl(fixture.url());
        return new FlowCatalogue(source, "windlass");
    }

    private static UUID succeeds(Persistence process) {
        Engine engine = Engine.builder(LinearFlow.named("good").add(Tasks.of("only", List.of(), in -> 1)))
                .persistence(process)
                .build();
        assertThat(engine.run()).isEqualTo(FlowState.SUCCESS);
        return engine.id();
    }

    private static UUID isUndone(Persistence process) {
        Engine engine = Engine.builder(LinearFlow.named("bad")
                        .add(Tasks.of("first", List.of(), in -> 1), Tasks.of("second", List.of(), in -> {
                            throw new IllegalStateException("no");
                        })))
                .persistence(process)
                .build();
        assertThatThrownBy(engine::run).isInstanceOf(FlowFailedException.class);
        return engine.id();
    }

    @Test
    void flowsAreListedTheNewestFirstByStateAndUpToALimit() {
        Persistence process = fixture.open();
        UUID first = succeeds(process);
        UUID second = isUndone(process);
        UUID third = succeeds(process);
        assertThat(catalogue().list(List.of(), 10)).extracting(FlowSummary::id).containsExactly(third, second, first);
        assertThat(catalogue().list(List.of(FlowState.SUCCESS), 1))
                .extracting(FlowSummary::id)
                .containsExactly(third);
        assertThat(catalogue().list(List.of(FlowState.REVERTED, FlowState.RUNNING), 10))
                .extracting(FlowSummary::name)
                .containsExactly("bad");
    }

    @Test
    void aFlowIsShownWithItsAtomsFailuresAndHistory() {
        UUID id = isUndone(fixture.open());
        FlowDetails found = catalogue().find(id).orElseThrow();
        assertThat(found.summary().state()).isEqualTo(FlowState.REVERTED);
        assertThat(found.atoms()).extracting(StoredAtom::name).containsExactly("first", "second");
        StoredAtom second = found.atoms().get(1);
        assertThat(Failures.read(Objects.requireNonNull(second.failure())).message())
                .isEqualTo("no");
        assertThat(found.history())
                .hasSize(fixture.history(id).size())
                .extracting(change -> change.entry().to())
                .contains("FAILURE", "REVERTED");
        assertThat(found.history()).isSortedAccordingTo((a, b) -> a.at().compareTo(b.at()));
        assertThat(catalogue().find(UUID.randomUUID())).isEmpty();
    }

    @Test
    void theOwnerIsNamedWithWhetherItsLeaseHolds() {
        PostgresPersistence process = fixture.open(builder -> builder.name("somebody"));
        UUID id = succeeds(process);
        FlowSummary.Owner holds = ownerOf(id);
        assertThat(holds.id()).isEqualTo(process.owner().id());
        assertThat(holds.name()).isEqualTo("somebody");
        assertThat(holds.leaseHolds()).isTrue();
        fixture.freeze(process);
        assertThat(ownerOf(id).leaseHolds()).isFalse();
        fixture.jdbi().useHandle(handle -> handle.execute("DELETE FROM windlass.owners"));
        assertThat(ownerOf(id)).isEqualTo(new FlowSummary.Owner(process.owner().id(), null, null, false));
    }

    private FlowSummary.Owner ownerOf(UUID flow) {
        return Objects.requireNonNull(
                catalogue().find(flow).orElseThrow().summary().owner());
    }

    @Test
    void lookingChangesNothingAndRegistersNobody() {
        UUID id = succeeds(fixture.open());
        Map<String, String> before = written();
        catalogue().list(List.of(), 10);
        catalogue().find(id);
        assertThat(written()).isEqualTo(before);
    }

    /** Of each table, a text that any change of it changes. */
    private Map<String, String> written() {
        try (Handle handle = fixture.jdbi().open()) {
            return List.of("owners", "flows", "atoms", "history", "inbox", "orphans").stream()
                    .collect(Collectors.toMap(
                            table -> table,
                            table -> handle.createQuery(
                                            "SELECT coalesce(string_agg(t.xmin::text || t::text, ';' ORDER BY t::text), '')"
                                                    + " FROM windlass." + table + " t")
                                    .mapTo(String.class)
                                    .one()));
        }
    }

    @Test
    void aSchemaThatIsNotThereOrTooNewIsRefused() {
        assertThatThrownBy(() -> catalogue().list(List.of(), 1))
                .isInstanceOf(StorageException.class)
                .hasMessageContaining("migrate");
        fixture.open();
        fixture.jdbi().useHandle(handle -> handle.execute("UPDATE windlass.compatibility SET lowest_code = 99"));
        assertThatThrownBy(() -> catalogue().list(List.of(), 1))
                .isInstanceOf(StorageException.class)
                .hasMessageContaining("99");
    }
}
