package io.windlass.examples.crash;

import static org.assertj.core.api.Assertions.assertThat;

import io.windlass.embedded.Services;
import io.windlass.embedded.TemporaryDatabase;
import io.windlass.persistence.postgres.PostgresPersistence;
import java.util.UUID;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** That the check finds what it looks for: writes of two owners, planted. */
@Tag("services")
class OwnersCheckTest {
    private final TemporaryDatabase database = Services.shared().newDatabase("windlass_owners");
    private final Jdbi jdbi = Jdbi.create(database.url());
    private final UUID flow = UUID.randomUUID();
    private OwnersCheck check;
    private UUID first;
    private UUID second;

    @BeforeEach
    void make() {
        PostgresPersistence.builder().url(database.url()).open().close();
        check = new OwnersCheck(jdbi);
        first = owner();
        second = owner();
    }

    @AfterEach
    void drop() {
        database.close();
    }

    private UUID owner() {
        UUID id = UUID.randomUUID();
        jdbi.useHandle(handle -> handle.execute(
                "INSERT INTO windlass.owners (id, epoch, lease_until, name) VALUES (?, 1, now(), ?)",
                id,
                id.toString()));
        return id;
    }

    private void lose(UUID owner) {
        jdbi.useHandle(handle -> handle.execute(
                "UPDATE windlass.owners SET epoch = epoch + 1, taken_over = clock_timestamp() WHERE id = ?", owner));
    }

    /** As the engine does: what is there under that number stays as it is. */
    private void write(UUID owner, int number) {
        jdbi.useHandle(handle -> handle.execute(
                "INSERT INTO windlass.history (flow, sequence, round, attempt, from_state, to_state, owner)"
                        + " VALUES (?, ?, 1, 1, 'RUNNING', 'SUCCESS', ?) ON CONFLICT (flow, sequence) DO NOTHING",
                flow,
                number,
                owner));
    }

    @Test
    void aTakeoverIsRight() {
        write(first, 1);
        write(first, 2);
        write(first, 2);
        lose(first);
        write(second, 3);
        assertThat(check.wrong()).isEmpty();
        assertThat(check.written()).isEqualTo(4);
    }

    @Test
    void whatTheHistoryLeftOutIsFound() {
        write(first, 1);
        lose(first);
        write(second, 1);
        assertThat(check.wrong()).singleElement().asString().contains(": number 1 was written by ", " and ");
    }

    @Test
    void aWriteAfterTheEndOfItsEpochIsFound() {
        write(first, 1);
        lose(first);
        write(first, 2);
        assertThat(check.wrong())
                .singleElement()
                .asString()
                .contains("number 2 was written by " + first + ", whose epoch");
    }

    @Test
    void aWriteBesideALivingOwnerIsFound() {
        write(first, 1);
        write(second, 2);
        assertThat(check.wrong()).singleElement().asString().contains(second + " wrote number 2", "has not ended");
    }

    @Test
    void anOwnerThatComesBackIsFound() {
        write(first, 1);
        write(second, 2);
        write(first, 3);
        assertThat(check.wrong()).anySatisfy(line -> assertThat(line).contains(first + " wrote 2 times"));
    }
}
