package io.windlass.examples.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.windlass.embedded.Services;
import io.windlass.embedded.TemporaryDatabase;
import io.windlass.examples.flows.Example;
import io.windlass.examples.flows.Examples;
import io.windlass.examples.flows.Post;
import io.windlass.proxy.Naming;
import io.windlass.proxy.RequestQueue;
import io.windlass.proxy.amqp.AmqpProxy;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Each example on worker processes, on one broker and database; what is printed is checked fact by fact. */
@Tag("services")
@Timeout(600)
class RemoteExamplesTest {
    private static final Path LOGS = Path.of("target", "example-logs");

    /** Lines that must be there, in this order where one follows from the other. */
    private static final Map<String, List<String>> FACTS = Map.of(
            "linear",
            List.of(
                    "  debit SUCCESS on worker-1",
                    "  credit FAILURE on worker-1: account closed-bob takes no money",
                    "  debit REVERTED on worker-1",
                    "flow transfer REVERTED"),
            "graph",
            List.of("  c = \"abc\"", "  D SUCCESS on worker-1", "  d = \"ab+ac\""),
            "unordered",
            List.of("  hotel FAILURE on worker-1: no hotel is left", "flow trip REVERTED"),
            "calculation",
            List.of(
                    "  add SUCCESS on worker-1",
                    "  multiply SUCCESS",
                    "flow calculation SUCCESS",
                    "  sum = 7",
                    "  product = 70"),
            "create-volume",
            List.of(
                    "  record SUCCESS on catalogue-1",
                    "  backend SUCCESS on storage-1",
                    "  status = \"vol-1 is available at lvm:vol-1\"",
                    "  backend REVERTED on storage-1",
                    "  record REVERTED on catalogue-1",
                    "flow create-volume REVERTED"),
            "game-upgrade",
            List.of(
                    "  status = \"arena runs with database 2.0 and application 2.0\"",
                    "  upgrade-application FAILURE on host-1: checksum of 2.1-broken is wrong",
                    "  back-up REVERTED on database-1",
                    "  stop REVERTED on host-1",
                    "flow game-upgrade REVERTED"),
            "pipeline",
            List.of(
                    "  fetch SUCCESS on edge-1",
                    "  transcode SUCCESS on gpu-1",
                    "  publish SUCCESS on edge-1",
                    "  link = \"https://films.example/take-1.mp4\""));

    @Test
    void eachExampleEndsAsItMustAndLeavesNothingOnTheBroker() throws InterruptedException {
        assertThat(FACTS.keySet())
                .containsExactlyInAnyOrderElementsOf(
                        Examples.all().stream().map(Example::name).toList());
        for (Example example : Examples.all()) {
            String prefix = "windlass.cli." + UUID.randomUUID();
            try (TemporaryDatabase database = Services.shared().newDatabase("windlass_cli")) {
                StringWriter text = new StringWriter();
                boolean held = new RemoteStage(
                                Services.shared().amqpUrl(), database.url(), prefix, LOGS, new PrintWriter(text))
                        .play(example);
                System.out.println("--- " + example.name() + "\n" + text);
                assertThat(text.toString().lines().toList()).containsSubsequence(FACTS.get(example.name()));
                assertThat(held).isTrue();
                assertThat(left(prefix, example, database)).isEmpty();
            }
        }
    }

    private static List<String> left(String prefix, Example example, TemporaryDatabase database) {
        List<String> engines = Jdbi.create(database.url())
                .withHandle(handle -> handle.createQuery("SELECT DISTINCT owner FROM windlass.history")
                        .mapTo(String.class)
                        .list());
        assertThat(engines).hasSize(1);
        try (AmqpProxy proxy = Brokers.connect(prefix)) {
            Naming naming = proxy.naming();
            List<String> left = Stream.concat(
                            example.posts().stream()
                                    .flatMap(RemoteExamplesTest::queues)
                                    .map(naming::requestQueue),
                            engines.stream().map(naming::replyQueue))
                    .filter(proxy::queueExists)
                    .toList();
            proxy.deleteAll(left);
            return left;
        }
    }

    private static Stream<RequestQueue> queues(Post post) {
        return post.serves().stream().map(type -> new RequestQueue(post.pool(), type, 1));
    }
}
