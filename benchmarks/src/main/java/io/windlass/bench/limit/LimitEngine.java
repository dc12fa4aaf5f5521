package io.windlass.bench.limit;

import io.windlass.bench.child.Load;
import io.windlass.bench.child.Member;
import io.windlass.bench.child.Part;
import java.io.IOException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What broker and database need at the least, by hand: for each task a persistent confirmed request, and a row that is
 * committed, with those of other tasks, before the reply is acknowledged and the next request of the chain is sent. A
 * second writer gathers and stores what comes while the first one's commit is under way.
 */
public final class LimitEngine implements Member {
    private static final Logger LOG = LoggerFactory.getLogger(LimitEngine.class);
    private static final int WRITERS = 2;
    private static final long CONFIRM_MILLIS = 30_000;

    private final Part part;
    private final Link in;
    private final Link out;
    private final Inbox replies = new Inbox();
    private final List<Rows> rows = new ArrayList<>();
    private final Turns turns = new Turns();
    private volatile Chains chains = new Chains(Load.chainsOf(1, 1));

    /** One at work. */
    public LimitEngine(Part part) throws IOException, TimeoutException, SQLException {
        this.part = part;
        in = new Link(part);
        out = new Link(part);
        out.declare(part);
        out.channel().confirmSelect();
        Rows.create(part);
        for (int i = 0; i < WRITERS; i++) {
            Rows connection = new Rows(part);
            rows.add(connection);
            Loop.start("limit-writer-" + i, () -> write(connection));
        }
        in.channel()
                .basicConsume(
                        Link.replies(part.prefix()),
                        false,
                        (consumer, delivery) -> replies.add(
                                Tag.read(delivery.getBody()),
                                delivery.getEnvelope().getDeliveryTag()),
                        consumer -> LOG.error("The queue of replies is gone"));
    }

    /** {@return the queues of loops of that prefix} Whoever began them deletes them. */
    public static List<String> queues(String prefix) {
        return List.of(Link.requests(prefix), Link.replies(prefix));
    }

    /** Batches are taken, and acknowledged, in the order in which they came. */
    private void write(Rows connection) throws Exception {
        Messages batch = new Messages();
        Messages requests = new Messages();
        while (true) {
            long turn;
            synchronized (replies) {
                batch = replies.take(batch);
                turn = turns.next();
            }
            connection.store(chains, batch);
            turns.await(turn);
            in.channel().basicAck(batch.newestTag(), true);
            requests.clear();
            for (int i = 0; i < batch.size(); i++) {
                chains.goOn(batch.value(i), requests);
            }
            out.publish(Link.requests(part.prefix()), requests);
            turns.done();
        }
    }

    @Override
    public Map<String, Double> run(Load load) throws IOException, InterruptedException, TimeoutException {
        Chains fresh = new Chains(load);
        Messages first = fresh.first();
        chains = fresh;
        out.publish(Link.requests(part.prefix()), first);
        Map<String, Double> figures = fresh.await(load);
        out.channel().waitForConfirmsOrDie(CONFIRM_MILLIS);
        return figures;
    }

    @Override
    public void close() throws IOException, SQLException {
        in.close();
        out.close();
        for (Rows connection : rows) {
            connection.close();
        }
    }
}
