/**
 * The proxy within one JVM, for fast tests: {@link io.windlass.proxy.inprocess.InProcessBroker} stands for the
 * broker, and each {@link io.windlass.proxy.inprocess.InProcessProxy} it makes for one process. Nothing survives
 * the JVM.
 */
@NullMarked
package io.windlass.proxy.inprocess;

import org.jspecify.annotations.NullMarked;
