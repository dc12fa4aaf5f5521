package io.windlass.persistence.postgres;

import static io.windlass.persistence.Samples.change;
import static io.windlass.persistence.Samples.created;
import static io.windlass.persistence.Samples.running;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.windlass.persistence.StoreState;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jdbi.v3.core.Handle;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Tag("services")
@Timeout(300)
class StoreMetersTest {
    private static final int TOGETHER = 7;
    private static final StoreFixture fixture = new StoreFixture("storemeters");

    private final MeterRegistry registry = new SimpleMeterRegistry();

    @AfterAll
    static void drop() {
        fixture.close();
    }

    @AfterEach
    void closeProcesses() {
        fixture.closeProcesses();
    }

    private PostgresPersistence open(Duration lease) {
        return fixture.open(builder -> builder.name("metered").lease(lease).meters(registry));
    }

    private static void within(CompletableFuture<?> future) {
        future.orTimeout(60, TimeUnit.SECONDS).join();
    }

    @Test
    void aBatchIsMeasuredByItsChangesItsRowsAndItsTime() {
        PostgresPersistence store = open(StoreFixture.LONG_LEASE);
        UUID held = UUID.randomUUID();
        within(store.save(created(held)).toCompletableFuture());
        List<CompletableFuture<Void>> saves = new ArrayList<>();
        try (Handle lock = fixture.lockFlow(held)) {
            saves.add(store.save(change(held, running("a"))).toCompletableFuture());
            fixture.awaitBlocked("metered", "UPDATE \"windlass\".flows");
            for (int i = 0; i < TOGETHER; i++) {
                saves.add(store.save(created(UUID.randomUUID())).toCompletableFuture());
            }
            lock.rollback();
        }
        saves.forEach(StoreMetersTest::within);
        assertThat(registry.get("windlass.store.commit").timer().count()).isEqualTo(3);
        assertThat(registry.get("windlass.store.commit").timer().max(TimeUnit.NANOSECONDS))
                .isPositive();
        assertThat(registry.get("windlass.store.commit.changes").summary().max())
                .isEqualTo(TOGETHER);
        assertThat(registry.get("windlass.store.commit.changes").summary().totalAmount())
                .isEqualTo(2 + TOGETHER);
        assertThat(registry.get("windlass.store.commit.rows").summary().totalAmount())
                .isGreaterThanOrEqualTo(2 + TOGETHER);
        assertThat(registry.get("windlass.store.fenced").counter().count()).isZero();
    }

    @Test
    void theAgeOfTheLeaseFallsWithEachRenewalAndIsGoneWithTheStore() {
        PostgresPersistence store = open(Duration.ofMillis(300));
        Gauge age = registry.get("windlass.store.lease.age").gauge();
        double first = age.value();
        assertThat(first).isNotNegative();
        await().until(() -> age.value() > first);
        await().until(() -> age.value() < 0.05);
        assertThat(store.state()).isEqualTo(StoreState.LEASED);
        store.close();
        assertThat(registry.find("windlass.store.lease.age").gauge()).isNull();
        assertThat(store.state()).isEqualTo(StoreState.CLOSED);
    }

    @Test
    void writesThatTheFenceRefusesAreCounted() {
        PostgresPersistence store = open(StoreFixture.LONG_LEASE);
        within(store.save(created(UUID.randomUUID())).toCompletableFuture());
        fixture.jdbi().useHandle(handle -> handle.execute("UPDATE windlass.owners SET epoch = epoch + 1"));
        for (int i = 1; i <= 2; i++) {
            assertThat(store.save(created(UUID.randomUUID())).toCompletableFuture())
                    .failsWithin(Duration.ofSeconds(60));
            assertThat(registry.get("windlass.store.fenced").counter().count()).isEqualTo(i);
        }
        assertThat(store.state()).isEqualTo(StoreState.FENCED);
    }

    @Test
    void aLeaseThatCannotBeRenewedIsOverdueUntilTheDatabaseIsBack() {
        PostgresPersistence store = open(Duration.ofMillis(300));
        Gauge age = registry.get("windlass.store.lease.age").gauge();
        try (Handle lock = fixture.jdbi().open().begin()) {
            lock.execute("SELECT id FROM windlass.owners FOR UPDATE");
            await().until(() -> store.state() == StoreState.OVERDUE);
            assertThat(age.value()).isGreaterThan(0.3);
            lock.rollback();
        }
        await().until(() -> store.state() == StoreState.LEASED);
    }
}
