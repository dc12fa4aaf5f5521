package io.windlass.remote;

import static org.assertj.core.api.Assertions.assertThat;

import io.windlass.atom.Task;
import io.windlass.atom.TaskContext;
import io.windlass.atom.TaskType;
import io.windlass.embedded.Services;
import io.windlass.embedded.TemporaryDatabase;
import io.windlass.engine.Engine;
import io.windlass.flow.LinearFlow;
import io.windlass.persistence.postgres.PostgresPersistence;
import io.windlass.proxy.Delivery;
import io.windlass.proxy.Message;
import io.windlass.proxy.Proxy;
import io.windlass.proxy.RequestQueue;
import io.windlass.proxy.Response;
import io.windlass.proxy.amqp.AmqpProxy;
import io.windlass.state.FlowState;
import io.windlass.state.RequestName;
import io.windlass.worker.Worker;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * When a reply is acknowledged, its outcome is recorded, and the commit is on the database's disk. A trigger notes how far
 * the write-ahead log was when an outcome was written; at the acknowledgement the server is asked how much of it is flushed.
 */
@Tag("services")
@Timeout(180)
class RecordedBeforeAcknowledgedTest {
    private static final RequestQueue QUEUE = new RequestQueue("default", "test.step", 1);
    private static final int TASKS = 40;
    private static final String ASYNCHRONOUS = "&options=-c%20synchronous_commit=off";

    private final String prefix = "wdisk" + UUID.randomUUID().toString().substring(0, 8);
    private final List<Recorded> acknowledged = new CopyOnWriteArrayList<>();

    /** What the database has of an outcome whose reply is about to be acknowledged. */
    private enum Recorded {
        NOT,
        IN_MEMORY,
        ON_DISK
    }

    /** Says its name. */
    @TaskType("test.step")
    static final class Step extends Task {
        public String execute(TaskContext context) {
            return context.request().atom();
        }
    }

    /** A reply in the engine's hands. */
    private record Watched(Delivery delivery, RequestName request, Outcomes outcomes, List<Recorded> seen)
            implements Delivery {
        @Override
        public Message message() {
            return delivery.message();
        }

        @Override
        public boolean redelivered() {
            return delivery.redelivered();
        }

        @Override
        public CompletionStage<Void> bury(String reason, Map<String, Object> headers) {
            return delivery.bury(reason, headers);
        }

        @Override
        public void ack() {
            seen.add(outcomes.of(request));
            delivery.ack();
        }

        @Override
        public void requeue() {
            delivery.requeue();
        }
    }

    /** How far the log was when each outcome was written: before its commit, which is further on. */
    private record Outcomes(Handle handle) {
        void note() {
            handle.execute("CREATE TABLE outcomes (flow uuid, atom text, lsn pg_lsn)");
            handle.execute("CREATE FUNCTION note() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN"
                    + " INSERT INTO public.outcomes VALUES (NEW.flow, NEW.atom, pg_current_wal_insert_lsn());"
                    + " RETURN NULL; END $$");
            handle.execute("CREATE TRIGGER note AFTER INSERT ON windlass.history FOR EACH ROW"
                    + " WHEN (NEW.to_state = 'SUCCESS' AND NEW.atom IS NOT NULL) EXECUTE FUNCTION note()");
        }

        synchronized Recorded of(RequestName request) {
            return handle.createQuery("SELECT pg_current_wal_flush_lsn() > lsn FROM outcomes"
                            + " WHERE flow = :flow AND atom = :atom")
                    .bind("flow", request.flow())
                    .bind("atom", request.atom())
                    .mapTo(Boolean.class)
                    .findOne()
                    .map(flushed -> flushed ? Recorded.ON_DISK : Recorded.IN_MEMORY)
                    .orElse(Recorded.NOT);
        }
    }

    private AmqpProxy proxy(String name) {
        return AmqpProxy.builder(Services.shared().amqpUrl())
                .name(name)
                .prefix(prefix)
                .connect();
    }

    @Test
    void itsCommitIsOnTheDisk() {
        run("");
        assertThat(acknowledged).hasSize(TASKS).containsOnly(Recorded.ON_DISK);
    }

    /** Else the other test could not fail. */
    @Test
    void aCommitThatDoesNotWaitForTheDiskIsFoundOut() {
        run(ASYNCHRONOUS);
        assertThat(acknowledged).hasSize(TASKS).contains(Recorded.IN_MEMORY).doesNotContain(Recorded.NOT);
    }

    private void run(String settings) {
        try (AmqpProxy cleaner = proxy("cleaner")) {
            try (TemporaryDatabase database = Services.shared().newDatabase("windlass_disk");
                    PostgresPersistence store = PostgresPersistence.builder()
                            .url(database.url() + settings)
                            .open();
                    Handle handle = Jdbi.open(database.url());
                    AmqpProxy engine = proxy("engine");
                    AmqpProxy worker = proxy("worker")) {
                Outcomes outcomes = new Outcomes(handle);
                outcomes.note();
                run(store, watched(engine, outcomes), worker);
            } finally {
                cleaner.deleteAll(List.of(cleaner.naming().requestQueue(QUEUE)));
            }
        }
    }

    private Proxy watched(Proxy proxy, Outcomes outcomes) {
        return new FaultyProxy(
                proxy,
                message -> List.of(Duration.ZERO),
                delivery -> delivery.message() instanceof Response response
                        ? new Watched(delivery, response.name(), outcomes, acknowledged)
                        : delivery);
    }

    private static void run(PostgresPersistence store, Proxy engine, Proxy worker) {
        Task[] tasks = new Task[TASKS];
        for (int i = 0; i < TASKS; i++) {
            tasks[i] = new Step().named("step-" + i);
        }
        try (RemoteExecutor executor = new RemoteExecutor(engine, store, RemoteOptions.DEFAULT);
                Worker atWork =
                        Worker.builder(worker).register(Step.class).build().start()) {
            assertThat(atWork.name()).isNotEmpty();
            assertThat(executor.health().remarks()).isEqualTo(store.risks());
            assertThat(Engine.builder(LinearFlow.named("f").add(tasks))
                            .persistence(store)
                            .executor(executor)
                            .build()
                            .run())
                    .isEqualTo(FlowState.SUCCESS);
        }
    }
}
