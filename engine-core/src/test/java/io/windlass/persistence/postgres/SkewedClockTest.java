package io.windlass.persistence.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.windlass.atom.Attempts;
import io.windlass.atom.Backoff;
import io.windlass.atom.Tasks;
import io.windlass.engine.Engine;
import io.windlass.engine.EngineBuilder;
import io.windlass.flow.LinearFlow;
import io.windlass.persistence.Persistence;
import io.windlass.persistence.StoredFlow;
import io.windlass.state.FlowState;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Processes whose own clocks are hours behind the database's. */
@Tag("services")
@Timeout(120)
class SkewedClockTest {
    private static final StoreFixture fixture = new StoreFixture("skewed");
    private static final Duration TWO_HOURS = Duration.ofHours(2);

    private final AtomicInteger calls = new AtomicInteger();

    @AfterAll
    static void drop() {
        fixture.close();
    }

    /** {@return a process on a database whose clock is ahead of this machine's} */
    private static Persistence open(Duration ahead) {
        fixture.open().close(); // migrates
        fixture.jdbi()
                .useHandle(handle -> handle.execute("CREATE SCHEMA IF NOT EXISTS skewed; CREATE OR REPLACE FUNCTION"
                        + " skewed.clock_timestamp() RETURNS timestamptz LANGUAGE sql AS"
                        + " 'SELECT pg_catalog.clock_timestamp() + interval ''" + ahead.toSeconds() + " seconds'''"));
        String options = "&options=-c%20search_path=skewed,pg_catalog";
        return fixture.open(builder -> builder.url(fixture.url() + options).migrate(false));
    }

    private EngineBuilder flow() {
        return Engine.builder(LinearFlow.named("f")
                .add(Tasks.of("a", List.of(), given -> {
                            if (calls.incrementAndGet() == 1) {
                                throw new IllegalStateException("not yet");
                            }
                            return "done";
                        })
                        .attempts(Attempts.of(2).waiting(Backoff.fixed(TWO_HOURS)))));
    }

    @Test
    void aSuccessorWakesWhatWaitsByTheDatabasesTime() {
        Persistence first = open(Duration.ofHours(1));
        Engine engine = flow().persistence(first).build();
        CompletableFuture<FlowState> unused = engine.start();
        await().until(() -> first.loadAtom(engine.id(), "a")
                .filter(atom -> atom.due() != null)
                .isPresent());
        assertThat(first.loadAtom(engine.id(), "a").orElseThrow().due())
                .isAfter(Instant.now().plus(TWO_HOURS).plus(Duration.ofMinutes(30)));
        fixture.freeze(first);

        Persistence successor = open(Duration.ofHours(4)); // by that clock two hours have passed
        assertThat(successor.takeOver(1)).hasSize(1);
        StoredFlow stored = successor.load(engine.id()).orElseThrow();
        assertThat(flow().persistence(successor).resume(stored).build().run()).isEqualTo(FlowState.SUCCESS);
        assertThat(calls).hasValue(2);
    }
}
