/** How a process is, and an HTTP server that tells. Entry: HealthServer. */
@NullMarked
package io.windlass.health;

import org.jspecify.annotations.NullMarked;
