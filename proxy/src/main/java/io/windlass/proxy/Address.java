package io.windlass.proxy;

/**
 * Where a message is to go. Made by the static methods, which check names: an
 * {@link IllegalArgumentException} says what is wrong with one.
 */
public sealed interface Address {
    /** {@return the address of a request queue, through the requests exchange} */
    static Address requests(RequestQueue queue) {
        return new Requests(queue);
    }

    /** {@return the address of one queue, by its whole name, for instance a reply queue or a control queue} */
    static Address queue(String name) {
        return new Queue(name);
    }

    /** {@return the address of all control queues bound to the topic; words separated by dots, no wildcards} */
    static Address control(String topic) {
        return new Control(topic);
    }

    /** {@return the exchange and routing key under that naming} */
    Route route(Naming naming);

    /** To a request queue. */
    record Requests(RequestQueue queue) implements Address {
        @Override
        public Route route(Naming naming) {
            return new Route(naming.requestsExchange(), queue.routingKey());
        }
    }

    /** To one queue. */
    record Queue(String name) implements Address {
        public Queue {
            Names.check("queue name", name, Names.MAX_BYTES);
        }

        @Override
        public Route route(Naming naming) {
            return new Route("", name);
        }
    }

    /** To whoever listens to the topic. */
    record Control(String topic) implements Address {
        public Control {
            Names.words("control topic", topic, Names.MAX_BYTES);
        }

        @Override
        public Route route(Naming naming) {
            return new Route(naming.controlExchange(), topic);
        }
    }
}
