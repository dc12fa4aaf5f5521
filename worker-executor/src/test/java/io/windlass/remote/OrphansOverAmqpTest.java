package io.windlass.remote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.windlass.atom.Outcome;
import io.windlass.atom.Task;
import io.windlass.atom.TaskContext;
import io.windlass.atom.TaskType;
import io.windlass.embedded.Services;
import io.windlass.embedded.TemporaryDatabase;
import io.windlass.engine.Engine;
import io.windlass.flow.LinearFlow;
import io.windlass.persistence.Orphan;
import io.windlass.persistence.OrphanState;
import io.windlass.persistence.Persistence;
import io.windlass.persistence.postgres.PostgresPersistence;
import io.windlass.proxy.Address;
import io.windlass.proxy.RequestQueue;
import io.windlass.proxy.Response;
import io.windlass.proxy.amqp.AmqpProxy;
import io.windlass.state.Action;
import io.windlass.state.FlowState;
import io.windlass.state.RequestName;
import io.windlass.value.Values;
import io.windlass.worker.Worker;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** With a real broker and database: a run that answers too late is kept, and what it did is undone by a worker. */
@Tag("services")
@Timeout(180)
class OrphansOverAmqpTest {
    private static final RequestQueue QUEUE = new RequestQueue("default", "test.create", 1);

    private final String prefix = "worph" + UUID.randomUUID().toString().substring(0, 8);
    private final List<String> undone = new CopyOnWriteArrayList<>();

    /** Makes something, each run a thing of its own. */
    @TaskType("test.create")
    static final class Create extends Task {
        private final List<String> undone;

        Create(List<String> undone) {
            this.undone = undone;
        }

        public String execute(TaskContext context) {
            return "made by " + context.runId();
        }

        public void revert(Outcome<String> outcome) {
            undone.add(outcome.toString());
        }
    }

    private AmqpProxy proxy(String name) {
        return AmqpProxy.builder(Services.shared().amqpUrl())
                .name(name)
                .prefix(prefix)
                .connect();
    }

    @Test
    void whatALateRunDidIsKeptAndUndone() {
        try (AmqpProxy cleaner = proxy("cleaner")) {
            try (TemporaryDatabase database = Services.shared().newDatabase("windlass_orphans");
                    Persistence store = PostgresPersistence.builder()
                            .url(database.url())
                            .name("engine")
                            .open();
                    AmqpProxy engine = proxy("engine");
                    AmqpProxy worker = proxy("worker");
                    RemoteExecutor executor = new RemoteExecutor(
                            engine, store, RemoteOptions.DEFAULT.withHeartbeat(Duration.ofMillis(200)));
                    Worker atWork = Worker.builder(worker)
                            .pool(QUEUE.pool())
                            .heartbeat(Duration.ofMillis(200))
                            .register(Create.class, () -> new Create(undone))
                            .build()
                            .start()) {
                assertThat(atWork.name()).isNotEmpty();
                keepsAndUndoes(store, engine, executor, cleaner);
            } finally {
                cleaner.deleteAll(List.of(cleaner.naming().requestQueue(QUEUE)));
            }
        }
    }

    private void keepsAndUndoes(Persistence store, AmqpProxy proxy, RemoteExecutor executor, AmqpProxy late) {
        Engine engine = Engine.builder(LinearFlow.named("f")
                        .add(new Create(undone).compensateOrphans().named("create")))
                .persistence(store)
                .executor(executor)
                .build();
        assertThat(engine.run()).isEqualTo(FlowState.SUCCESS);
        RequestName request = new RequestName(engine.id(), "create", Action.EXECUTE, 1, 1);
        String recorded = String.valueOf(
                store.loadAtom(engine.id(), "create").orElseThrow().runId());
        String replies = proxy.naming().replyQueue(store.owner().id().toString());
        for (String run : List.of(recorded, "late")) {
            Response response = new Response(request, run, "frozen", true, Values.write("made by " + run));
            late.publish(Address.queue(replies), response).toCompletableFuture().join();
        }
        await().until(() -> !store.orphans(engine.id()).isEmpty());
        assertThat(engine.compensateOrphans()).singleElement().satisfies(orphan -> {
            assertThat(orphan.runId()).isEqualTo("late");
            assertThat(orphan.state()).isEqualTo(OrphanState.COMPENSATED);
            assertThat(reverted(store, orphan)).isTrue();
        });
        assertThat(undone).containsExactly(new Outcome.Succeeded<>("made by late").toString());
        assertThat(engine.state()).isEqualTo(FlowState.SUCCESS);
    }

    private static boolean reverted(Persistence store, Orphan orphan) {
        return store.ownershipOf(orphan.compensation())
                .filter(flow -> flow.state() == FlowState.REVERTED)
                .isPresent();
    }
}
