/**
 * A real broker and a real database that need nothing but a JDK, for the demo and for tests. The way in is
 * {@link io.windlass.embedded.Services}, which uses the configured services where there are any and starts its own
 * where there are none. Nothing here is meant for production: the broker keeps its messages in memory only.
 */
@NullMarked
package io.windlass.embedded;

import org.jspecify.annotations.NullMarked;
