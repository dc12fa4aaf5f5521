package io.windlass.proxy;

/**
 * Names the queue of the requests for one task type in one compatibility line, at one pool of workers. Names that
 * an AMQP broker would refuse or misread are refused with an {@link IllegalArgumentException}.
 *
 * @param pool one word of letters, digits and {@code _-$:/}, at most 60 bytes; no dots, which separate the parts
 * @param taskType such words separated by dots, at most 120 bytes
 * @param line the major version, from 0
 */
public record RequestQueue(String pool, String taskType, int line) {
    private static final int MAX_POOL = 60;
    private static final int MAX_TASK_TYPE = 120;

    public RequestQueue {
        Names.word("pool", pool, MAX_POOL);
        Names.words("task type", taskType, MAX_TASK_TYPE);
        if (line < 0) {
            throw new IllegalArgumentException(
                    "the compatibility line of task type '" + taskType + "' is " + line + "; it counts from 0");
        }
    }

    /** {@return pool, line and task type with dots between them, as in names of queues, logs and meters} */
    public String path() {
        return pool + "." + line + "." + taskType;
    }

    /**
     * {@return the routing key: the {@link #path()} with commas for dots, so that it is one word} Topic exchanges look
     * at each word of a key three times, as itself, {@code *} and {@code #}; the words of a class name would cost
     * RabbitMQ a third of what it needs for a request and its reply. Names have no commas, so no two queues have one key.
     */
    public String routingKey() {
        return path().replace('.', ',');
    }

    /**
     * {@return the queue's whole name}
     *
     * @param prefix of the deployment, as in {@link Naming}
     * @throws IllegalArgumentException when the name would have more than 255 bytes
     */
    public String queueName(String prefix) {
        String name = prefix + ".requests." + path();
        Names.words("request queue", name, Names.MAX_BYTES);
        return name;
    }
}
