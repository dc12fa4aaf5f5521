package io.windlass.proxy;

/**
 * How exchanges and queues are named. Deployments that share a broker differ in their prefix, and then never meet.
 *
 * @param prefix words separated by dots, at most 60 bytes; default {@value #DEFAULT_PREFIX}
 */
public record Naming(String prefix) {
    /** The prefix unless another is asked for. */
    public static final String DEFAULT_PREFIX = "windlass";

    private static final int MAX_PREFIX = 60;

    public Naming {
        Names.words("prefix", prefix, MAX_PREFIX);
    }

    /** {@return the topic exchange that requests go through} */
    public String requestsExchange() {
        return prefix + ".requests";
    }

    /** {@return the topic exchange that control messages go through} */
    public String controlExchange() {
        return prefix + ".control";
    }

    /** {@return the queue for messages that could not be read or handled; nobody consumes it but people} */
    public String deadLetters() {
        return prefix + ".dead-letters";
    }

    /** {@return the whole name of the queue behind a request queue} */
    public String requestQueue(RequestQueue queue) {
        return queue.queueName(prefix);
    }

    /**
     * {@return the whole name of a reply queue}
     *
     * @throws IllegalArgumentException when the name is too long or has odd characters
     */
    public String replyQueue(String name) {
        return named("reply queue", prefix + ".replies.", name);
    }

    /**
     * {@return the whole name of a process's control queue}
     *
     * @throws IllegalArgumentException when the name is too long or has odd characters
     */
    public String controlQueue(String name) {
        return named("control queue", prefix + ".control.", name);
    }

    /** {@return what a worker calls its control queue, and the topic of that alone} */
    public static String workerControl(String worker) {
        return "worker." + worker;
    }

    /**
     * Checks that a queue may be consumed through a proxy; what cannot be read would go round in circles.
     *
     * @throws IllegalArgumentException when it is the queue of the dead letters
     */
    public void checkConsumable(String queue) {
        if (queue.equals(deadLetters())) {
            throw new IllegalArgumentException("the dead letters in '" + queue
                    + "' cannot be consumed through a proxy; see AmqpProxy.deadLetters and windlass dead");
        }
    }

    private static String named(String what, String start, String name) {
        Names.words(what, name, Names.MAX_BYTES - start.length());
        return start + name;
    }
}
