package io.windlass.bench.limit;

import com.rabbitmq.client.Channel;
import io.windlass.bench.child.Load;
import io.windlass.bench.child.Member;
import io.windlass.bench.child.Part;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Answers each request with a persistent reply, and acknowledges it when the broker has confirmed that. The queues must be
 * there.
 */
public final class LimitWorker implements Member {
    private static final Logger LOG = LoggerFactory.getLogger(LimitWorker.class);

    private final Link in;
    private final Link out;
    private final String replies;
    private final Inbox requests = new Inbox();
    private final Confirms confirms = new Confirms();

    /** One at work. */
    public LimitWorker(Part part) throws IOException, TimeoutException {
        in = new Link(part);
        out = new Link(part);
        replies = Link.replies(part.prefix());
        out.channel().confirmSelect();
        out.channel().addConfirmListener(confirms::confirmed, confirms::refused);
        Loop.start("limit-answer", this::answer);
        Loop.start("limit-ack", this::acknowledge);
        in.channel()
                .basicConsume(
                        Link.requests(part.prefix()),
                        false,
                        (consumer, delivery) -> requests.add(
                                Tag.read(delivery.getBody()),
                                delivery.getEnvelope().getDeliveryTag()),
                        consumer -> LOG.error("The queue of requests is gone"));
    }

    private void answer() throws IOException, InterruptedException {
        Messages batch = new Messages();
        while (true) {
            batch = requests.take(batch);
            out.publish(replies, batch);
        }
    }

    /** The nth message that was delivered is answered by the nth that was published, so the numbers are the tags. */
    private void acknowledge() throws IOException, InterruptedException {
        Channel channel = in.channel();
        long done = 0;
        while (true) {
            done = confirms.after(done);
            channel.basicAck(done, true);
        }
    }

    @Override
    public Map<String, Double> run(Load load) {
        throw new UnsupportedOperationException("a worker waits for requests, and begins nothing");
    }

    @Override
    public void close() throws IOException {
        in.close();
        out.close();
    }
}
