/**
 * The proxy over AMQP 0-9-1, to RabbitMQ 3 or 4 or to Apache Qpid. {@link io.windlass.proxy.amqp.AmqpProxy#builder}
 * is the way in. No other package knows the AMQP client.
 */
@NullMarked
package io.windlass.proxy.amqp;

import org.jspecify.annotations.NullMarked;
