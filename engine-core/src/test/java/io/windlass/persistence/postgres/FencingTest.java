package io.windlass.persistence.postgres;

import static io.windlass.persistence.Samples.change;
import static io.windlass.persistence.Samples.created;
import static io.windlass.persistence.Samples.running;
import static io.windlass.persistence.Samples.started;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.windlass.failure.FencedException;
import io.windlass.persistence.Takeover;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** An old owner's open transaction and a takeover, interleaved both ways by row locks. */
@Tag("services")
class FencingTest {
    private static final StoreFixture fixture = new StoreFixture("fencing");
    private final UUID id = UUID.randomUUID();
    private final PostgresPersistence old = fixture.open(builder -> builder.name("old"));
    private final PostgresPersistence heir = fixture.open(builder -> builder.name("heir"));

    @AfterAll
    static void drop() {
        fixture.close();
    }

    @AfterEach
    void closeProcesses() {
        fixture.closeProcesses();
    }

    private static <T> T within(CompletableFuture<T> future) {
        return future.orTimeout(60, TimeUnit.SECONDS).join();
    }

    @Test
    void aTakeoverWaitsForTheOldOwnersOpenBatchAndSeesWhatItWrote() {
        within(old.save(created(id)).toCompletableFuture());
        fixture.freeze(old);
        CompletableFuture<Void> saved;
        CompletableFuture<List<Takeover>> takeover;
        try (Handle lock = fixture.lockFlow(id)) {
            saved = old.save(change(id, started("a"))).toCompletableFuture();
            fixture.awaitBlocked("old", "UPDATE \"windlass\".flows");
            takeover = CompletableFuture.supplyAsync(() -> heir.takeOver(10));
            fixture.awaitBlocked("heir", "UPDATE \"windlass\".owners");
            assertThat(saved).isNotDone();
            assertThat(takeover).isNotDone();
            lock.rollback();
        }
        within(saved);
        assertThat(within(takeover)).flatExtracting(Takeover::flows).containsExactly(id);
        assertThat(heir.load(id).orElseThrow().atoms()).hasSize(1);
    }

    /** The same where rows are not as they were said to be, so that the batch is written by statements that look first. */
    @Test
    void aTakeoverWaitsForTheOldOwnersCarefulBatchAndSeesWhatItWrote() {
        within(old.save(created(id)).toCompletableFuture());
        fixture.freeze(old);
        CompletableFuture<Void> saved;
        CompletableFuture<List<Takeover>> takeover;
        try (Handle lock = fixture.insertAtom(id, "a")) {
            saved = old.save(change(id, running("a"))).toCompletableFuture();
            fixture.awaitBlocked("old", "INSERT INTO \"windlass\".atoms AS a");
            takeover = CompletableFuture.supplyAsync(() -> heir.takeOver(10));
            fixture.awaitBlocked("heir", "UPDATE \"windlass\".owners");
            assertThat(saved).isNotDone();
            assertThat(takeover).isNotDone();
            lock.rollback();
        }
        within(saved);
        assertThat(within(takeover)).flatExtracting(Takeover::flows).containsExactly(id);
        assertThat(heir.load(id).orElseThrow().atoms()).hasSize(1);
    }

    /** Many times: what the fenced batch still does before it is rolled back must not be in the takeover's way. */
    @RepeatedTest(8)
    void aBatchThatComesAfterTheTakeoverBeganGetsNothingIn() {
        PostgresPersistence blocker = fixture.open(builder -> builder.name("blocker"));
        within(old.save(created(id)).toCompletableFuture());
        fixture.freeze(old);
        fixture.freeze(blocker);
        CompletableFuture<Void> saved;
        CompletableFuture<List<Takeover>> takeover;
        try (Handle lock = fixture.shareOwner(blocker.owner().id())) {
            takeover = CompletableFuture.supplyAsync(() -> heir.takeOver(10));
            fixture.awaitBlocked("heir", "UPDATE \"windlass\".owners");
            saved = old.save(change(id, started("a"))).toCompletableFuture();
            fixture.awaitBlocked("old", "FOR SHARE");
            assertThat(takeover).isNotDone();
            lock.rollback();
        }
        assertThatThrownBy(() -> within(saved)).cause().isInstanceOf(FencedException.class);
        assertThat(within(takeover)).flatExtracting(Takeover::flows).containsExactly(id);
        assertThat(heir.load(id).orElseThrow().atoms()).isEmpty();
    }

    @Test
    void aProcessThatFreezesInsideATransactionDoesNotHoldUpItsTakeover() throws Exception {
        OwnerRows frozen =
                new OwnerRows(new Schema("windlass"), Duration.ofMillis(200), new DatabaseClock(System::nanoTime));
        Handle handle = Jdbi.create(fixture.url()).open();
        frozen.register(handle, "frozen");
        handle.begin();
        frozen.lock(handle);
        awaitLeaseOf(frozen);
        within(CompletableFuture.supplyAsync(() -> heir.takeOver(10)));
        assertThatThrownBy(() -> handle.execute("SELECT 1")).isInstanceOf(JdbiException.class);
        handle.getConnection().close();
        fixture.jdbi()
                .useHandle(other -> assertThatThrownBy(() -> frozen.lock(other)).isInstanceOf(FencedException.class));
    }

    private void awaitLeaseOf(OwnerRows owner) {
        await().atMost(Duration.ofSeconds(60))
                .until(() -> fixture.jdbi()
                        .withHandle(handle -> handle.createQuery(
                                        "SELECT lease_until < clock_timestamp() FROM windlass.owners WHERE id = :id")
                                .bind("id", owner.owner().id())
                                .mapTo(Boolean.class)
                                .one()));
    }
}
