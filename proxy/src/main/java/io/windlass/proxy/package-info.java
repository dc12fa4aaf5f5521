/**
 * Typed messages between engines and workers. {@link io.windlass.proxy.Proxy} is the way in: one process's way to
 * the broker, implemented over AMQP and, for tests, within a JVM. What travels is a
 * {@link io.windlass.proxy.Message}; {@link io.windlass.proxy.MessageCodec} is the only place that knows its bytes.
 */
@NullMarked
package io.windlass.proxy;

import org.jspecify.annotations.NullMarked;
