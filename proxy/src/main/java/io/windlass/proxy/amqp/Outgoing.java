package io.windlass.proxy.amqp;

import io.windlass.proxy.Route;
import io.windlass.proxy.UnroutableException;
import io.windlass.proxy.WireMessage;
import java.util.concurrent.CompletableFuture;

/** A message on its way to the broker. Belongs to one thread at a time: whoever took it out of where it was. */
final class Outgoing {
    enum Kind {
        /** Persistent, repeated until it is confirmed. */
        PUBLISH,
        /** Transient, confirmed, tried once. */
        PROBE,
        /** Transient, forgotten once it is sent. */
        ANNOUNCE
    }

    private final Kind kind;
    private final Route route;
    private final CompletableFuture<Boolean> done = new CompletableFuture<>();
    private WireMessage message;
    private volatile boolean returned;
    private int refusals;

    Outgoing(Kind kind, Route route, WireMessage message) {
        this.kind = kind;
        this.route = route;
        this.message = message;
    }

    Kind kind() {
        return kind;
    }

    Route route() {
        return route;
    }

    WireMessage message() {
        return message;
    }

    /** Completes with true when a queue has it, with false when none took it. */
    CompletableFuture<Boolean> done() {
        return done;
    }

    /** The same, where none is a failure; the failure is given as it is, not wrapped. */
    CompletableFuture<Void> stored() {
        CompletableFuture<Void> stored = new CompletableFuture<>();
        var unused = done.whenComplete((routed, error) -> {
            if (error != null) {
                stored.completeExceptionally(error);
            } else if (routed) {
                stored.complete(null);
            } else {
                stored.completeExceptionally(new UnroutableException(route));
            }
        });
        return stored;
    }

    void markReturned() {
        returned = true;
    }

    boolean isReturned() {
        return returned;
    }

    /** The broker may have it already when it is sent again. */
    void markReissued() {
        message = message.asReissued();
    }

    /** {@return how often the broker refused it, this time included} */
    int countRefusal() {
        return ++refusals;
    }
}
