package io.windlass.proxy.amqp;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A durable queue as this process wants it.
 *
 * @param key binds it to the requests exchange; null for none
 */
record QueueSpec(
        String name,
        Map<String, Object> arguments,
        @Nullable String key) {}
