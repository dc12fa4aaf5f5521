package io.windlass.examples.bench;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import com.rabbitmq.client.DeliverCallback;
import com.rabbitmq.client.MessageProperties;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentNavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * What broker and database can do at all, written by hand with nothing around it: chains of requests, each persistent
 * and confirmed, answered by a persistent and confirmed reply before it is acknowledged, and a row in a group commit
 * before the reply is acknowledged and the next request of the chain is sent. The product is measured against it.
 */
final class LimitLoop implements AutoCloseable {
    private static final int STEPS = 3;
    private static final int PREFETCH = 2_000;
    private static final byte[] BODY =
            "{\"task_cls\":\"bench.step\",\"arguments\":{\"count\":1}}".getBytes(StandardCharsets.UTF_8);

    private final List<Connection> connections = new ArrayList<>();
    private final BlockingQueue<Reply> replies = new LinkedBlockingQueue<>();
    private final String requests;
    private final String answers;
    private final Channel engineOut;
    private final Channel engineIn;
    private final java.sql.Connection database;
    private final Thread writer;
    private volatile Run run = new Run(0, 0);

    /** A reply that waits for its row. */
    private record Reply(long tag, int chain, int step) {}

    /** Chains to do: how many are started, and what is left. */
    private static final class Run {
        private final int chains;
        private final AtomicInteger started;
        private final CountDownLatch left;

        Run(int chains, int atOnce) {
            this.chains = chains;
            this.started = new AtomicInteger(atOnce);
            this.left = new CountDownLatch(chains);
        }
    }

    /** Queues of that prefix, of the kind that the product uses there, and a table of its own. */
    LimitLoop(String amqpUrl, String jdbcUrl, String prefix, Map<String, Object> queueArguments)
            throws IOException, TimeoutException, SQLException {
        requests = prefix + ".limit.requests";
        answers = prefix + ".limit.replies";
        engineOut = channel(amqpUrl);
        engineIn = channel(amqpUrl);
        for (String queue : List.of(requests, answers)) {
            engineOut.queueDeclare(queue, true, false, false, queueArguments);
        }
        engineOut.confirmSelect();
        engineIn.basicQos(PREFETCH);
        startWorker(channel(amqpUrl), channel(amqpUrl));
        engineIn.basicConsume(
                answers,
                false,
                (tag, delivery) -> take(delivery.getEnvelope().getDeliveryTag(), delivery.getProperties()),
                tag -> {});
        database = DriverManager.getConnection(jdbcUrl);
        database.setAutoCommit(false);
        try (var statement = database.createStatement()) {
            statement.execute("CREATE TABLE limit_rows (chain integer, step integer, result text)");
        }
        database.commit();
        writer = new Thread(this::write, "limit-writer");
        writer.setDaemon(true);
        writer.start();
    }

    private Channel channel(String url) throws IOException, TimeoutException {
        ConnectionFactory factory = new ConnectionFactory();
        try {
            factory.setUri(url.replaceFirst("/$", ""));
        } catch (java.net.URISyntaxException | java.security.GeneralSecurityException e) {
            throw new IOException("the broker's URL is none", e);
        }
        Connection connection = factory.newConnection("windlass bench limit");
        connections.add(connection);
        return connection.createChannel();
    }

    /** Replies, and acknowledges a request when its reply is confirmed. */
    private void startWorker(Channel in, Channel out) throws IOException {
        ConcurrentNavigableMap<Long, Long> unconfirmed = new ConcurrentSkipListMap<>();
        out.confirmSelect();
        out.addConfirmListener(
                (number, multiple) -> {
                    if (!multiple) {
                        in.basicAck(Objects.requireNonNull(unconfirmed.remove(number)), false);
                        return;
                    }
                    var confirmed = unconfirmed.headMap(number, true);
                    in.basicAck(confirmed.lastEntry().getValue(), true);
                    confirmed.clear();
                },
                (number, multiple) -> {
                    throw new IOException("the broker refused a reply");
                });
        in.basicQos(PREFETCH);
        DeliverCallback body = (tag, delivery) -> {
            unconfirmed.put(out.getNextPublishSeqNo(), delivery.getEnvelope().getDeliveryTag());
            out.basicPublish("", answers, true, delivery.getProperties(), delivery.getBody());
        };
        in.basicConsume(requests, false, body, tag -> {});
    }

    private synchronized void send(int chain, int step) throws IOException {
        AMQP.BasicProperties properties = MessageProperties.MINIMAL_PERSISTENT_BASIC
                .builder()
                .correlationId(chain + "/" + step)
                .build();
        engineOut.basicPublish("", requests, true, properties, BODY);
    }

    private void take(long tag, AMQP.BasicProperties properties) {
        String[] parts = properties.getCorrelationId().split("/", -1);
        replies.add(new Reply(tag, Integer.parseInt(parts[0]), Integer.parseInt(parts[1])));
    }

    /** Commits what there is, again and again, and goes on with the chains whose rows are stored. */
    private void write() {
        try (PreparedStatement insert = database.prepareStatement(
                "INSERT INTO limit_rows SELECT * FROM unnest(?::integer[], ?::integer[], ?::text[])")) {
            List<Reply> batch = new ArrayList<>();
            while (true) {
                batch.add(replies.take());
                replies.drainTo(batch);
                store(insert, batch);
                engineIn.basicAck(batch.get(batch.size() - 1).tag(), true);
                for (Reply reply : batch) {
                    goOn(reply);
                }
                batch.clear();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IOException | SQLException e) {
            throw new IllegalStateException("the limit loop broke", e);
        }
    }

    private void store(PreparedStatement insert, List<Reply> batch) throws SQLException {
        String[] results = new String[batch.size()];
        Arrays.fill(results, "1");
        insert.setArray(
                1,
                database.createArrayOf(
                        "integer", batch.stream().map(Reply::chain).toArray()));
        insert.setArray(
                2,
                database.createArrayOf(
                        "integer", batch.stream().map(Reply::step).toArray()));
        insert.setArray(3, database.createArrayOf("text", results));
        insert.executeUpdate();
        database.commit();
    }

    private void goOn(Reply reply) throws IOException {
        if (reply.step() < STEPS) {
            send(reply.chain(), reply.step() + 1);
            return;
        }
        Run now = run;
        int next = now.started.getAndIncrement();
        if (next < now.chains) {
            send(next, 1);
        }
        now.left.countDown();
    }

    /** Does so many chains of three, so many at once; {@return how long that took, in nanoseconds} */
    long run(int chains, int atOnce) throws IOException, InterruptedException {
        Run fresh = new Run(chains, atOnce);
        run = fresh;
        long start = System.nanoTime();
        for (int chain = 0; chain < Math.min(chains, atOnce); chain++) {
            send(chain, 1);
        }
        fresh.left.await();
        return System.nanoTime() - start;
    }

    @Override
    public void close() throws IOException, SQLException {
        writer.interrupt();
        for (String queue : List.of(requests, answers)) {
            engineOut.queueDelete(queue);
        }
        for (Connection connection : connections) {
            connection.close();
        }
        database.close();
    }
}
