/** Flows: what is to be done, in which order. Entries: LinearFlow, UnorderedFlow, GraphFlow. */
@NullMarked
package io.windlass.flow;

import org.jspecify.annotations.NullMarked;
