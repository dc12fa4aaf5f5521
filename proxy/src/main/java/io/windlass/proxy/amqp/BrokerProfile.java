package io.windlass.proxy.amqp;

import java.util.Locale;
import java.util.Map;

/** What to declare at which broker, told by what the server says it is. */
record BrokerProfile(Kind kind, String product, String version) {
    private static final int MAX_DEAD_LETTERS = 10_000;

    enum Kind {
        RABBITMQ_3,
        RABBITMQ_4,
        /** Closes the connection on any queue argument that it does not know. */
        QPID,
        /** Gets plain AMQP 0-9-1. */
        OTHER
    }

    static BrokerProfile of(Map<String, Object> serverProperties) {
        String product = String.valueOf(serverProperties.getOrDefault("product", "unknown"));
        String version = String.valueOf(serverProperties.getOrDefault("version", "unknown"));
        return new BrokerProfile(kind(product, version), product, version);
    }

    private static Kind kind(String product, String version) {
        if (product.equalsIgnoreCase("RabbitMQ")) {
            return version.startsWith("3.") ? Kind.RABBITMQ_3 : Kind.RABBITMQ_4;
        }
        return product.toLowerCase(Locale.ROOT).contains("qpid") ? Kind.QPID : Kind.OTHER;
    }

    /** For request and reply queues. RabbitMQ 3 has no delivery limit unless asked, and does not know -1. */
    Map<String, Object> workQueue(boolean quorum) {
        if (!hasQuorum() || !quorum) {
            return Map.of();
        }
        return kind == Kind.RABBITMQ_4
                ? Map.of("x-queue-type", "quorum", "x-delivery-limit", -1)
                : Map.of("x-queue-type", "quorum");
    }

    /** Dead letters are for people: the oldest go when there are too many, where the broker can do that. */
    Map<String, Object> deadLetterQueue() {
        return hasQuorum() ? Map.of("x-max-length", MAX_DEAD_LETTERS) : Map.of();
    }

    /** {@return whether a consumer is told when its queue is deleted} */
    boolean tellsOfDeletedQueues() {
        return hasQuorum();
    }

    /** Quorum queues refuse to be deleted only if unused and empty, by closing the connection. */
    boolean deletesConditionally(boolean quorum) {
        return !hasQuorum() || !quorum;
    }

    private boolean hasQuorum() {
        return kind == Kind.RABBITMQ_3 || kind == Kind.RABBITMQ_4;
    }

    @Override
    public String toString() {
        return product + " " + version + " (profile " + kind + ")";
    }
}
