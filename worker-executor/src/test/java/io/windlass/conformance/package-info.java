/** Replays what OpenStack TaskFlow did with recorded flows on remote workers, and compares. */
@NullMarked
package io.windlass.conformance;

import org.jspecify.annotations.NullMarked;
