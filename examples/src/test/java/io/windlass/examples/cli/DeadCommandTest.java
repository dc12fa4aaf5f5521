package io.windlass.examples.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.windlass.atom.Task;
import io.windlass.atom.TaskType;
import io.windlass.embedded.Services;
import io.windlass.engine.Engine;
import io.windlass.flow.LinearFlow;
import io.windlass.persistence.Persistence;
import io.windlass.persistence.memory.MemoryPersistence;
import io.windlass.persistence.memory.MemoryStore;
import io.windlass.proxy.Address;
import io.windlass.proxy.Advert;
import io.windlass.proxy.RequestQueue;
import io.windlass.proxy.Subscription;
import io.windlass.proxy.WorkerState;
import io.windlass.proxy.amqp.AmqpProxy;
import io.windlass.remote.RemoteExecutor;
import io.windlass.remote.RemoteOptions;
import io.windlass.state.FlowState;
import io.windlass.worker.Worker;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Dead letters from the command line: of a flow whose first worker could not handle its request. */
@Tag("services")
@Timeout(180)
class DeadCommandTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final RequestQueue QUEUE = new RequestQueue("edge", "cli.greet", 1);

    private final String prefix = "windlass.cli." + UUID.randomUUID();
    private final AmqpProxy proxy = Brokers.connect(prefix);
    private final Persistence persistence = new MemoryPersistence(new MemoryStore());
    private final RemoteExecutor executor = new RemoteExecutor(proxy, persistence, RemoteOptions.DEFAULT);

    @TempDir
    private Path folder;

    @TaskType("cli.greet")
    static final class Greet extends Task {
        public String execute(String whom) {
            return "hello " + whom;
        }
    }

    @AfterEach
    void clean() {
        executor.close();
        persistence.close();
        proxy.close();
        Brokers.clean(prefix, List.of(QUEUE));
    }

    private Cli.Result dead(String... arguments) {
        String[] all = new String[arguments.length + 1];
        all[0] = "dead";
        System.arraycopy(arguments, 0, all, 1, arguments.length);
        return new Cli(Map.of("WINDLASS_AMQP_URL", Services.shared().amqpUrl(), "WINDLASS_PREFIX", prefix), folder)
                .run(all);
    }

    /** A flow that waits for a request that is among the dead letters. */
    private CompletableFuture<FlowState> flowWithADeadLetter() {
        CompletableFuture<FlowState> end = Engine.builder(
                        LinearFlow.named("f").add(new Greet().named("greet").provides("greeting")))
                .store("whom", "\u001b[31mworld")
                .persistence(persistence)
                .executor(executor)
                .build()
                .start();
        String queue = proxy.declareRequestQueue(QUEUE);
        Subscription broken = proxy.consume(queue, 1, delivery -> {
            throw new IllegalStateException("out of order\nfor now");
        });
        proxy.announce(
                Address.control("advert"),
                new Advert("broken", "edge", queue, Map.of("cli.greet", List.of("1.0")), 1, 1, WorkerState.RUNNING));
        await().atMost(PATIENCE)
                .until(() -> dead("list", "--json").done().json().size() == 1);
        broken.close();
        proxy.announce(
                Address.control("advert"), new Advert("broken", "edge", queue, Map.of(), 0, 0, WorkerState.GONE));
        return end;
    }

    @Test
    void aFlowGoesOnWhenItsRequestIsSentAgain() {
        CompletableFuture<FlowState> end = flowWithADeadLetter();
        JsonNode letter = dead("list", "--json").done().json().get(0);
        String id = letter.get("id").asText();
        assertThat(letter.fieldNames())
                .toIterable()
                .containsExactly("id", "at", "queue", "reason", "type", "request", "bytes");
        assertThat(letter.get("queue").asText()).isEqualTo(prefix + ".requests.edge.1.cli.greet");
        assertThat(letter.get("reason").asText()).isEqualTo("out of order\nfor now");
        assertThat(dead("list").done().out())
                .containsPattern("ID +AGE +TYPE +REQUEST +QUEUE +REASON\\R" + id
                        + " +PT[0-9M]+S +REQUEST +\\S+/greet/execute/1/1 +\\S+ +out of order for now\\R");
        assertThat(dead("show", id).done().out())
                .containsPattern("windlass-queue +" + prefix + ".requests.edge.1.cli.greet\\R")
                .contains("\"task_name\":\"greet\"");
        JsonNode shown = dead("show", id, "--json", "--max-bytes", "10").done().json();
        assertThat(shown.get("body").asText()).hasSize(10);
        assertThat(shown.get("cut").asBoolean()).isTrue();
        assertThat(shown.at("/headers/windlass-reason").asText()).contains("out of order");
        try (Worker worker = Worker.builder(proxy)
                .name("whole")
                .pool("edge")
                .register(Greet.class)
                .build()
                .start()) {
            JsonNode sent = dead("requeue", id, "--json").done().json();
            assertThat(sent.at("/requeued/0/id").asText()).isEqualTo(id);
            assertThat(sent.get("stuck")).isEmpty();
            assertThat(end.join()).isEqualTo(FlowState.SUCCESS);
            assertThat(worker.name()).isEqualTo("whole");
        }
        assertThat(dead("list", "--json").done().json()).isEmpty();
    }

    @Test
    void nothingIsDeletedUnlessThatIsSaidTwice() {
        CompletableFuture<FlowState> end = flowWithADeadLetter();
        String id = dead("list", "--json").done().json().get(0).get("id").asText();
        assertThat(dead("drop", id).failedInOneLine(2).err()).contains("--yes", id);
        assertThat(dead("drop", "--yes").failedInOneLine(2).err()).contains("--all");
        assertThat(dead("requeue").failedInOneLine(2).err()).contains("--all");
        assertThat(dead("drop", "0123", "--yes").failedInOneLine(1).err()).contains("no dead letter 0123");
        assertThat(dead("list", "--json").done().json()).hasSize(1);
        assertThat(dead("drop", "--all", "--yes").done().out()).isEqualTo("1 deleted" + System.lineSeparator());
        assertThat(dead("list", "--json").done().json()).isEmpty();
        assertThat(end).isNotDone();
    }

    @Test
    void whatCannotBeSentStaysAndIsToldOf() {
        CompletableFuture<FlowState> end = flowWithADeadLetter();
        proxy.deleteIfEmptyAndUnused(proxy.naming().requestQueue(QUEUE));
        Cli.Result result = dead("requeue", "--all");
        assertThat(result.status()).isEqualTo(1);
        assertThat(result.out()).contains("0 sent again, 1 left").contains("no queue takes messages");
        assertThat(dead("list", "--json").done().json()).hasSize(1);
        assertThat(end).isNotDone();
    }
}
