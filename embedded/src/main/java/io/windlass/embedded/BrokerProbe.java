package io.windlass.embedded;

import com.rabbitmq.client.ConnectionFactory;
import java.io.IOException;
import java.net.URISyntaxException;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.concurrent.TimeoutException;

/** Asks a broker over AMQP who it is: a start that nobody has talked to is no start. */
final class BrokerProbe {
    private static final Duration TIMEOUT = Duration.ofSeconds(30);

    private BrokerProbe() {}

    /** Fails unless a client can log in at this address and finds the server of this name there. */
    static void check(String url, String name) {
        try (var connection = factory(url).newConnection("windlass embedded broker probe")) {
            var found = String.valueOf(connection.getServerProperties().get("qpid.instance_name"));
            if (!found.equals(name)) {
                throw new EmbeddedException("Port " + connection.getPort() + " of 127.0.0.1 is answered by the broker "
                        + found + " instead of the embedded one that was just started; start it on another port.");
            }
        } catch (IOException | TimeoutException | GeneralSecurityException | URISyntaxException e) {
            throw new EmbeddedException(
                    "The embedded broker started, but a client could not log in: " + e
                            + ". Its log has the cause (logger org.apache.qpid).",
                    e);
        }
    }

    private static ConnectionFactory factory(String url) throws GeneralSecurityException, URISyntaxException {
        var factory = new ConnectionFactory();
        factory.setUri(url);
        factory.setAutomaticRecoveryEnabled(false);
        factory.setConnectionTimeout((int) TIMEOUT.toMillis());
        factory.setHandshakeTimeout((int) TIMEOUT.toMillis());
        return factory;
    }
}
