package io.windlass.persistence.postgres;

import static io.windlass.persistence.Samples.created;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.windlass.failure.FencedException;
import io.windlass.persistence.StoreState;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jdbi.v3.core.Handle;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("services")
class LeaseTest {
    private static final StoreFixture fixture = new StoreFixture("lease");
    private final PostgresPersistence process =
            fixture.open(builder -> builder.name("short").lease(Duration.ofSeconds(1)));

    @AfterAll
    static void drop() {
        fixture.close();
    }

    @AfterEach
    void closeProcesses() {
        fixture.closeProcesses();
    }

    private OffsetDateTime leaseUntil() {
        return fixture.jdbi()
                .withHandle(handle -> handle.createQuery("SELECT lease_until FROM windlass.owners WHERE id = :id")
                        .bind("id", process.owner().id())
                        .mapTo(OffsetDateTime.class)
                        .one());
    }

    @Test
    void itIsRenewedThoughConnectionsAreCut() {
        for (int i = 0; i < 3; i++) {
            OffsetDateTime before = leaseUntil();
            fixture.cutConnectionsOf("short");
            await().atMost(Duration.ofSeconds(60)).until(() -> leaseUntil().isAfter(before));
        }
    }

    @Test
    void whoCouldNotRenewJudgesNobodyForTheTimeOfALease() {
        PostgresPersistence judge =
                fixture.open(builder -> builder.name("judge").lease(Duration.ofSeconds(4)));
        PostgresPersistence other = fixture.open(builder -> builder.name("other"));
        other.save(created(UUID.randomUUID())).toCompletableFuture().join();
        try (Handle lock = fixture.shareOwner(judge.owner().id())) {
            await().atMost(Duration.ofSeconds(60)).until(() -> judge.state() == StoreState.OVERDUE);
            fixture.freeze(other);
            lock.rollback();
        }
        await().pollInterval(Duration.ofMillis(5))
                .atMost(Duration.ofSeconds(60))
                .until(() -> judge.state() == StoreState.LEASED);
        assertThat(judge.takeOver(10)).isEmpty();
        await().atMost(Duration.ofSeconds(60)).until(() -> !judge.takeOver(10).isEmpty());
    }

    @Test
    void anIdleProcessFindsOutThatItIsFenced() {
        CompletableFuture<Void> fenced = new CompletableFuture<>();
        process.onFenced(() -> fenced.complete(null));
        fixture.jdbi().useHandle(handle -> handle.execute("UPDATE windlass.owners SET epoch = epoch + 1"));
        fenced.orTimeout(60, TimeUnit.SECONDS).join();
        assertThat(process.save(created(UUID.randomUUID())).toCompletableFuture())
                .failsWithin(Duration.ofSeconds(60))
                .withThrowableThat()
                .withCauseInstanceOf(FencedException.class);
    }
}
