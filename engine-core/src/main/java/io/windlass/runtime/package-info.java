/** The loop: selection, completion, failure resolution. Entry: FlowRun. */
@NullMarked
package io.windlass.runtime;

import org.jspecify.annotations.NullMarked;
