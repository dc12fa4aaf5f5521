package io.windlass.proxy.amqp;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Command;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ShutdownSignalException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentNavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What was sent over one connection and is not yet confirmed. Whoever takes a message out of {@code inFlight}
 * decides what becomes of it, so that a confirm and the loss of the connection never both do.
 */
final class PublishSession {
    private static final Logger log = LoggerFactory.getLogger(PublishSession.class);
    /** A reader may have a message, and answer it, before the sender has its confirm. */
    private static final int FEW = 2;

    /** A return may come after its nack, but not after those of so many later messages. */
    private static final int LATE = 100;

    private final Connection connection;
    private final Channel confirmed;
    private final Channel plain;
    private final Ledger ledger;
    private final Unconfirmed inFlight = new Unconfirmed();
    private final ConcurrentNavigableMap<Long, Outgoing> nacked = new ConcurrentSkipListMap<>();

    /** Who keeps the account of what becomes of messages; called on the connection's thread, must not block. */
    interface Ledger {
        void settled(List<Outgoing> messages);

        /** Not stored; within milliseconds it may turn out that they were returned. */
        void refused(List<Outgoing> messages);

        void lost(PublishSession session, List<Outgoing> messages);

        void impossible(Outgoing message, RuntimeException why);

        /** The connection lives but is of no use; it has to be made again. */
        void useless(Connection connection);
    }

    PublishSession(Connection connection, Ledger ledger) throws IOException {
        this.connection = connection;
        this.ledger = ledger;
        confirmed = open(connection);
        plain = open(connection);
        // Not by confirmSelect: then the client, too, would keep account of each message.
        Command selected = confirmed.rpc(new AMQP.Confirm.Select.Builder().build());
        log.trace("confirms are on: {}", selected);
        confirmed.addConfirmListener(
                (tag, multiple) -> ledger.settled(take(tag, multiple)),
                (tag, multiple) -> nacked(tag, take(tag, multiple)));
        confirmed.addReturnListener(
                returned -> returned(Long.valueOf(returned.getProperties().getMessageId())));
        confirmed.addShutdownListener(this::closed);
        plain.addShutdownListener(this::closed);
    }

    private static Channel open(Connection connection) throws IOException {
        return connection
                .openChannel()
                .orElseThrow(() -> new IOException("the broker allows no more channels; raise its channel limit"));
    }

    /** {@return whether next to nothing is unconfirmed} */
    boolean isQuiet() {
        return inFlight.count() <= FEW;
    }

    /** Sends; only one thread at a time may. */
    void send(Outgoing message) {
        if (message.kind() == Outgoing.Kind.ANNOUNCE) {
            announce(message);
            return;
        }
        inFlight.add(message);
        try {
            publish(confirmed, message, true, Long.toString(message.number()));
        } catch (IOException | ShutdownSignalException e) {
            if (inFlight.take(message)) {
                ledger.lost(this, List.of(message));
            }
        } catch (RuntimeException e) {
            if (inFlight.take(message)) {
                ledger.impossible(message, e);
            }
            // Client and broker may count differently from here on.
            ledger.useless(connection);
        }
    }

    private void announce(Outgoing message) {
        try {
            publish(plain, message, false, null);
        } catch (IOException | RuntimeException e) {
            log.debug("an announcement for {} is dropped: {}", message.route(), AmqpErrors.text(e));
        }
    }

    private static void publish(Channel channel, Outgoing out, boolean mandatory, @Nullable String id)
            throws IOException {
        channel.basicPublish(
                out.route().exchange(),
                out.route().key(),
                mandatory,
                WireProperties.of(out.message(), out.kind() == Outgoing.Kind.PUBLISH, id),
                out.message().body());
    }

    private List<Outgoing> take(long tag, boolean multiple) {
        return multiple ? inFlight.takeUpTo(tag) : inFlight.take(tag);
    }

    /** Qpid both nacks and returns what has no queue, in either order; a nack alone says that it was not stored. */
    private void nacked(long tag, List<Outgoing> messages) {
        List<Outgoing> refused = new ArrayList<>();
        List<Outgoing> settled = new ArrayList<>();
        for (Outgoing message : messages) {
            if (message.isReturned()) {
                settled.add(message);
            } else {
                refused.add(message);
                nacked.put(message.number(), message);
            }
        }
        nacked.headMap(tag - LATE).clear();
        ledger.settled(settled);
        ledger.refused(refused);
    }

    private void returned(long number) {
        Outgoing message = inFlight.get(number);
        if (message == null) {
            message = nacked.remove(number);
        }
        if (message != null) {
            message.markReturned();
        }
    }

    private void closed(ShutdownSignalException cause) {
        if (!cause.isHardError() && !cause.isInitiatedByApplication()) {
            log.warn(
                    "the broker closed a publishing channel ({}); the connection is made again",
                    AmqpErrors.text(cause));
            ledger.useless(connection);
        }
        ledger.lost(this, take(Long.MAX_VALUE, true));
    }
}
