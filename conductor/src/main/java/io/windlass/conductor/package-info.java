/**
 * Conductors: claim jobs from a board, run their flows, and go on with what another process began. Entry: Conductor.
 */
@NullMarked
package io.windlass.conductor;

import org.jspecify.annotations.NullMarked;
