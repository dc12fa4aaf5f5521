package io.windlass.job.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import io.windlass.job.BoardCost;
import io.windlass.job.Jobboard;
import io.windlass.persistence.postgres.PostgresPersistenceBuilder;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Measures, prints and asserts nothing of time. */
@Tag("chaos")
class PostgresCostTest {
    private static final Duration IDLE = Duration.ofSeconds(40);

    private final BoardFixture fixture = new BoardFixture("cost");

    @AfterEach
    void drop() {
        fixture.close();
    }

    @Test
    void claimsASecond() {
        assertThat(BoardCost.measure("PostgreSQL", 10_000, fixture::open)).isEqualTo(10_000);
    }

    @Test
    void statementsOfAnIdleBoard() {
        List<Jobboard> boards = Stream.<Jobboard>generate(
                        () -> fixture.open(builder -> builder.lease(PostgresPersistenceBuilder.DEFAULT_LEASE)))
                .limit(2)
                .toList();
        // So that what opening them took is counted before.
        awaitNothing(boards, Duration.ofSeconds(10));
        long before = transactions();
        awaitNothing(boards, IDLE);
        double each = (transactions() - before) / (double) boards.size() / IDLE.toSeconds();
        System.out.printf(
                "PostgreSQL: %.2f transactions a second of each idle process that waits, lease included%n", each);
    }

    private static void awaitNothing(List<Jobboard> boards, Duration time) {
        List<CompletableFuture<Boolean>> waiting = boards.stream()
                .map(board -> CompletableFuture.supplyAsync(() -> claimsNothing(board, time)))
                .toList();
        assertThat(waiting).allMatch(CompletableFuture::join);
    }

    private static boolean claimsNothing(Jobboard board, Duration time) {
        try {
            return board.claimNext("w", time).isEmpty();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Sessions tell of theirs a second later at most, when they are idle. */
    private long transactions() {
        return fixture.jdbi()
                .withHandle(handle -> handle.createQuery("SELECT xact_commit + xact_rollback FROM pg_stat_database"
                                + " WHERE datname = current_database()")
                        .mapTo(Long.class)
                        .one());
    }
}
