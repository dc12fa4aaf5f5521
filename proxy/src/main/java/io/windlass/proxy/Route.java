package io.windlass.proxy;

/**
 * Where a broker sends a message.
 *
 * @param exchange empty for the default exchange, whose routing keys are queue names
 * @param key the routing key
 */
public record Route(String exchange, String key) {
    @Override
    public String toString() {
        return exchange.isEmpty() ? "queue '" + key + "'" : "routing key '" + key + "' of exchange '" + exchange + "'";
    }
}
