package io.windlass.persistence.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.windlass.atom.Progress;
import io.windlass.atom.Tasks;
import io.windlass.engine.Engine;
import io.windlass.flow.LinearFlow;
import io.windlass.listener.DurationListener;
import io.windlass.listener.EventTimeListener;
import io.windlass.persistence.StoredAtom;
import io.windlass.state.FlowState;
import io.windlass.value.Value;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What tasks tell and listeners note is in the database, for whoever reads it there. */
@Tag("services")
@Timeout(120)
class ToldAndNotedTest {
    @Test
    void progressIsThereWhileATaskRunsAndNotesWhenTheFlowHasEnded() throws Exception {
        try (StoreFixture fixture = new StoreFixture("told")) {
            PostgresPersistence store = fixture.open();
            PostgresPersistence reader = fixture.open();
            CountDownLatch go = new CountDownLatch(1);
            Engine engine = Engine.builder(LinearFlow.named("f").add(Tasks.of("a", List.of(), given -> {
                        given.context().progress(0.25, Map.of("text", "\u0000 ä"));
                        return go.await(60, TimeUnit.SECONDS);
                    })))
                    .persistence(store)
                    .build();
            engine.notifier().register(new DurationListener(engine.storage()));
            engine.notifier().register(new EventTimeListener(engine.storage()));
            CompletableFuture<FlowState> end = engine.start();

            Progress told = new Progress(0.25, new Value("{\"text\":\"\\u0000 ä\"}"));
            await().ignoreExceptionsInstanceOf(NoSuchElementException.class) // it is not stored yet
                    .until(() -> atom(reader, engine).progress().equals(told));
            assertThat(engine.storage().progress("a")).isEqualTo(told);
            go.countDown();
            assertThat(end.get()).isEqualTo(FlowState.SUCCESS);

            assertThat(atom(reader, engine).progress()).isEqualTo(Progress.ALL);
            assertThat(atom(reader, engine).meta())
                    .containsOnlyKeys("duration", "RUNNING-timestamp", "SUCCESS-timestamp");
            assertThat(reader.load(engine.id()).orElseThrow().flow().meta())
                    .containsOnlyKeys("duration", "RUNNING-timestamp", "SUCCESS-timestamp");
        }
    }

    private static StoredAtom atom(PostgresPersistence reader, Engine engine) {
        return reader.load(engine.id()).orElseThrow().atoms().get(0);
    }
}
