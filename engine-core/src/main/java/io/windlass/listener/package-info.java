/**
 * Listeners for common wants: log or print what happens, note times and durations, capture for tests, watch a claim.
 * Each is registered with {@link io.windlass.engine.Engine#notifier()}. Entry: {@link
 * io.windlass.listener.LoggingListener}.
 */
@NullMarked
package io.windlass.listener;

import org.jspecify.annotations.NullMarked;
