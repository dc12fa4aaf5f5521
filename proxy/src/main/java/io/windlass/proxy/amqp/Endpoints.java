package io.windlass.proxy.amqp;

import com.rabbitmq.client.AuthenticationFailureException;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/** The broker's addresses, tried in their order. The client's own recovery is off: {@link Link} does that. */
final class Endpoints {
    private static final int CONNECT_MILLIS = 5_000;
    private static final int HANDSHAKE_MILLIS = 10_000;
    private static final int RPC_MILLIS = 20_000;
    /** Larger than what the codec reads, so that what is too large is told and moved instead of cutting us off. */
    private static final int MAX_INBOUND_BYTES = 256 * 1024 * 1024;

    private final List<ConnectionFactory> factories = new ArrayList<>();

    Endpoints(List<String> urls, @Nullable SSLContext ssl, AmqpSettings settings) {
        if (urls.isEmpty()) {
            throw new IllegalArgumentException("no broker URL is given; give one like amqp://user:password@host:5672/");
        }
        urls.forEach(url -> factories.add(factory(url, ssl, settings)));
    }

    private static ConnectionFactory factory(String url, @Nullable SSLContext ssl, AmqpSettings settings) {
        ConnectionFactory factory = new ConnectionFactory();
        factory.setRequestedHeartbeat((int) settings.heartbeat().toSeconds()); // what the URL says wins
        try {
            locate(factory, new URI(url));
            if (factory.isSSL()) {
                // setUri has just chosen to trust everybody.
                factory.useSslProtocol(ssl == null ? SSLContext.getDefault() : ssl);
                factory.enableHostnameVerification();
            } else {
                factory.setSocketFactory(Gathering.sockets());
            }
        } catch (URISyntaxException | GeneralSecurityException | IllegalArgumentException e) {
            // The URL has a password, and so may the cause's message.
            throw new IllegalArgumentException("a broker URL is none; write amqp://user:password@host:5672/vhost");
        }
        factory.setAutomaticRecoveryEnabled(false);
        factory.setTopologyRecoveryEnabled(false);
        factory.setConnectionTimeout(CONNECT_MILLIS);
        factory.setHandshakeTimeout(HANDSHAKE_MILLIS);
        factory.setChannelRpcTimeout(RPC_MILLIS);
        factory.setMaxInboundMessageBodySize(MAX_INBOUND_BYTES);
        factory.setSharedExecutor(new OnTheSpot()); // a feed knows what may run there
        factory.setThreadFactory(task -> settings.thread(task, "io"));
        return factory;
    }

    /** Where the client takes a bare slash for a virtual host without a name, everybody means the default one. */
    static void locate(ConnectionFactory factory, URI url) throws URISyntaxException, GeneralSecurityException {
        factory.setUri(url);
        if (url.getRawPath() == null || url.getRawPath().length() <= 1) {
            factory.setVirtualHost(ConnectionFactory.DEFAULT_VHOST);
        }
    }

    /** Connects to the first that answers. */
    Connection connect(String name) throws IOException, TimeoutException {
        List<Exception> failures = new ArrayList<>();
        for (ConnectionFactory factory : factories) {
            try {
                return factory.newConnection(name);
            } catch (IOException | TimeoutException e) {
                if (AmqpErrors.refusesCredentials(e)) {
                    throw e instanceof AuthenticationFailureException refusal
                            ? refusal
                            : new AuthenticationFailureException(AmqpErrors.text(e));
                }
                failures.add(e);
            }
        }
        IOException failure = new IOException(AmqpErrors.text(failures.get(0)), failures.get(0));
        failures.stream().skip(1).forEach(failure::addSuppressed);
        throw failure;
    }

    /** {@return whether none of them is reached by TLS} */
    boolean arePlain() {
        return factories.stream().noneMatch(ConnectionFactory::isSSL);
    }

    /** {@return hosts and ports, for people} */
    String describe() {
        List<String> hosts = new ArrayList<>();
        factories.forEach(factory -> hosts.add(factory.getHost() + ":" + factory.getPort()));
        return String.join(", ", hosts);
    }
}
