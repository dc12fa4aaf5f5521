package io.windlass.embedded;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import com.rabbitmq.client.GetResponse;
import com.rabbitmq.client.PossibleAuthenticationFailureException;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedBrokerTest {
    private static final long PATIENCE_SECONDS = 60;
    private static final int MANY_CHANNELS = 300;

    @TempDir
    private static Path folder;

    private static EmbeddedBroker broker;

    @BeforeAll
    static void start() {
        broker = EmbeddedBroker.start(folder);
    }

    @AfterAll
    static void stop() {
        broker.close();
    }

    @Test
    void carriesAMessage() throws Exception {
        try (var connection = connect(broker.url());
                var channel = connection.createChannel()) {
            channel.queueDeclare("queue", true, false, false, Map.of());
            channel.confirmSelect();
            channel.basicPublish("", "queue", null, "hello".getBytes(UTF_8));
            channel.waitForConfirmsOrDie(TimeUnit.SECONDS.toMillis(PATIENCE_SECONDS));

            assertThat(channel.basicGet("queue", true))
                    .extracting(GetResponse::getBody)
                    .isEqualTo("hello".getBytes(UTF_8));
        }
    }

    @Test
    void takesMoreChannelsThanQpidDoesByDefault() throws Exception {
        try (var connection = connect(broker.url())) {
            for (int i = 0; i < MANY_CHANNELS; i++) {
                assertThat(connection.createChannel()).as("channel %d", i).isNotNull();
            }
        }
    }

    @Test
    void refusesWhoDoesNotKnowThePassword() {
        var stranger = "amqp://windlass:guess@127.0.0.1:" + broker.port() + "/";
        // Not AuthenticationFailureException: Qpid may cut the connection before its reason has been read.
        assertThatThrownBy(() -> connect(stranger)).isInstanceOf(PossibleAuthenticationFailureException.class);
    }

    @Test
    void aTakenPortIsAnErrorThatNamesIt() {
        assertThatThrownBy(() -> EmbeddedBroker.start(folder, broker.port()))
                .isInstanceOf(EmbeddedException.class)
                .hasMessageContaining("port " + broker.port())
                .hasMessageContaining("WINDLASS_AMQP_URL");
    }

    @Test
    void aProbeTellsAnotherBrokerFromTheOneThatWasStarted() {
        assertThatThrownBy(() -> BrokerProbe.check(broker.url(), "windlass-another"))
                .isInstanceOf(EmbeddedException.class)
                .hasMessageContaining("instead of the embedded one");
    }

    @Test
    void closingCutsConnectionsAndARestartIsEmptyAtTheSameAddress() throws Exception {
        var before = Thread.getAllStackTraces().keySet();
        var first = EmbeddedBroker.start(folder);
        var connection = connect(first.url());
        connection.createChannel().queueDeclare("lost", true, false, false, Map.of());
        var cut = new CountDownLatch(1);
        connection.addShutdownListener(cause -> cut.countDown());

        try (var again = first.restart()) {
            assertThat(cut.await(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
            assertThat(again.url()).isEqualTo(first.url());
            var reconnected = connect(again.url());
            assertThatThrownBy(() -> reconnected.createChannel().queueDeclarePassive("lost"))
                    .hasStackTraceContaining("404");
            reconnected.close();
        }
        assertNothingIsLeft(before);
    }

    /** Neither files nor threads that would keep the JVM from ending. */
    private static void assertNothingIsLeft(Set<Thread> before) throws InterruptedException {
        List<Thread> left = Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> !before.contains(thread) && !thread.isDaemon())
                .toList();
        for (var thread : left) {
            thread.join(TimeUnit.SECONDS.toMillis(PATIENCE_SECONDS));
        }
        assertThat(left).noneMatch(Thread::isAlive);
        assertThat(folder).isEmptyDirectory();
    }

    private static Connection connect(String url) throws Exception {
        return factory(url).newConnection("embedded broker test");
    }

    private static ConnectionFactory factory(String url) throws GeneralSecurityException, URISyntaxException {
        var factory = new ConnectionFactory();
        factory.setUri(url);
        factory.setAutomaticRecoveryEnabled(false);
        factory.setRequestedChannelMax(0);
        return factory;
    }
}
