package io.windlass.proxy.amqp;

import io.windlass.proxy.Route;
import io.windlass.proxy.UnroutableException;
import io.windlass.proxy.WireMessage;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

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
    private final CompletableFuture<Boolean> routed = new CompletableFuture<>();
    private final CompletableFuture<Void> stored = new CompletableFuture<>();
    private WireMessage message;
    private volatile boolean returned;
    private int refusals;
    private long number;

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

    /** Of a probe: completes with true when a queue has it, with false when none took it. */
    CompletionStage<Boolean> routed() {
        return routed;
    }

    /** Of what is published: completes when a queue has it; where none is, that is a failure, which is not wrapped. */
    CompletionStage<Void> stored() {
        return stored;
    }

    /** The broker has it, or has returned it. */
    void complete() {
        if (kind == Kind.PROBE) {
            routed.complete(!returned);
        } else if (returned) {
            stored.completeExceptionally(new UnroutableException(route));
        } else {
            stored.complete(null);
        }
    }

    void fail(RuntimeException why) {
        if (kind == Kind.PROBE) {
            routed.completeExceptionally(why);
        } else {
            stored.completeExceptionally(why);
        }
    }

    /** Under which number it was last sent. */
    long number() {
        return number;
    }

    void number(long sentUnder) {
        number = sentUnder;
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
