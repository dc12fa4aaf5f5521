package io.windlass.bench.limit;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import com.rabbitmq.client.MessageProperties;
import io.windlass.bench.child.Part;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URISyntaxException;
import java.security.GeneralSecurityException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.AbstractExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.SocketFactory;

/** A connection to the broker with one channel. What comes is handled on the thread that reads from the socket. */
final class Link implements AutoCloseable {
    /** So many messages may be under way to a consumer. */
    static final int PREFETCH = 4096;

    private final Corked socket = new Corked();
    private final Connection connection;
    private final Channel channel;

    Link(Part part) throws IOException, TimeoutException {
        ConnectionFactory factory = new ConnectionFactory();
        try {
            factory.setUri(part.amqpUrl().replaceFirst("/$", ""));
        } catch (URISyntaxException | GeneralSecurityException e) {
            throw new IOException("the broker's URL is none", e);
        }
        factory.setAutomaticRecoveryEnabled(false);
        factory.setSocketFactory(new OneSocket());
        connection = factory.newConnection(new OnReader(), part.name());
        channel = connection.createChannel();
        channel.basicQos(PREFETCH);
    }

    Channel channel() {
        return channel;
    }

    static String requests(String prefix) {
        return prefix + ".limit.requests";
    }

    static String replies(String prefix) {
        return prefix + ".limit.replies";
    }

    void declare(Part part) throws IOException {
        Map<String, Object> arguments = part.quorum() ? Map.of("x-queue-type", "quorum") : Map.of();
        channel.queueDeclare(requests(part.prefix()), true, false, false, arguments);
        channel.queueDeclare(replies(part.prefix()), true, false, false, arguments);
    }

    /** Publishes persistent messages, all in one go. */
    synchronized void publish(String queue, Messages messages) throws IOException {
        socket.cork();
        try {
            for (int i = 0; i < messages.size(); i++) {
                channel.basicPublish(
                        "", queue, true, MessageProperties.MINIMAL_PERSISTENT_BASIC, Tag.bytes(messages.value(i)));
            }
        } finally {
            socket.uncork();
        }
    }

    @Override
    public void close() throws IOException {
        connection.close();
    }

    private final class OneSocket extends SocketFactory {
        @Override
        public Socket createSocket() {
            return socket;
        }

        @Override
        public Socket createSocket(String host, int port) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Socket createSocket(String host, int port, InetAddress from, int fromPort) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Socket createSocket(InetAddress host, int port) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Socket createSocket(InetAddress host, int port, InetAddress from, int fromPort) {
            throw new UnsupportedOperationException();
        }
    }

    /** Saves handing each message over to another thread: handlers here only take note of it. */
    private static final class OnReader extends AbstractExecutorService {
        @Override
        public void execute(Runnable action) {
            action.run();
        }

        @Override
        public void shutdown() {}

        @Override
        public List<Runnable> shutdownNow() {
            return List.of();
        }

        @Override
        public boolean isShutdown() {
            return false;
        }

        @Override
        public boolean isTerminated() {
            return false;
        }

        @Override
        public boolean awaitTermination(long timeout, TimeUnit unit) {
            return true;
        }
    }
}
