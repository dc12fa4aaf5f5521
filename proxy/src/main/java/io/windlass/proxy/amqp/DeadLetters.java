package io.windlass.proxy.amqp;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.GetResponse;
import io.windlass.failure.NotFoundException;
import io.windlass.proxy.ProxyException;
import io.windlass.proxy.Route;
import io.windlass.proxy.WireMessage;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The dead letters of a prefix, for operators and their tools. AMQP cannot look at a queue without taking from it: each
 * call takes what it wants to see and gives it back in its end, so two calls at once see a part each. Thread-safe. All
 * methods throw {@link ProxyException} when the broker is away for too long or refuses.
 */
public final class DeadLetters {
    private final String queue;
    private final Link link;
    private final Publisher publisher;

    DeadLetters(String queue, Link link, Publisher publisher) {
        this.queue = queue;
        this.link = link;
        this.publisher = publisher;
    }

    /**
     * What became of a call for letters to be sent again.
     *
     * @param moved those that are in their queues again
     * @param stuck those that are still here
     */
    public record Requeued(List<DeadLetter> moved, List<Stuck> stuck) {}

    /** A letter that could not be sent again, and why. */
    public record Stuck(DeadLetter letter, String why) {}

    /** One letter in this process's hands. */
    private record Held(Channel channel, GetResponse got, WireMessage message, DeadLetter letter) {
        void ack() throws IOException {
            channel.basicAck(got.getEnvelope().getDeliveryTag(), false);
        }
    }

    /** Takes letters, one by one; what it does not acknowledge goes back. */
    private interface Look {
        /** {@return whether to go on} */
        boolean at(Held held) throws IOException;
    }

    /**
     * {@return so many letters at most, the oldest first}
     *
     * @param limit from 1
     */
    public List<DeadLetter> list(int limit) {
        List<DeadLetter> letters = new ArrayList<>();
        look(held -> letters.add(held.letter()) && letters.size() < limit);
        return letters;
    }

    /** {@return a letter as it is, headers and body; empty when there is none of that id} */
    public Optional<WireMessage> read(String id) {
        List<WireMessage> found = new ArrayList<>();
        look(held -> !(held.letter().id().equals(id) && found.add(held.message())));
        return found.stream().findFirst();
    }

    /**
     * Sends one letter to the queue where it was: it is gone from here only when the broker has it there. A request is
     * marked as reissued, so that a worker asks its owner before it starts it.
     *
     * @throws NotFoundException when there is none of that id
     */
    public Requeued requeue(String id) {
        Requeued result = requeue(letter -> letter.id().equals(id), 1);
        if (result.moved().isEmpty() && result.stuck().isEmpty()) {
            throw missing(id);
        }
        return result;
    }

    /** Sends all letters that are here now to the queues where they were, as {@link #requeue} does. */
    public Requeued requeueAll() {
        return requeue(letter -> true, Integer.MAX_VALUE);
    }

    private Requeued requeue(Predicate<DeadLetter> which, int most) {
        Requeued result = new Requeued(new ArrayList<>(), new ArrayList<>());
        look(held -> {
            if (which.test(held.letter())) {
                String problem = send(held);
                if (problem == null) {
                    held.ack();
                    result.moved().add(held.letter());
                } else {
                    result.stuck().add(new Stuck(held.letter(), problem));
                }
            }
            return result.moved().size() + result.stuck().size() < most;
        });
        return result;
    }

    /** {@return why it could not be sent; null when the broker has it} */
    private @Nullable String send(Held held) {
        String to = held.letter().queue();
        if (to == null) {
            return "it has no header " + WireMessage.DEAD_FROM + " that says where it was";
        }
        try {
            publisher
                    .publish(new Route("", to), held.message().asRevived())
                    .toCompletableFuture()
                    .get(AmqpSettings.OPERATION_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
            return null;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ProxyException("interrupted while dead letters were sent again; look which are left", e);
        } catch (TimeoutException e) {
            throw new ProxyException("the broker does not confirm what is sent; look which letters are left", e);
        } catch (ExecutionException e) {
            return AmqpErrors.text(e.getCause() == null ? e : e.getCause());
        }
    }

    /**
     * Deletes one letter.
     *
     * @return the letter that was
     * @throws NotFoundException when there is none of that id
     */
    public DeadLetter drop(String id) {
        return drop(letter -> letter.id().equals(id), 1).stream().findFirst().orElseThrow(() -> missing(id));
    }

    /** Deletes all letters that are here now; {@return what they were} */
    public List<DeadLetter> dropAll() {
        return drop(letter -> true, Integer.MAX_VALUE);
    }

    private List<DeadLetter> drop(Predicate<DeadLetter> which, int most) {
        List<DeadLetter> dropped = new ArrayList<>();
        look(held -> {
            if (which.test(held.letter())) {
                held.ack();
                dropped.add(held.letter());
            }
            return dropped.size() < most;
        });
        return dropped;
    }

    private NotFoundException missing(String id) {
        return new NotFoundException("there is no dead letter " + id + " in '" + queue
                + "'; it may be in the hands of somebody else who looks just now");
    }

    /** Only at as many as there are now: what is put aside again meanwhile is not taken twice. */
    private void look(Look look) {
        link.call("look at the dead letters in '" + queue + "'", connection -> {
            try {
                return Topology.with(connection, channel -> {
                    boolean more = true;
                    for (int left = channel.queueDeclarePassive(queue).getMessageCount(); more && left > 0; left--) {
                        GetResponse got = channel.basicGet(queue, false);
                        more = got != null && look.at(held(channel, got));
                    }
                    return queue;
                });
            } catch (IOException e) {
                if (AmqpErrors.code(e) != AmqpErrors.NOT_FOUND) {
                    throw e;
                }
                return queue; // nobody has put anything aside yet
            }
        });
    }

    private static Held held(Channel channel, GetResponse got) {
        AMQP.BasicProperties properties = got.getProps();
        WireMessage message = WireProperties.read(properties, got.getBody());
        return new Held(channel, got, message, DeadLetter.of(message));
    }
}
