package io.windlass.persistence.postgres;

import static io.windlass.persistence.Samples.change;
import static io.windlass.persistence.Samples.created;
import static io.windlass.persistence.Samples.ended;
import static io.windlass.persistence.Samples.flow;
import static io.windlass.persistence.Samples.flowEntry;
import static io.windlass.persistence.Samples.running;
import static io.windlass.persistence.Samples.started;
import static io.windlass.persistence.Samples.succeeded;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.windlass.persistence.AtomChange;
import io.windlass.persistence.AtomKind;
import io.windlass.persistence.FlowChange;
import io.windlass.persistence.FlowRecord;
import io.windlass.persistence.HistoryEntry;
import io.windlass.persistence.Samples;
import io.windlass.persistence.StoredAtom;
import io.windlass.persistence.StoredFlow;
import io.windlass.state.AtomState;
import io.windlass.state.FlowState;
import io.windlass.state.Intention;
import io.windlass.value.Value;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What one statement writes; what it refuses whole; and that a store which is told rightly what is new needs no other. */
@Tag("services")
class GroupStatementTest {
    private static final StoreFixture fixture = new StoreFixture("groupstatement");
    private final PostgresPersistence store = fixture.open();
    private final GroupStatement group = new GroupStatement(new Schema("windlass"), store.owner());
    private final UUID id = UUID.randomUUID();
    private Connection connection;

    @BeforeEach
    void connect() throws SQLException {
        connection = DriverManager.getConnection(fixture.url());
    }

    @AfterEach
    void closeProcesses() throws SQLException {
        connection.close();
        fixture.closeProcesses();
    }

    @AfterAll
    static void drop() {
        fixture.close();
    }

    private boolean write(FlowChange... changes) throws SQLException {
        return group.run(connection, Batch.of(List.of(changes)));
    }

    private static void save(PostgresPersistence process, FlowChange change) {
        process.save(change).toCompletableFuture().join();
    }

    @Test
    void allThatAFlowGoesThroughIsWritten() throws SQLException {
        UUID other = UUID.randomUUID();
        assertThat(write(created(id), change(id, started("a"), started("b")))).isTrue();
        assertThat(write(created(other), change(id, succeeded("a", "[1]"), started("c"))))
                .isTrue();
        FlowChange described = new FlowChange(
                flow(id, FlowState.SUCCESS, 2), false, true, List.of(running("a")), List.of(flowEntry(2)));
        assertThat(write(described, ended(other, FlowState.FAILURE))).isTrue();
        StoredFlow stored = store.load(id).orElseThrow();
        assertThat(stored.flow()).isEqualTo(described.flow());
        assertThat(stored.atoms()).extracting(StoredAtom::name).containsExactlyInAnyOrder("a", "b", "c");
        assertThat(stored.atoms()).filteredOn(atom -> atom.name().equals("a")).allSatisfy(atom -> {
            assertThat(atom.state()).isEqualTo(AtomState.RUNNING);
            assertThat(atom.result()).isEqualTo(new Value("[1]"));
        });
        assertThat(fixture.history(id)).containsExactly(flowEntry(1), flowEntry(2));
        assertThat(store.load(other).orElseThrow().flow().state()).isEqualTo(FlowState.FAILURE);
    }

    @Test
    void manyRowsOfOneFlowAreWrittenAtOnce() throws SQLException {
        int count = 3_000;
        AtomChange[] started =
                IntStream.range(0, count).mapToObj(i -> started("atom" + i)).toArray(AtomChange[]::new);
        AtomChange[] ended = IntStream.range(0, count)
                .mapToObj(i -> succeeded("atom" + i, "" + i))
                .toArray(AtomChange[]::new);
        assertThat(write(created(id), change(id, started))).isTrue();
        assertThat(write(change(id, ended))).isTrue();
        assertThat(store.load(id).orElseThrow().atoms())
                .hasSize(count)
                .allSatisfy(atom -> assertThat("atom" + atom.result()).isEqualTo(atom.name()));
    }

    /** What is wrong in here the store would hide: it writes by other statements what this one is refused. */
    @Test
    void allColumnsAreWrittenAndReadBack() throws SQLException {
        Instant time = Instant.parse("2026-01-02T03:04:05.678901Z");
        Map<String, Value> meta = Map.of("käse", new Value("\"\\u0000 \uD83E\uDDC0\""));
        FlowRecord flow = new FlowRecord(
                id, "flöw", UUID.randomUUID(), FlowState.SUSPENDED, Map.of("x", new Value("1.50")), meta, 7, time);
        StoredAtom atom = new StoredAtom(
                "ätom \"{,}\\",
                AtomKind.RETRY,
                "2.1",
                AtomState.REVERT_FAILURE,
                Intention.REVERT,
                3,
                4,
                new Value("[1, \"\"]"),
                new Value("{\"f\":1}"),
                new Value("{\"r\":2}"),
                "worker",
                "run",
                meta,
                time,
                time.plusSeconds(1),
                time.plusSeconds(2));
        HistoryEntry entry = new HistoryEntry(7, atom.name(), 3, 4, "REVERTING", "REVERT_FAILURE", "worker", "run");
        AtomChange whole = new AtomChange(atom, true, true, true);
        assertThat(write(new FlowChange(flow, true, true, List.of(whole), List.of(entry)), created(UUID.randomUUID())))
                .isTrue();
        assertThat(store.load(id)).contains(new StoredFlow(flow, List.of(atom)));
        assertThat(fixture.history(id)).containsExactly(entry);
        AtomChange again = new AtomChange(Samples.atom(atom.name(), AtomState.RUNNING, null), false, false, false);
        assertThat(write(change(id, again))).isTrue();
        assertThat(store.loadAtom(id, atom.name()).orElseThrow()).satisfies(kept -> {
            assertThat(kept.state()).isEqualTo(AtomState.RUNNING);
            assertThat(kept.worker()).isNull();
            assertThat(kept.due()).isNull();
            assertThat(kept.meta()).isEqualTo(meta);
            assertThat(List.of(kept.result(), kept.failure(), kept.revertFailure()))
                    .isEqualTo(List.of(atom.result(), atom.failure(), atom.revertFailure()));
        });
    }

    @Test
    void whatIsNotAsItWasSaidToBeIsRefusedWithAllTheRest() throws SQLException {
        write(created(id), change(id, started("a")));
        UUID strange = UUID.randomUUID();
        save(fixture.open(), created(strange));
        List<FlowChange> wrong = new ArrayList<>();
        wrong.add(change(id, started("a")));
        wrong.add(change(id, running("absent")));
        wrong.add(created(id));
        wrong.add(created(strange));
        wrong.add(ended(strange, FlowState.FAILURE));
        wrong.add(ended(UUID.randomUUID(), FlowState.FAILURE));
        wrong.add(new FlowChange(flow(id, FlowState.RUNNING, 1), false, false, List.of(), List.of(flowEntry(1))));
        wrong.add(change(id, succeeded("a", "{")));
        for (FlowChange change : wrong) {
            UUID good = UUID.randomUUID();
            assertThatThrownBy(() -> write(created(good), change, ended(good, FlowState.SUCCESS)))
                    .as("%s", change)
                    .isInstanceOf(SQLException.class)
                    .satisfies(error -> assertThat(SqlErrors.isRefusal(error)).isTrue());
            assertThat(store.load(good)).isEmpty();
        }
        assertThat(store.load(id).orElseThrow().atoms())
                .singleElement()
                .satisfies(atom -> assertThat(atom.state()).isEqualTo(AtomState.RUNNING));
        assertThat(store.load(strange).orElseThrow().flow().state()).isEqualTo(FlowState.RUNNING);
    }

    /** The same, by the store: it looks first then, and what can be recorded is. */
    @Test
    void whatIsWrittenAgainOrWithAWrongGuessIsRecordedAllTheSame() {
        FlowChange first = created(id);
        save(store, first);
        save(store, first);
        save(store, change(id, started("a"), running("absent")));
        save(store, change(id, started("a"), succeeded("b", "1")));
        assertThat(store.load(id).orElseThrow().atoms())
                .extracting(StoredAtom::name)
                .containsExactlyInAnyOrder("a", "absent", "b");
        assertThat(fixture.history(id)).containsExactly(flowEntry(1));
    }

    @Test
    void withAnotherEpochNothingIsWritten() throws SQLException {
        assertThat(write(created(id))).isTrue();
        fixture.jdbi()
                .useHandle(handle -> handle.execute(
                        "UPDATE windlass.owners SET epoch = epoch + 1 WHERE id = ?",
                        store.owner().id()));
        UUID late = UUID.randomUUID();
        assertThat(write(created(late), change(id, started("a")))).isFalse();
        assertThat(store.load(late)).isEmpty();
        assertThat(store.load(id).orElseThrow().atoms()).isEmpty();
        assertThat(fixture.history(late)).isEmpty();
    }

    @Test
    void aConnectionThatDoesNotCommitByItselfIsMadeToDoSoMeanwhile() throws SQLException {
        connection.setAutoCommit(false);
        assertThat(write(created(id))).isTrue();
        assertThat(store.load(id)).isPresent();
        assertThat(connection.getAutoCommit()).isFalse();
    }
}
