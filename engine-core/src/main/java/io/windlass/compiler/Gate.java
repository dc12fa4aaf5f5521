package io.windlass.compiler;

import io.windlass.atom.Decider;
import io.windlass.atom.DeciderDepth;

/**
 * A decider that an atom must pass.
 *
 * @param source the node whose end leads to it: a task, or the end of a flow
 * @param decider who decides
 * @param depth what a no skips
 */
public record Gate(int source, Decider decider, DeciderDepth depth) {}
